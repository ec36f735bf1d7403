"""A new model: written in `staging/`, renamed into `models/`, then written in the ledger.

As with an accession, `staging/<name>/` stands until the ledger has the model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pigment_archive.errors import IntegrityError, ModelError, WriteFailed
from pigment_archive.storage import files, layout
from pigment_archive.storage.ledger import Event, Ledger

CARD: Final = "card.json"


@contextmanager
def staging_model(root: Path, name: str) -> Iterator[Path]:
    """A folder to write the bundle `name` into; when the block ends, the bundle is part of the archive.

    Raises:
        ModelError: There is a model of that name.
        IntegrityError: The ledger is damaged.
        WriteFailed: The disk refused; nothing of the model is left.
    """
    staged, target = root / layout.STAGING / name, root / layout.MODELS / name
    if target.exists():
        raise ModelError("a model version of that name exists", where=name)
    try:
        files.make_folder(staged)
        yield staged
    except BaseException:
        files.discard(staged)
        raise
    try:
        files.move(staged / name, target)
        note_model(root, name)
    except (WriteFailed, IntegrityError):
        files.discard(target)
        files.discard(staged)
        raise
    files.discard(staged)


def was_moved(root: Path, staged: Path) -> bool:
    """Whether a crash left this in staging after the model was in its place."""
    return (root / layout.MODELS / staged.name / CARD).is_file() and not (staged / staged.name).exists()


def note_model(root: Path, name: str) -> None:
    """Write the model in the ledger, unless it is there already."""
    ledger = Ledger(root)
    digest = hashlib.sha256((root / layout.MODELS / name / CARD).read_bytes()).hexdigest()
    noted = [
        line.digest for line in ledger.lines() if (line.subject, line.event) == (name, Event.MODEL_ADDED)
    ]
    if digest in noted:
        return
    if noted:
        raise IntegrityError("the ledger has another model of that name", where=name)
    ledger.append(Event.MODEL_ADDED, name, digest)
