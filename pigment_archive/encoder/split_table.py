"""`split.parquet`: which spectrum and group belongs to which part of a model's split."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pigment_archive.encoder.bundle import SPLIT
from pigment_archive.encoder.split import Part
from pigment_archive.errors import CorruptModel, ModelError

_SCHEMA = pa.schema([("fingerprint", pa.string()), ("group", pa.string()), ("part", pa.string())])


def split_bytes(fingerprints: Sequence[str], groups: Sequence[str], parts: Sequence[Part]) -> bytes:
    """The table as the bytes of a Parquet file, one row a spectrum, in the order given.

    Spectra are named by their fingerprint, so that a split says the same in every archive.
    """
    columns = [list(fingerprints), list(groups), [part.value for part in parts]]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns, schema=_SCHEMA), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def read_split(bundle: Path) -> dict[str, Part]:
    """The part of every spectrum the model was trained, validated or tested with, by `Spectrum.fingerprint`.

    Raises:
        CorruptModel: The table cannot be read.
        ModelError: The model is of an earlier version, whose splits named records of one archive.
    """
    try:
        table = pq.read_table(bundle / SPLIT)
        if "record" in table.column_names:
            raise ModelError(
                "the split of this model is of an earlier form and does not say which spectra were seen",
                where=bundle.name,
                remedy="Train a new version of the model.",
            )
        parts = [Part(part) for part in table["part"].to_pylist()]
    except (KeyError, OSError, ValueError) as cause:
        raise CorruptModel("the split cannot be read", where=f"{bundle.name}/{SPLIT}") from cause
    return dict(zip(table["fingerprint"].to_pylist(), parts, strict=True))


def trained_groups(bundle: Path) -> frozenset[str] | None:
    """Samples and objects whose spectra the model was trained on; None where it travels without its split.

    Quicker to ask than fingerprints where only facts of the records are at hand: no group is in two parts.

    Raises:
        CorruptModel: The table cannot be read.
    """
    try:
        table = pq.read_table(bundle / SPLIT, columns=["group", "part"])
        pairs = zip(table["group"].to_pylist(), table["part"].to_pylist(), strict=True)
    except (KeyError, OSError, ValueError) as cause:
        raise CorruptModel("the split cannot be read", where=f"{bundle.name}/{SPLIT}") from cause
    if not len(table):
        return None
    return frozenset(group for group, part in pairs if part == Part.TRAINING)
