"""Encode spectra without storing them: latents as arrays, or as a table file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle, Latents
from pigment_archive.errors import ArchiveError, UsageError
from pigment_archive.readers import Hints, ReadItem, count, scan
from pigment_archive.records import Spectrum
from pigment_archive.storage.files import write_atomically
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reports import Refusal, Report, problems_of


class EncodeReport(Report):
    """What was encoded into which file."""

    model: str = Field(description="Model version.")
    encoded: int = Field(description="Spectra encoded: rows in the file.")
    output: str = Field(description="The file that was written.")
    refused: tuple[Refusal, ...] = Field(
        description="Spectra that could not be encoded, with code and reason."
    )


def encode(
    archive: Archive, spectra: Sequence[Spectrum], *, model: str
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Latents of spectra: means and variances, both float32 (m, d), row i of spectrum i.

    Raises:
        ModelNotFound: There is no model of that name.
        ModelMismatch, OutsideGrid, NoSignal: A spectrum cannot be prepared for the model.
    """
    bundle = archive.open_model(model)
    latents = _latents(bundle, [bundle.recipe.prepare(spectrum).values for spectrum in spectra])
    return latents.mean, latents.variance


def encode_files(
    archive: Archive, paths: Sequence[Path], *, model: str, output: Path, progress: Progress = silent
) -> EncodeReport:
    """Encode every spectrum of the files into `output` (.csv or .parquet), one row a spectrum.

    Raises:
        UsageError: The output has another suffix; nothing could be encoded.
        WriteFailed: The output cannot be written.
    """
    # pyarrow: see the start-up rule
    from pigment_archive.encoder.latent_table import LatentRow, latent_table

    if output.suffix not in (".csv", ".parquet"):
        raise UsageError("expected a name ending in .csv or .parquet", where=f"--output {output}")
    bundle = archive.open_model(model)
    rows: list[LatentRow] = []
    prepared: list[npt.NDArray[np.float64]] = []
    refused: list[Refusal] = []
    total = count(paths)
    for done, item in enumerate(scan(paths, hints=Hints(bundle.card.technique)), start=1):
        refused += [Refusal.of(error, *_place(item)) for error in problems_of(item)]
        for spectrum in item.spectra:
            try:
                prepared.append(bundle.recipe.prepare(spectrum).values)
                rows.append(LatentRow(item.file, item.member, spectrum.index, item.sha256))
            except ArchiveError as error:
                refused.append(Refusal.of(error, *_place(item)))
        progress("encoding", done, total)
    if not rows:
        raise UsageError(
            "no spectrum could be encoded", where=", ".join(map(str, paths)), remedy=_why(refused)
        )
    write_atomically(output, latent_table(output.suffix, rows, _latents(bundle, prepared)))
    return EncodeReport(model=model, encoded=len(rows), output=str(output), refused=tuple(refused))


def _latents(bundle: Bundle, prepared: list[npt.NDArray[np.float64]]) -> Latents:
    return bundle.encode(np.stack(prepared) if prepared else np.empty((0, bundle.recipe.grid.size)))


def _place(item: ReadItem) -> tuple[str, str | None]:
    return item.file, item.member


def _why(refused: list[Refusal]) -> str:
    return refused[0].reason if refused else "Name files that hold spectra."
