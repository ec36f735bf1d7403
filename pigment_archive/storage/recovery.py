"""After a crash: finish what was already in place, throw away what was not. Only under the archive's lock.

An accession (or a new version of one) is complete once it was renamed into `accessions/`; then only its line
in the ledger can be missing, and is added; likewise a model. What else is in `staging/` was never part of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pigment_archive.storage import files, layout, models, ocfl
from pigment_archive.storage.accession_builder import KEY
from pigment_archive.storage.ledger import ACCESSION_EVENTS, Event, Ledger, Tail, keyed_digest


class Recovered(NamedTuple):
    """What was done: the ledger's end as it was found, ids finished, names in staging thrown away."""

    ledger: Tail
    finished: tuple[str, ...]
    discarded: tuple[str, ...]


def recover(root: Path) -> Recovered:
    """Heal everything a crash can leave. Doing it again, or after no crash, changes nothing.

    Raises:
        IntegrityError: The ledger or an accession is damaged in a way no crash explains.
        WriteFailed: The disk refused; do it again later.
    """
    ledger = Ledger(root)
    tail = ledger.recover()
    finished, discarded = [], []
    files.make_folder(root / layout.STAGING)
    for staged in sorted((root / layout.STAGING).iterdir()):
        if _was_published(root, staged):
            _finish(root / layout.ACCESSIONS / staged.name, ledger, staged)
            finished.append(staged.name)
        elif models.was_moved(root, staged):
            models.note_model(root, staged.name)
            finished.append(staged.name)
        else:
            discarded.append(staged.name)
        files.remove_tree(staged)
    return Recovered(tail, tuple(finished), tuple(discarded))


def _was_published(root: Path, staged: Path) -> bool:
    still_here = (staged / "object").exists() or any(staged.glob("v[1-9]*"))
    return not still_here and (root / layout.ACCESSIONS / staged.name).is_dir()


def _finish(folder: Path, ledger: Ledger, staged: Path) -> None:
    newest = max(int(path.name[1:]) for path in folder.glob("v[1-9]*"))
    ocfl.stage_head(folder / f"v{newest}", staged / "head")
    ocfl.install_head(staged / "head", folder)
    lines = [
        line for line in ledger.lines() if line.subject == folder.name and line.event in ACCESSION_EVENTS
    ]
    if len(lines) < newest:
        event = Event.ACCESSION_ADDED if newest == 1 else Event.ACCESSION_AMENDED
        key = (folder / ocfl.read_inventory(folder).path_of(KEY)).read_bytes()
        digest = ocfl.sha512_of_file(folder / ocfl.INVENTORY)
        ledger.append(event, folder.name, keyed_digest(key, digest))
