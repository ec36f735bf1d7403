"""Bruker OPUS, read through brukeropus: a directory of blocks, of which only the results become spectra.

The directory is held against the size of the file first, and only blocks that are needed are given to the
library. Absorbance, transmittance, reflectance, Kubelka-Munk, log reflectance, ATR and Raman are results;
single beams, references, interferograms and phases stay in the original file, and are named in a note. The
axis is even by definition of the format. All parameters are kept as `block.KEY`.
"""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.errors import Inconsistent, ReadError, UnsupportedVariant
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.bruker_opus.blocks import RAMAN, Blocks, Parameters, Result, blocks_of
from pigment_archive.readers.bruker_opus.directory import MAGIC, entries_of
from pigment_archive.readers.bruker_opus.facts import facts_of
from pigment_archive.readers.meaning import check_scale, with_technique
from pigment_archive.readers.reader import Content, Reader, Reading
from pigment_archive.records import Note, Quantity, Spectrum, Technique
from pigment_archive.units import AXIS_UNITS, AxisKind

_QUANTITIES: Final = {
    4: Quantity.ABSORBANCE, 5: Quantity.TRANSMITTANCE, 6: Quantity.KUBELKA_MUNK, 10: Quantity.INTENSITY,
    12: Quantity.REFLECTANCE, 15: Quantity.LOG_1_OVER_R,
}  # fmt: skip
_AXES: Final = {
    "WN": (AxisKind.WAVENUMBER, "cm-1"), "MI": (AxisKind.WAVELENGTH, "um"), "NM": (AxisKind.WAVELENGTH, "nm"),
}  # fmt: skip
_ATR_BLOCK: Final = 16
_ATR: Final = re.compile(r"(?<![A-Z])ATR(?![A-Z])", re.IGNORECASE)
_LARGEST_SHIFT: Final = 5000.0
_EXPORT: Final = "Make the ratio (absorbance, transmittance, reflectance) in OPUS and save the file again."


def sniff(head: bytes, name: str) -> bool:
    """Begins with 0A 0A FE FE."""
    return head.startswith(MAGIC)


def read(content: Content) -> Reading:
    """Every result of the file, in its order.

    Raises:
        Truncated: A block ends beyond the file.
        UnsupportedVariant: There is no result, or only a series of them.
        Inconsistent, TooLarge: Blocks contradict each other or the limits.
    """
    notes: list[Note] = []
    blocks = blocks_of(content.data, entries_of(content.data), content.limits)
    if not blocks.results:
        if not blocks.others:
            raise Inconsistent("the file holds no data")
        held = ", ".join(sorted(set(blocks.others)))
        raise UnsupportedVariant(f"no single result is in the file, only: {held}", remedy=_EXPORT)
    if blocks.others:
        text = f"in the original file, not read: {', '.join(blocks.others)}"
        notes.append(Note(code="not_read", text=text))
    if len({result.label for result in blocks.results}) < len(blocks.results):
        text = "several results of one kind are in the file; block type and data parameters tell them apart"
        notes.append(Note(code="several_results", text=text))
    header = {
        f"{label}.{key.upper()}": str(value)
        for label, values in blocks.parameters.items()
        for key, value in values.items()
    }
    reading: Reading = []
    for index, result in enumerate(blocks.results):
        try:
            told = Told(header=header, notes=tuple(notes), index=index)
            reading.append(_spectrum(result, blocks, told, content))
        except ReadError as error:
            if len(blocks.results) == 1:
                raise
            reading.append(type(error)(error.problem, where=result.label, remedy=error.remedy))
    return reading


def _spectrum(result: Result, blocks: Blocks, told: Told, content: Content) -> Spectrum:
    sample = {
        key: value
        for label, values in blocks.parameters.items()
        if not label.startswith(("Reference", "Data Parameters", "Sample Data"))
        for key, value in values.items()
    }
    meaning = _meaning(result, sample, content.technique)
    meaning = check_scale(meaning, result.axis, result.values)
    told = Told(
        facts=facts_of(sample, result.status, is_raman=result.kind == RAMAN),
        header={"block": result.label, "block type": f"{result.code:#010x}", **told.header},
        notes=told.notes,
        index=told.index,
    )
    return admit(result.axis, result.values, meaning, told, limits=content.limits)


def _meaning(result: Result, sample: Parameters, hint: Technique | None) -> Meaning:
    unit_text = str(result.status.get("dxu", "")).strip().upper()
    kind, unit = _AXES.get(unit_text, (AxisKind.UNKNOWN, AXIS_UNITS[AxisKind.UNKNOWN]))
    if result.kind == RAMAN and kind is AxisKind.WAVENUMBER and result.axis.max() <= _LARGEST_SHIFT:
        kind = AxisKind.RAMAN_SHIFT
    meaning = Meaning(kind, unit, _QUANTITIES.get(result.kind, Quantity.UNKNOWN))
    is_atr = result.kind == _ATR_BLOCK or _ATR.search(str(sample.get("acc", "")))
    return with_technique(meaning, Technique.FTIR_ATR if is_atr else hint, unit_text)


READER = Reader(
    name="bruker_opus",
    version=2,
    suffixes=(".0", ".1", ".2", ".3"),
    description="Bruker OPUS",
    keeps="all parameters; instrument, accessory, scans, resolution, date with time zone, sample",
    refuses="files without a result (single beams, interferograms); series; blocks beyond the file",
    library="brukeropus",
    tested_with="4 files, 5 spectra, against opusFC",
    sniff=sniff,
    read=read,
)
