"""Files that are no spectra to be read: documentation, and formats that are known but not read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from pigment_archive.errors import ReadError, Truncated, UnknownFormat, UnsupportedVariant

_DOCUMENTS: Final = (".md", ".rst", ".html", ".htm", ".pdf", ".doc", ".docx", ".rtf", ".bib", ".cff", ".tex")
_DOCUMENT_NAMES: Final = re.compile(r"(readme|licen[cs]e|copying|notice|changelog|citation)([._-]\w+)*")


class Known(NamedTuple):
    """A format that is recognised and not read: what it is, what to do instead, how it shows."""

    what: str
    remedy: str
    shows: Callable[[bytes, str], bool]


def _starts(*magics: bytes) -> Callable[[bytes, str], bool]:
    return lambda head, name: head.startswith(magics)


def _spc(*magics: bytes) -> Callable[[bytes, str], bool]:
    return lambda head, name: name.lower().endswith(".spc") and head.startswith(magics)


def _is_shimadzu(head: bytes, name: str) -> bool:
    return name.lower().endswith(".spc") and (head.startswith(_OLE) or head[1:2] == b"\xcf")


def _is_princeton(head: bytes, name: str) -> bool:
    """The last field of the header of 4,100 bytes, which WinSpec and LightField fill alike."""
    return head[2996:3000] == b"\x67\x45\x23\x01" and head[4098:4100] == b"UU"


def _is_pdz(head: bytes, name: str) -> bool:
    return head.startswith(b"\x19\x00") and b"p\0d\0z\0" in head[:20]


def _is_edf(head: bytes, name: str) -> bool:
    return head.lstrip().startswith(b"{") and b"DataType" in head[:4096] and b"Dim_1" in head[:4096]


def _is_asp(head: bytes, name: str) -> bool:
    return name.lower().endswith(".asp") and _ASP.match(head) is not None


_ASP: Final = re.compile(rb"\d+\s+-?[\d.]+\s+-?[\d.]+\s+\d+\s+\d+\s+\d+\s")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_CSV: Final = "Export it as CSV: two columns, or one spectrum a row."
KNOWN: Final = (
    Known("a Shimadzu SPC file", "Export it from LabSolutions as JCAMP-DX or text.", _is_shimadzu),
    Known("an EDAX SPC file", "Export it as EMSA (.msa).", _spc(b"\xf6\x28\x1c\x3f", b"\x33\x33\x33\x3f")),
    Known("an EDAX SPD map", "Export its spectra as EMSA (.msa).", _starts(b"MAPSPECTRA_DATA")),
    Known("a Bruker BCF map", "Export its spectra as .spx or EMSA (.msa).", _starts(b"AAMVHFSS")),
    Known("a Bruker PDZ file", "Export it as CSV from the instrument's program.", _is_pdz),
    Known("an ESRF data file (EDF)", "Save its spectra from PyMca as .mca.", _is_edf),
    Known("a Princeton SPE file", "Export it as CSV from LightField or WinSpec.", _is_princeton),
    Known("a LabSpec 6 file (.l6s)", "Export it from LabSpec as .txt or .xml.", _starts(b"LabSpec6")),
    Known("a WiRE file of version 1 or 2 (.wxd)", "Open it in WiRE and save it as .wdf.", _starts(b"#WXD")),
    Known("a PerkinElmer SP file", "Export it from Spectrum as JCAMP-DX or ASCII.", _starts(b"PEPE")),
    Known(
        "an OMNIC series (.srs)", "Export its spectra as .spa or JCAMP-DX.", _starts(b"Spectral Exte File")
    ),
    Known("a PerkinElmer ASP file", "Export it from Spectrum as JCAMP-DX or ASCII.", _is_asp),
    Known("a WITec project", "Export the graphs as ASCII or SPC.", _starts(b"WIT_PRCT", b"WIT_PR06")),
    Known("a spreadsheet or document of older Office", _AS_CSV, _starts(_OLE)),
    Known("a spreadsheet or document of Office", _AS_CSV, _starts(b"PK\x03\x04")),
    Known("an R data file", _AS_CSV, _starts(b"RDX3", b"RDX2", b"RDA3")),
    Known("a PDF document", _AS_CSV, _starts(b"%PDF")),
)


def why_skipped(head: bytes, name: str) -> str | None:
    """Why a file is left out without being refused: documentation; None for all others."""
    lower = name.lower()
    if lower.endswith(_DOCUMENTS) or _is_document_name(lower) or head[:15].lower() == b"<!doctype html>":
        return "documentation"
    return None


def _is_document_name(lower: str) -> bool:
    stem, dot, suffix = lower.rpartition(".")
    return _DOCUMENT_NAMES.fullmatch(stem or suffix) is not None and (not dot or suffix == "txt")


def known_refusal(head: bytes, name: str) -> UnsupportedVariant | None:
    """The error for a format that is known and not read; None for all others."""
    known = next((known for known in KNOWN if known.shows(head, name)), None)
    return known and UnsupportedVariant(f"{known.what} is not read", remedy=known.remedy)


def refusal(head: bytes, name: str) -> ReadError:
    """The error for content that is of no format at all."""
    if not head:
        return Truncated("the file is empty", remedy="Copy or download the file again.")
    if name.lower().endswith(".sli"):
        return UnknownFormat(
            "ENVI data without their header", remedy="Keep the .hdr file beside it, under the same name."
        )
    return UnknownFormat(
        "the content is no format that is read",
        remedy="Export it as JCAMP-DX, or as CSV with two labelled columns.",
    )
