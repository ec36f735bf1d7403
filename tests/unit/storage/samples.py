"""Small records and archives for the storage tests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from pigment_archive.records import (
    Facts,
    Material,
    Provenance,
    Quantity,
    Record,
    Rights,
    Spectrum,
    Technique,
    Tier,
    new_record_id,
)
from pigment_archive.storage.accessions import Accessions
from pigment_archive.storage.archive_toml import init_archive
from pigment_archive.storage.ledger import Event, Ledger
from pigment_archive.storage.steps import Checkpoint, no_checkpoint
from pigment_archive.units import AxisKind


def spectrum(points: int = 20, seed: int = 0, **fields: Any) -> Spectrum:
    values = np.random.default_rng(seed).normal(size=points)
    return Spectrum(
        **{
            "axis": np.linspace(150.0, 1280.0, points),
            "values": values,
            "axis_kind": AxisKind.RAMAN_SHIFT,
            "quantity": Quantity.INTENSITY,
            "header": {"NAMES": "Cinnabar", "empty": ""},
            **fields,
        }
    )


def record(
    *,
    accession: str = "a",
    source: str = "sources/x.txt",
    sha256: str = "0" * 64,
    seed: int = 0,
    **fields: Any,
) -> Record:
    return Record(
        **{
            "record": new_record_id(),
            "collection": "tests",
            "technique": Technique.RAMAN,
            "facts": Facts(material=Material(name="cinnabar")),
            "rights": Rights(tier=Tier.OPEN),
            "provenance": Provenance(
                accession=accession,
                source=source,
                index=seed,
                sha256=sha256,
                reader="rruff/1",
                software="0.1.0",
                ingested_at=datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
            ),
            "spectrum": spectrum(seed=seed, index=seed),
            **fields,
        }
    )


def add_accession(root: Path, source: Path, *, count: int = 3, checkpoint: Checkpoint = no_checkpoint) -> str:
    """One open accession of one source with `count` records."""
    with Accessions(root).begin(Tier.OPEN, checkpoint=checkpoint) as builder:
        stored = builder.add_source(source, f"folder/{source.name}")
        builder.commit(
            record(accession=builder.accession, source=stored.source, sha256=stored.sha256, seed=seed)
            for seed in range(count)
        )
    return builder.accession


def amend_accession(root: Path, accession: str, review: str = "looked at") -> bool:
    accessions = Accessions(root)
    changed = [item.model_copy(update={"review": review}) for item in accessions.read(accession)]
    return accessions.amend(accession, changed)


def add_model(root: Path, name: str) -> None:
    """A model folder as the inspection sees it: a card that names its files."""
    folder = root / "models" / name
    folder.mkdir(parents=True)
    contents = {"weights.safetensors": bytes(range(256)), "recipe.json": b'{"steps": []}'}
    for file, content in contents.items():
        (folder / file).write_bytes(content)
    digests = {file: hashlib.sha256(content).hexdigest() for file, content in contents.items()}
    card = json.dumps({"model": name, "sha256": digests}).encode()
    (folder / "card.json").write_bytes(card)
    Ledger(root).append(Event.MODEL_ADDED, name, hashlib.sha256(card).hexdigest())


def filled_archive(root: Path, scratch: Path) -> Path:
    """An archive with two accessions, one of them amended, and two models."""
    init_archive(root)
    for number in range(2):
        source = scratch / f"größe {number}.txt"
        source.write_text("150 1\n151 2\n" * 40)
        accession = add_accession(root, source)
    amend_accession(root, accession)
    for model in ("raman-1", "raman-2"):
        add_model(root, model)
    return root


def files_below(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def contents(folder: Path, *, but: Callable[[str], bool] = lambda name: False) -> dict[str, bytes]:
    """Every file by its relative path."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_below(folder)}
    return {name: content for name, content in found.items() if not but(name)}
