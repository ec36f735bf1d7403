"""Sheets for the tests, written from scratch."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from pigment_archive.curation.sheet import Sheet

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write(folder: Path, text: str, name: str = "facts.csv", encoding: str = "utf-8") -> Path:
    """A sheet as text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def sheet(folder: Path, text: str, **options: object) -> Sheet:
    """A sheet, read."""
    return Sheet.read(write(folder, text), **options)  # type: ignore[arg-type]


def xlsx(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook of one worksheet."""
    lines = [
        f'<row r="{r}">' + "".join(_cell(r, c, value) for c, value in enumerate(row)) + "</row>"
        for r, row in enumerate(rows, start=1)
    ]
    return workbook("".join(lines))


def workbook(rows: str) -> bytes:
    """A workbook whose worksheet holds these rows as XML."""
    overrides = "".join(
        f'<Override PartName="/xl/{part}" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in (("workbook.xml", "sheet.main"), ("worksheets/sheet1.xml", "worksheet"))
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": _relation("rId1", "officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook {_NS} xmlns:r="{_REL}"><sheets>'
        '<sheet name="Facts" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relation("rId1", "worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f"<worksheet {_NS}><sheetData>{rows}</sheetData></worksheet>",
    }
    return packed(parts)


def packed(parts: dict[str, str]) -> bytes:
    """A zip of XML parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in parts.items():
            container.writestr(name, text if name == "mimetype" else '<?xml version="1.0"?>' + text)
    return data.getvalue()


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet whose table holds these rows as XML."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Facts">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<m:manifest xmlns:m="{office}:manifest:1.0"/>'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
        }
    )


def ods_row(*cells: str) -> str:
    """One row of text cells."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{inside}</table:table-row>"


def _cell(row: int, column: int, value: str | float) -> str:
    place = f"{chr(65 + column)}{row}"
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _relation(name: str, kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="{name}" Type="{_REL}/{kind}" Target="{target}"/></Relationships>'
    )
