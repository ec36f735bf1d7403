"""The starter collection on disk: simulated spectra in real file formats, every one labelled as simulated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pigment_archive.demo import formats, originals, plan
from pigment_archive.demo.literature import citations
from pigment_archive.errors import WriteFailed

DEFAULT_SEED: Final = 20260

Progress = Callable[[str, int, int | None], None]
_README: Final = """\
SIMULATED SPECTRA

Nothing here was measured. Every spectrum was computed from published band positions (listed below).
Widths are assumed, and so are intensities that were not published, noise, background, objects, samples,
sessions and instruments. The spectra are for trying the archive out. Do not identify a pigment with them.

reference/    what to ingest: {raman} Raman and {reflectance} reflectance spectra
unknown.txt   one more Raman spectrum of one of the pigments, from a session that is not in reference/

The positions are from:

{sources}
"""


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """What was written, and the answer.

    Attributes:
        reference: The folder to ingest.
        unknown: One spectrum to search with; its file does not say what it is.
        truth: The material of `unknown`.
        raman: Number of Raman spectra in `reference`.
        reflectance: Number of reflectance spectra in `reference`.
    """

    reference: Path
    unknown: Path
    truth: str
    raman: int
    reflectance: int


def write_collection(
    folder: Path, seed: int = DEFAULT_SEED, *, progress: Progress | None = None
) -> DemoFiles:
    """Write the starter collection; equal seeds give equal bytes.

    Args:
        folder: Where `reference/`, `unknown.txt` and `README.txt` go; made when absent.
        seed: Everything random follows from it, at least 0.
        progress: Told ("simulate", done, None) after every file.

    Raises:
        WriteFailed: The folder cannot be made or written.
    """
    files = DemoFiles(
        reference=folder / "reference",
        unknown=folder / "unknown.txt",
        truth=plan.UNKNOWN,
        raman=sum(len(piece.sessions) for piece in (*plan.paint_pieces(), *plan.stone_pieces())),
        reflectance=sum(len(piece.sessions) for piece in plan.reflectance_pieces()),
    )
    try:
        _write(folder / "README.txt", _readme(files))
        _write(files.unknown, originals.unknown_text(seed))
        for done, (name, content) in enumerate(_reference(seed), start=1):
            _write(files.reference / name, content)
            if progress is not None:
                progress("simulate", done, None)
    except OSError as cause:
        raise WriteFailed(
            f"the collection cannot be written ({cause.strerror})",
            where=str(cause.filename or folder),
            remedy="Choose a folder you may write to, with 10 MB of room.",
        ) from cause
    return files


def _readme(files: DemoFiles) -> str:
    sources = "\n".join(f"- {citation}" for citation in citations().values())
    return _README.format(raman=files.raman, reflectance=files.reflectance, sources=sources)


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _reference(seed: int) -> Iterator[tuple[str, str | bytes]]:
    """Name and content of every file of the collection: one format a session."""
    paint = plan.paint_pieces()
    where = plan.BENCH_532
    for piece in plan.measured_in(where.name, paint):
        yield f"session-1/{piece.sample}.txt", originals.delimited_text(piece, where, seed)
    where = plan.PORTABLE_785
    yield "session-2.csv", originals.matrix_text(plan.measured_in(where.name, paint), where, seed)
    where = plan.BENCH_633
    members = {
        f"{piece.sample}.txt": originals.delimited_text(piece, where, seed)
        for piece in plan.measured_in(where.name, paint)
    }
    yield "session-3.zip", formats.zipped(members)
    for piece in plan.stone_pieces():
        name, text = originals.rruff_file(piece, plan.STONES_532, seed)
        yield f"session-4/{name}", text
        yield f"session-5/{piece.sample}.jdx", originals.jcamp_text(piece, plan.STONES_780, seed)
    for name, session in zip(("session-7", "session-8"), plan.REFLECTANCE_SESSIONS, strict=True):
        header, numbers = originals.envi_library(list(plan.reflectance_pieces()), session, seed)
        yield f"{name}.hdr", header
        yield f"{name}.sli", numbers
