"""The one-file form of a bundle: what a model travels in from one archive to another.

A zip file of exactly these members, not packed, so that it is as large as what is in it::

    CARD.md               the card for people; nothing is read from it
    card.json  recipe.json  weights.safetensors  golden.npz  split.parquet

Equal bundles give equal bytes. The folder of a bundle, or of such a file unpacked, is taken as well. What
comes from elsewhere is hostile until checked: names and sizes before anything is read, digests before
anything is understood, then shapes, numbers, golden vectors and the split.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from pigment_archive.encoder.bundle import CARD, DIGESTED, GOLDEN, RECIPE, SPLIT, WEIGHTS, Bundle
from pigment_archive.encoder.card import Card
from pigment_archive.encoder.card_page import card_page
from pigment_archive.encoder.split import Part
from pigment_archive.encoder.stored_zip import read_stored, write_stored
from pigment_archive.errors import CorruptModel, UsageError

PAGE: Final = "CARD.md"
SIZES: Final[Mapping[str, int]] = {
    PAGE: 1 << 20,
    CARD: 4 << 20,
    RECIPE: 1 << 16,
    WEIGHTS: 1 << 28,
    GOLDEN: 1 << 26,
    SPLIT: 1 << 28,
}
MOST_SPECTRA: Final = 10_000_000
_OF_THE_ZIP: Final = 1 << 16
_COLUMNS: Final = ["fingerprint", "group", "part"]
_REMEDY: Final = "Get the model again from who made it."


def pack(bundle: Bundle, files: Mapping[str, bytes]) -> bytes:
    """The one file of a bundle, from the content of its files."""
    page = card_page(bundle.card, digest=bundle.digest, axis_kind=bundle.recipe.axis_kind)
    return write_stored({PAGE: page.encode(), **{name: files[name] for name in (CARD, *DIGESTED)}})


def read_bundle_files(source: Path) -> dict[str, bytes]:
    """The content of card.json and of the files beside it, from a file as `pack` makes it or a folder.

    Raises:
        UsageError: There is nothing of that name, or it cannot be read.
        CorruptModel: It does not hold exactly what a bundle holds, or something in it is too large.
    """
    try:
        files = _of_folder(source) if source.is_dir() else _of_zip(source)
    except OSError as cause:
        reason = (cause.strerror or str(cause)).lower()
        raise UsageError(f"cannot be read: {reason}", where=str(source)) from cause
    except CorruptModel as damage:
        raise _refused(damage) from damage
    files.pop(PAGE, None)
    return files


def open_exchanged(source: Path, files: Mapping[str, bytes], *, expected_digest: str | None = None) -> Bundle:
    """The bundle that content from elsewhere makes, with everything about it checked.

    Args:
        source: Where it came from, for messages.
        files: As `read_bundle_files` gives them.
        expected_digest: Digest that who made it tells, over another way than the file came.

    Raises:
        CorruptModel: Digests, shapes, numbers, golden vectors or split are not what the card says.
    """
    try:
        bundle = Bundle.of_files(source, files, expected_digest=expected_digest)
        _check_split(files[SPLIT], bundle.card, where=f"{source.name}/{SPLIT}")
    except CorruptModel as damage:
        raise _refused(damage) from damage
    return bundle


def _refused(damage: CorruptModel) -> CorruptModel:
    return CorruptModel(damage.problem, where=damage.where, remedy=_REMEDY)


def _of_zip(source: Path) -> dict[str, bytes]:
    if not source.is_file():
        raise UsageError("there is no such file or folder", where=str(source))
    if source.stat().st_size > sum(SIZES.values()) + _OF_THE_ZIP:
        raise CorruptModel(f"no model is as large as {source.stat().st_size} bytes", where=source.name)
    return read_stored(source.read_bytes(), SIZES, where=source.name)


def _of_folder(source: Path) -> dict[str, bytes]:
    found = {path.name: path for path in source.iterdir()}
    if found.keys() - {PAGE} != SIZES.keys() - {PAGE}:
        wanted = ", ".join(sorted(SIZES.keys() - {PAGE}))
        raise CorruptModel(
            f"the folder holds {len(found)} entries, expected exactly {wanted}", where=source.name
        )
    for name, path in found.items():
        if path.is_symlink() or not path.is_file():
            raise CorruptModel("expected a file, not a link or a folder", where=f"{source.name}/{name}")
        if path.stat().st_size > SIZES[name]:
            raise CorruptModel(f"more than {SIZES[name]} bytes are not read", where=f"{source.name}/{name}")
    return {name: path.read_bytes() for name, path in found.items()}


def _check_split(content: bytes, card: Card, *, where: str) -> None:
    """The split names as many spectra of each part as the card counts, or none where it was left out."""
    counts = card.training.spectra
    expected = counts.total if card.split_included else 0
    try:
        file = pq.ParquetFile(pa.BufferReader(content), read_dictionary=_COLUMNS)
        rows = file.metadata.num_rows
        if file.schema_arrow.names != _COLUMNS or rows != expected or rows > MOST_SPECTRA:
            raise CorruptModel(
                "the split is of another form, or of other spectra than the card says", where=where
            )
        parts = file.read(columns=["part"])["part"].combine_chunks().value_counts().to_pylist()
    except (pa.ArrowException, OSError, ValueError, LookupError) as cause:
        raise CorruptModel("the split cannot be read", where=where) from cause
    found = {part["values"]: part["counts"] for part in parts}
    if card.split_included and found != {part: n for part in Part if (n := getattr(counts, part))}:
        raise CorruptModel("the parts of the split are not as large as the card says", where=where)
