"""JCAMP-DX 4.24 to 6: spectra in every form of number, alone, one after another, or linked in blocks.

A file is text: labelled records `##LABEL= text`, in blocks from `##TITLE=` to `##END=`. Invariants:

* Every record is kept verbatim and in order, known or not; those of the LINK blocks around follow, marked.
* Each block with a spectrum (`XYDATA`, `XYPOINTS`) becomes one. Peak tables and peak assignments are read,
  with note `peak_table`, only from files without a spectrum; a peak table of points without a gap from FIRSTX
  to LASTX is a spectrum under a wrong label. Other blocks (structures, NTUPLES,
  interferograms, free induction decays, the dark and reference spectra of Ocean Optics) are left out with
  note `not_read`; a file of nothing else is refused.
* x of `(X++(Y..Y))` comes from FIRSTX, LASTX and NPOINTS, explicit x is multiplied by XFACTOR. Where records
  and numbers contradict each other, the heads of the lines decide or the block is refused; all else is noted.
* A block without `##END=`, or with fewer points than it declares, is truncated; the others stand.
* NTUPLES are never read, not even those of one page: they serve NMR and mass spectra; spectra of light are
  written as XYDATA.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from pigment_archive.errors import Inconsistent, ReadError, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.border import Told, admit
from pigment_archive.readers.jcamp.facts import facts_of_records
from pigment_archive.readers.jcamp.records import Block, Records, header_of, parse_blocks
from pigment_archive.readers.jcamp.tables import read_table
from pigment_archive.readers.jcamp.words import doubted, meaning_of_records
from pigment_archive.readers.meaning import check_scale
from pigment_archive.readers.reader import AboutSpectra, Content, Reader, Reading
from pigment_archive.readers.text import decode
from pigment_archive.records import Note, Spectrum

_START: Final = re.compile(
    rb"\s*(?:##\s*(?:TITLE|JCAMP[-_ ]?(?:DX|CS))\s*=|(?:##|\$\$).*?##\s*JCAMP[-_ ]?DX\s*=)", re.DOTALL | re.I
)
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_NTUPLES: Final = {"NTUPLES", "DATATABLE", "PAGE"}
_STRUCTURE: Final = {"ATOMLIST", "BONDLIST", "CONNECTIONTABLE", "JCAMPCS"}
_SPECTRUM: Final = "spectrum"
_PEAKS: Final = "list of peaks"
_DECAY: Final = re.compile(r"\bFID\b")
_REFERENCE: Final = re.compile(r"^(?:DARK|REFERENCE) SPECTRUM$")
_EMPTY: Final = "no data"
_EXPORT: Final = "Export the spectrum itself as JCAMP-DX (XYDATA)."


def sniff(head: bytes, name: str) -> bool:
    """Starts with ##TITLE or ##JCAMP-DX, or with another record or comment and declares JCAMP-DX later."""
    if head.startswith(_UTF16):
        head = head.decode("utf-16", errors="ignore").encode()
    return _START.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read(content: Content) -> Reading:
    """Every spectrum of the file in its order, with an error in the place of each that is refused.

    Raises:
        Truncated: No `##END=`, or fewer points than NPOINTS.
        UnsupportedVariant: The file holds something else than spectra and lists of peaks.
        Inconsistent: Records contradict the numbers, or there is no block.
        TooLarge: More spectra or points than are read.
        AboutSpectra: It holds parameters of a measurement and no data.
    """
    blocks = parse_blocks(decode(content.data.rstrip(b"\0")))
    if not blocks:
        raise Inconsistent("there is no block that begins with ##TITLE=")
    if len(blocks) > content.limits.spectra:
        raise TooLarge(f"{len(blocks)} blocks in one file, at most {content.limits.spectra} are read")
    kinds = [_kind(block) for block in blocks]
    wanted = _SPECTRUM if _SPECTRUM in kinds else _PEAKS
    notes = _left_out(kinds, wanted)
    cut = _cut(blocks)
    reading: Reading = []
    for number, (block, kind) in enumerate(zip(blocks, kinds, strict=True), start=1):
        try:
            if block is cut:
                raise Truncated("there is no ##END= record", remedy="Export or download the file again.")
            if kind == wanted:
                reading.append(_spectrum(block, content, notes, len(reading)))
        except ReadError as error:
            where = f"block {number}" if len(blocks) > 1 else ""
            reading.append(type(error)(error.problem, where=where, remedy=error.remedy))
    if not any(isinstance(item, Spectrum) for item in reading):
        raise _nothing(reading, kinds, blocks[0].records)
    return reading


