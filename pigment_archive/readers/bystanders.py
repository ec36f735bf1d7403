"""Files that are no spectra to be read: documentation, and formats that are known but not read."""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.errors import ReadError, Truncated, UnknownFormat, UnsupportedVariant

_DOCUMENTS: Final = (".md", ".rst", ".html", ".htm", ".pdf", ".doc", ".docx", ".rtf", ".bib", ".cff", ".tex")
_DOCUMENT_NAMES: Final = re.compile(r"(readme|licen[cs]e|copying|notice|changelog|citation)([._-]\w+)*")
_SHEETS: Final = (".xls", ".xlsx", ".ods")
_AS_CSV: Final = "Export it as CSV: two columns, or one spectrum a row."
_MAGIC: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"PAR1", "a Parquet table", _AS_CSV),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 or NeXus file", _AS_CSV),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a spreadsheet or document of older Office", _AS_CSV),
    (b"\x0a\x0a\xfe\xfe", "a Bruker OPUS file", "Export it as JCAMP-DX or as a data point table."),
    (b"WDF1", "a Renishaw WDF file", "Export it as text."),
    (b"LabSpec6", "a LabSpec 6 file", "Export it as text."),
    (b"Spectral Data File", "an OMNIC SPA file", "Export it as JCAMP-DX or CSV."),
    (b"as6", "an ASD FieldSpec file", "Export it as ASCII."),
    (b"as7", "an ASD FieldSpec file", "Export it as ASCII."),
    (b"as8", "an ASD FieldSpec file", "Export it as ASCII."),
    (b"ASD", "an ASD FieldSpec file", "Export it as ASCII."),
    (b"RDX3", "an R data file", _AS_CSV),
    (b"PK\x03\x04", "a spreadsheet or document of Office", _AS_CSV),
    (b"%PDF", "a PDF document", _AS_CSV),
)
_SPC_VERSIONS: Final = (0x4B, 0x4C, 0x4D, 0xCF)


def why_skipped(head: bytes, name: str) -> str | None:
    """Why a file is left out without being refused: documentation or a spreadsheet; None for all others."""
    lower = name.lower()
    if lower.endswith(_SHEETS):
        return "a spreadsheet, which is not looked into; if it holds spectra, export its sheet as CSV"
    if lower.endswith(_DOCUMENTS) or _is_document_name(lower) or head[:15].lower() == b"<!doctype html>":
        return "documentation"
    return None


def _is_document_name(lower: str) -> bool:
    stem, dot, suffix = lower.rpartition(".")
    return _DOCUMENT_NAMES.fullmatch(stem or suffix) is not None and (not dot or suffix == "txt")


def refusal(head: bytes, name: str) -> ReadError:
    """The error for content no reader takes."""
    if not head:
        return Truncated("the file is empty", remedy="Copy or download the file again.")
    for magic, what, remedy in _MAGIC:
        if head.startswith(magic):
            return UnsupportedVariant(f"{what} is not read", remedy=remedy)
    if name.lower().endswith(".sli"):
        return UnknownFormat(
            "ENVI data without their header", remedy="Keep the .hdr file beside it, under the same name."
        )
    if name.lower().endswith(".spc") and len(head) > 1 and head[1] in _SPC_VERSIONS:
        return UnsupportedVariant("a GRAMS SPC file is not read", remedy="Export it as JCAMP-DX or CSV.")
    return UnknownFormat(
        "the content is no format that is read",
        remedy="Export it as JCAMP-DX, or as CSV with two labelled columns.",
    )
