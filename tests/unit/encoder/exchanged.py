"""Files in which models travel, sound and forged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pigment_archive.encoder.bundle import CARD, DIGESTED
from pigment_archive.encoder.exchange import open_exchanged, read_bundle_files
from pigment_archive.encoder.stored_zip import write_stored

Files = dict[str, bytes]


def digest_after_import(place: Path, content: bytes) -> str:
    """The digest of the model that a file of this content becomes."""
    place.write_bytes(content)
    return open_exchanged(place, read_bundle_files(place)).digest


def forged(files: Mapping[str, bytes], card: Mapping[str, object] | None = None, **new: bytes) -> bytes:
    """The file that a careful forger makes: whatever is changed, the card agrees with it."""
    changed = {**files, **{name.replace("_", "."): content for name, content in new.items()}}
    said = {**json.loads(files[CARD]), **(card or {})}
    said["sha256"] = {name: hashlib.sha256(changed[name]).hexdigest() for name in DIGESTED}
    return write_stored({"CARD.md": b"", **changed, CARD: json.dumps(said).encode()})