def _kind(block: Block) -> str:
    """What a block holds, for people; empty for LINK blocks."""
    said, data_type = block.records.values, block.records.text("DATATYPE").upper()
    for is_so, kind in (
        (not _NTUPLES.isdisjoint(said), "NTUPLES"),
        ("RADATA" in said or "INTERFEROGRAM" in data_type, "interferogram"),
        (_DECAY.search(data_type), "free induction decay"),
        (_REFERENCE.search(block.records.text("SAMPLEDESCRIPTION").upper()), "dark or reference spectrum"),
        (block.records.table is None and not _STRUCTURE.isdisjoint(said), "chemical structure"),
    ):
        if is_so:
            return kind
    if block.records.table is not None:
        return _SPECTRUM if block.records.table.startswith("XY") else _PEAKS
    return "" if block.is_link else _EMPTY


def _left_out(kinds: list[str], wanted: str) -> tuple[Note, ...]:
    found = Counter(kind for kind in kinds if kind not in ("", wanted))
    if not found:
        return ()
    listed = ", ".join(f"{kind} ({count})" for kind, count in sorted(found.items()))
    return (Note(code="not_read", text=f"blocks of the file that hold no spectrum were left out: {listed}"),)


def _cut(blocks: list[Block]) -> Block | None:
    """The innermost block the file ends in, if it ends in one and is not a LINK block with all its blocks."""
    cut = [block for block in blocks if not block.ended and not block.followed]
    if not cut:
        return None
    declared = cut[-1].records.text("BLOCKS")
    is_whole = cut[-1].children > 0 and declared == str(cut[-1].children)
    return None if is_whole else cut[-1]


def _spectrum(block: Block, content: Content, notes: tuple[Note, ...], index: int) -> Spectrum:
    records = block.records
    table = read_table(records, content.limits.points)
    if block.followed:
        if table.declared != table.axis.size:
            raise Truncated("the block has no ##END= record", remedy="Export or download the file again.")
        notes = (*notes, Note(code="end_missing", text="the block has no ##END=, but all its points"))
    meaning = doubted(meaning_of_records(records, content.technique), table.values)
    meaning = check_scale(meaning, table.axis, table.values)
    told = Told(facts_of_records(records), header_of(block), (*notes, *table.notes), index)
    return admit(table.axis, table.values, meaning, told, limits=content.limits)


def _nothing(reading: Reading, kinds: list[str], first: Records) -> ReadError | AboutSpectra:
    """Why there is no spectrum."""
    for item in reading:
        if isinstance(item, ReadError):
            return item
    held = sorted({kind for kind in kinds if kind not in ("", _EMPTY)})
    if held:
        return UnsupportedVariant(f"the file holds no spectrum, but: {', '.join(held)}", remedy=_EXPORT)
    if first.text("DATATYPE").upper().startswith("PARAMETER"):
        return AboutSpectra("it holds the parameters of a measurement and no spectrum")
    return Inconsistent("there is no XYDATA or XYPOINTS record")


READER = Reader(
    name="jcamp",
    version=2,
    suffixes=(".jdx", ".dx", ".jcm", ".jcamp"),
    description="JCAMP-DX",
    keeps="every labelled record verbatim, those of LINK blocks too; all spectra; peak tables, for review",
    refuses="no `##END=`; fewer points than NPOINTS; NTUPLES, interferograms, free induction decays",
    library="own",
    tested_with="161 files of many programs, 111 of them against a second decoder",
    sniff=sniff,
    read=read,
)
