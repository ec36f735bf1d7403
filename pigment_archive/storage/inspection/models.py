"""Are the models what was written? Each card against the ledger, each file against its card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from pigment_archive.storage.inspection.finding import Damage, Finding
from pigment_archive.storage.inspection.reading import Folder
from pigment_archive.storage.models import CARD


def inspect_model(
    folder: Folder, *, ledger: Mapping[str, str], ledger_is_whole: bool, quick: bool = False
) -> Iterator[Finding]:
    """Check one model; a damaged card is named alone, because nothing can be said about its files then.

    Args:
        folder: The model's folder, named as the model.
        ledger: SHA-256 of the card by model name, as the ledger has them.
        ledger_is_whole: False where lines of the ledger are damaged, so that none can be missed here.
        quick: Do not read the files the card names.
    """
    raw = folder.read(CARD)
    expected = ledger.get(folder.path.name)
    if raw is None:
        yield folder.finding(CARD, Damage.MISSING)
    elif expected is not None and hashlib.sha256(raw).hexdigest() != expected:
        yield folder.finding(CARD, Damage.CHANGED)
    elif expected is None and ledger_is_whole:
        yield Finding(folder.where, Damage.NOT_IN_LEDGER, "the ledger has no line for it")
    else:
        yield from _check_files(folder, raw, quick=quick)


def _check_files(folder: Folder, raw: bytes, *, quick: bool) -> Iterator[Finding]:
    try:
        digests = {str(name): str(digest) for name, digest in json.loads(raw)["sha256"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        yield folder.finding(CARD, Damage.CHANGED)
        return
    for name, digest in digests.items():
        yield from folder.check(name, None if quick else digest, algorithm="sha256")
    yield from folder.check_no_other({CARD, *digests})
