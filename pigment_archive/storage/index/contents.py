"""`contents.json`, beside `index.json`: which version of which accession an index holds.

It is written after the flush that made it true. Without it, or where it cannot be read, the index counts as
empty, and everything is put in once more, which changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from pigment_archive.storage.files import write_atomically

FILE_NAME: Final = "contents.json"
_FORM: Final = TypeAdapter(dict[str, int])


def read_contents(folder: Path) -> dict[str, int]:
    """Accession id → number of its OCFL version that the index in `folder` holds."""
    try:
        return _FORM.validate_json((folder / FILE_NAME).read_bytes())
    except (OSError, ValidationError):
        return {}


def write_contents(folder: Path, contents: Mapping[str, int]) -> None:
    """Replace the list; WriteFailed where the disk does not allow it."""
    write_atomically(folder / FILE_NAME, json.dumps(dict(sorted(contents.items())), indent=0).encode())
