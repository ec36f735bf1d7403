"""Workbooks written from the descriptions of their formats: xlsx, ods, xls (BIFF8 in an OLE container)."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from tests.spectrum_files import INTENSITY, SHIFT, SampleFile

Cell = str | float | None
Sheets = dict[str, list[list[Cell]]]

SPECTRUM: list[list[Cell]] = [
    ["Raman shift (cm-1)", "intensity"],
    *([x, y] for x, y in zip(SHIFT.tolist(), INTENSITY.tolist(), strict=True)),
]
PROPERTIES: list[list[Cell]] = [
    ["number", "colour", "year"],
    *([n, "red", 1900 + n] for n in range(9)),
]
BOTH: Sheets = {"List": PROPERTIES, "First": SPECTRUM, "Second": [["laser", 785.0], [], *SPECTRUM]}


def _letters(column: int) -> str:
    number, letters = column + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _zip(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _xlsx_cell(row: int, column: int, cell: Cell) -> str:
    place = f'r="{_letters(column)}{row + 1}"'
    if isinstance(cell, str):
        return f'<c {place} t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return "" if cell is None else f"<c {place}><v>{cell!r}</v></c>"


def sheet_xml(rows: Sequence[Sequence[Cell]]) -> str:
    """One worksheet part."""
    body = "".join(
        f'<row r="{number + 1}">'
        + "".join(_xlsx_cell(number, c, cell) for c, cell in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'


def xlsx_parts(sheets: Sheets) -> dict[str, str | bytes]:
    """The parts of a workbook by name."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    numbered = list(enumerate(sheets, 1))
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n, _ in numbered
    )
    names = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{targets}'
        "</Relationships>",
        **{f"xl/worksheets/sheet{n}.xml": sheet_xml(sheets[name]) for n, name in numbered},
    }


def xlsx(sheets: Sheets | None = None) -> bytes:
    """A workbook of Excel."""
    return _zip(xlsx_parts(sheets or {"First": SPECTRUM}))


def xlsx_of(parts: dict[str, str | bytes]) -> bytes:
    """A workbook of these parts."""
    return _zip(parts)


def ods(sheets: Sheets | None = None, tail: str = "") -> bytes:
    """A workbook of OpenDocument; `tail` is XML after the last row of each sheet."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )

    def cell(value: Cell) -> str:
        if isinstance(value, str):
            text = f"<text:p>{escape(value)}</text:p>"
            return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
        if value is None:
            return "<table:table-cell/>"
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'

    def row(cells: Sequence[Cell]) -> str:
        return "<table:table-row>" + "".join(map(cell, cells)) + "</table:table-row>"

    tables = "".join(
        f'<table:table table:name="{escape(name)}">' + "".join(map(row, rows)) + tail + "</table:table>"
        for name, rows in (sheets or {"First": SPECTRUM}).items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    media = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), media)
        content = f'<?xml version="1.0"?><office:document-content{spaces}>{body}</office:document-content>'
        archive.writestr(zipfile.ZipInfo("content.xml"), content)
        entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
        text = f'<manifest:manifest xmlns:manifest="{manifest}">{entry}</manifest:manifest>'
        archive.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), text)
    return buffer.getvalue()


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _biff_sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(cell, str):
                text = cell.encode("latin-1")
                body += _record(0x0204, place + struct.pack("<HB", len(text), 0) + text)
            elif cell is not None:
                body += _record(0x0203, place + struct.pack("<d", cell))
    return body + _record(0x000A, b"")


def xls(sheets: Sheets | None = None, stream: str = "Workbook") -> bytes:
    """A workbook of older Excel: BIFF8 records in one stream of an OLE container."""
    chosen = sheets or {"First": SPECTRUM}
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    end = _record(0x000A, b"")
    bodies = [_biff_sheet(rows) for rows in chosen.values()]
    size = len(start) + len(end) + sum(12 + len(name) for name in chosen)
    bounds = b""
    for name, body in zip(chosen, bodies, strict=True):
        bounds += _record(0x0085, struct.pack("<IBBBB", size, 0, 0, len(name), 0) + name.encode())
        size += len(body)
    return ole(stream, start + bounds + end + b"".join(bodies))


def ole(stream: str, content: bytes) -> bytes:
    """An OLE container of one stream: header, allocation table, directory, then the stream."""
    content += bytes(max(0, 4096 - len(content)))
    content += bytes(-len(content) % 512)
    sectors = len(content) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain) + b"\xff" * (512 - 4 * len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += b"\xff" * (512 - len(header))

    def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        body = text + bytes(64 - len(text)) + struct.pack("<HBB", len(text), kind, 1)
        body += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
        return body + struct.pack("<IQ", first, size)

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(stream, 2, 0xFFFFFFFF, 2, len(content))
    return header + table + directory + bytes(512 - len(directory)) + content


def samples() -> list[SampleFile]:
    """One workbook of each format."""
    return [
        SampleFile("excel", "one.xlsx", xlsx(), declares_length=True),
        SampleFile("excel", "three_sheets.xlsx", xlsx(BOTH), 2, declares_length=True),
        SampleFile("excel", "one.ods", ods(), declares_length=True),
        SampleFile("excel", "one.xls", xls(), declares_length=True),
    ]
