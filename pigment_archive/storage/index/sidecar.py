"""`index.json`, beside the engine's own files: what the index was made with, and its state.

The state changes with every flush that had something to write. `flushed` is false from the first write until
then: what a crash leaves behind is never taken for the state it grew from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, Self

from pigment_archive.errors import FormatVersion, IndexUnreachable, UsageError
from pigment_archive.storage.files import write_atomically
from pigment_archive.storage.index.schema import IndexSchema

FILE_NAME: Final = "index.json"
FORMAT: Final = 1
REBUILD: Final = "The accessions are intact: make the index again with archive rebuild."


def next_state(state: str = "") -> str:
    """A new state: a count that rises with every flush, and a random part no other index shares."""
    count = int(state.partition("-")[0] or 0) + 1
    return f"{count:08d}-{token_hex(4)}"


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The content of `index.json`."""

    schema: IndexSchema
    identity: Mapping[str, str]
    state: str
    flushed: bool = True

    def touched(self) -> Self:
        """The same, with writes under way."""
        return replace(self, flushed=False)

    def settled(self) -> Self:
        """The same, with everything flushed under a new state."""
        return replace(self, flushed=True, state=next_state(self.state))

    def to_json(self) -> dict[str, Any]:
        """A JSON-safe form that `from_json` reads back."""
        return {
            "format": FORMAT,
            "schema": self.schema.to_json(),
            "identity": dict(self.identity),
            "state": self.state,
            "flushed": self.flushed,
        }

    @classmethod
    def from_json(cls, form: Mapping[str, Any], *, where: str) -> Self:
        """The inverse of `to_json`.

        Raises:
            IndexUnreachable: The form is damaged.
            FormatVersion: A newer program wrote it.
        """
        try:
            version = int(form["format"])
            if version > FORMAT:
                raise FormatVersion(
                    f"the index has format {version}, this program knows {FORMAT}",
                    where=where,
                    remedy="Update pigment-archive.",
                )
            schema = IndexSchema.from_json(form["schema"])
            return cls(schema, dict(form["identity"]), str(form["state"]), bool(form["flushed"]))
        except (KeyError, TypeError, ValueError, AttributeError, UsageError) as cause:
            raise IndexUnreachable("the index cannot be read", where=where, remedy=REBUILD) from cause

    def write(self, folder: Path) -> None:
        """Write or replace `index.json` in `folder`; WriteFailed where the disk does not allow it."""
        write_atomically(folder / FILE_NAME, json.dumps(self.to_json(), indent=1).encode())

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read `index.json` from `folder`; raises as `from_json`, IndexUnreachable where there is none."""
        path = folder / FILE_NAME
        try:
            form = json.loads(path.read_bytes())
        except FileNotFoundError as cause:
            raise IndexUnreachable("there is no index", where=str(folder), remedy=REBUILD) from cause
        except (OSError, ValueError) as cause:
            raise IndexUnreachable("the index cannot be read", where=str(path), remedy=REBUILD) from cause
        return cls.from_json(form, where=str(path))
