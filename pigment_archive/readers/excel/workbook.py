"""Sheets out of the bytes of a workbook, through calamine, with sizes held against the limits beforehand.

The parts of a zip are expanded here, never beyond their declared sizes, and handed over packed anew without
compression: the library sees nothing that was not measured.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.parsers import expat

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.excel import compound
from pigment_archive.readers.excel.biff import check_records
from pigment_archive.readers.excel.extent import MOST_CELLS, check_content_xml, check_sheet_xml
from pigment_archive.readers.reader import Limits

LARGEST_EXPANDED: Final = 64 * 2**20
LARGEST_OLDER: Final = 64 * 2**20
MOST_PARTS: Final = 2_000
_WANTED: Final = (".xml", ".rels", "mimetype")
_AGAIN: Final = "Copy or download the file again."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as text: its name and its rows that are not blank, by their number; numbers in full."""

    name: str
    rows: dict[int, list[str]]


def sheets_of(data: bytes, limits: Limits) -> Iterator[Sheet]:
    """The worksheets of a workbook, in its order; charts and macros are left out.

    Raises:
        TooLarge: The parts expand beyond 64 MiB, or a sheet spans more than 2 million cells.
        Truncated: It is cut.
        UnsupportedVariant: It is encrypted or binary (.xlsb).
        Inconsistent: It is damaged.
    """
    if data.startswith(compound.MAGIC):
        if len(data) > min(LARGEST_OLDER, limits.member_bytes):
            raise TooLarge(f"the workbook holds {len(data)} bytes, at most {LARGEST_OLDER} are read")
        check_records(compound.workbook_stream(data))
    else:
        data = _repacked(data, min(LARGEST_EXPANDED, limits.member_bytes))
    workbook = _Workbook(data)
    for name in workbook.names:
        yield Sheet(name, workbook.rows(name))


def _repacked(data: bytes, most: int) -> bytes:
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
            parts = source.infolist()
            _check_parts(parts, most)
            for part in parts:
                if part.filename.endswith(_WANTED):
                    xml = source.read(part)
                    _check_xml(part.filename, xml)
                    target.writestr(part.filename, xml)
    except zipfile.BadZipFile as cause:
        raise Truncated("the workbook is cut or damaged", remedy=_AGAIN) from cause
    except (NotImplementedError, RuntimeError) as cause:
        raise UnsupportedVariant("the workbook is encrypted or packed in a way that is not read") from cause
    except (expat.ExpatError, zlib.error, EOFError, OSError, ValueError, IndexError, KeyError) as cause:
        raise Inconsistent("the workbook is damaged", remedy=_AGAIN) from cause
    return packed.getvalue()


def _check_parts(parts: list[zipfile.ZipInfo], most: int) -> None:
    if any(part.filename.endswith("workbook.bin") for part in parts):
        raise UnsupportedVariant("a binary workbook (.xlsb) is not read", remedy="Save it as .xlsx.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most:
        raise TooLarge(f"the workbook expands beyond {most} bytes", remedy="Export its sheets as CSV.")


def _check_xml(name: str, xml: bytes) -> None:
    """Only well-formed XML goes to the library: of a missing end tag it never comes back."""
    if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml[:65_536]:
        raise Inconsistent("the workbook declares entities, which no program writes")
    if name != "mimetype":
        expat.ParserCreate().Parse(xml, True)
    if name == "content.xml":
        check_content_xml(xml)
    elif "/worksheets/" in name:
        check_sheet_xml(xml)


class _Workbook:
    """calamine, with its errors translated: it also panics on damaged files, which is no `Exception`."""

    def __init__(self, data: bytes) -> None:
        import python_calamine

        self._library = python_calamine
        self._book: Any = self._safely(lambda: python_calamine.load_workbook(io.BytesIO(data)))
        kinds = python_calamine.SheetTypeEnum
        sheets = self._safely(lambda: self._book.sheets_metadata)
        self.names = [sheet.name for sheet in sheets if sheet.typ is kinds.WorkSheet]

    def rows(self, name: str) -> dict[int, list[str]]:
        """The rows of a sheet that are not blank, by their number from 1."""
        sheet = self._safely(lambda: self._book.get_sheet_by_name(name))
        if sheet.height * sheet.width > MOST_CELLS:
            raise TooLarge(f"a sheet spans {sheet.height} rows and {sheet.width} columns")
        cells = self._safely(lambda: sheet.to_python(skip_empty_area=True))
        first, blank = (sheet.start or (0, 0))[0] + 1, [""] * sheet.width
        return {
            number: [_text(cell) for cell in row] for number, row in enumerate(cells, first) if row != blank
        }

    def _safely(self, ask: Any) -> Any:
        try:
            return ask()
        except self._library.PasswordError as cause:
            raise UnsupportedVariant(
                "the workbook is encrypted", remedy="Save it without a password."
            ) from cause
        except (self._library.CalamineError, OSError, ValueError, OverflowError) as cause:
            raise Inconsistent("the workbook is damaged", remedy=_AGAIN) from cause
        except BaseException as cause:
            if type(cause).__name__ == "PanicException":
                raise Inconsistent("the workbook is damaged", remedy=_AGAIN) from cause
            raise


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return repr(cell)
    return str(cell).strip()
