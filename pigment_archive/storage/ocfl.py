"""OCFL 1.1: the form in which accessions lie on disk, as museums and libraries know it (ocfl.io/1.1).

A storage root holds one object a folder, named by the object's id (registered layout 0002). An object has an
inventory: for every version, which content file stands at which name, by SHA-512. Content is never changed; a
new version adds files and points to old ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pigment_archive.errors import IntegrityError
from pigment_archive.storage import files

INVENTORY: Final = "inventory.json"
SIDECAR: Final = "inventory.json.sha512"
OBJECT_FILES: Final[dict[str, bytes]] = {"0=ocfl_object_1.1": b"ocfl_object_1.1\n"}
ROOT_FILES: Final[dict[str, bytes]] = {
    "0=ocfl_1.1": b"ocfl_1.1\n",
    "ocfl_layout.json": (
        b'{"extension": "0002-flat-direct-storage-layout",'
        b' "description": "One folder an object, named by its identifier"}\n'
    ),
}


class Version(BaseModel):
    """One version of an object: names by digest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    created: datetime
    message: str
    user: dict[str, str]
    state: dict[str, tuple[str, ...]]


class Inventory(BaseModel):
    """What an object holds, in all its versions. The field names are OCFL's."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    object_id: str = Field(alias="id")
    type: Literal["https://ocfl.io/1.1/spec/#inventory"] = "https://ocfl.io/1.1/spec/#inventory"
    digest_algorithm: Literal["sha512"] = Field("sha512", alias="digestAlgorithm")
    head: str = Field(pattern=r"^v[1-9][0-9]*$")
    manifest: dict[str, tuple[str, ...]]
    versions: dict[str, Version]

    @property
    def number(self) -> int:
        """The number of the newest version, from 1."""
        return int(self.head[1:])

    def content(self) -> dict[str, str]:
        """SHA-512 by content path, over all versions."""
        return {path: digest for digest, paths in self.manifest.items() for path in paths}

    def path_of(self, name: str) -> str:
        """The content path of a name in the newest version; KeyError where it has none."""
        for digest, names in self.versions[self.head].state.items():
            if name in names:
                return self.manifest[digest][0]
        raise KeyError(name)

    def names(self) -> list[str]:
        """All names in the newest version."""
        return sorted(name for names in self.versions[self.head].state.values() for name in names)

    def to_bytes(self) -> bytes:
        """The bytes of inventory.json."""
        return (self.model_dump_json(by_alias=True, indent=1) + "\n").encode()


def first_inventory(object_id: str, digests: Mapping[str, str], created: datetime) -> Inventory:
    """The inventory of a new object from SHA-512 by name; content lies under `v1/content/`."""
    state = _by_digest(digests)
    manifest = {digest: tuple(f"v1/content/{name}" for name in names) for digest, names in state.items()}
    version = _version(state, created, "added")
    return Inventory(object_id=object_id, head="v1", manifest=manifest, versions={"v1": version})


def next_inventory(inventory: Inventory, name: str, digest: str, created: datetime) -> Inventory:
    """The inventory after `name` was replaced by new content with this SHA-512; the rest points back."""
    head = f"v{inventory.number + 1}"
    digests = {
        old: held for held, names in inventory.versions[inventory.head].state.items() for old in names
    } | {name: digest}
    manifest = {
        digest: (f"{head}/content/{name}",)
    } | inventory.manifest  # content once held is not held twice
    version = _version(_by_digest(digests), created, "amended")
    return inventory.model_copy(
        update={"head": head, "manifest": manifest, "versions": inventory.versions | {head: version}}
    )


def write_inventory(folder: Path, inventory: Inventory) -> str:
    """Write the inventory and its sidecar into a folder that has none; returns the SHA-512."""
    content = inventory.to_bytes()
    digest = sha512_of(content)
    files.write_new(folder / INVENTORY, content)
    files.write_new(folder / SIDECAR, sidecar(digest))
    return digest


def read_inventory(folder: Path) -> Inventory:
    """The inventory in a folder.

    Raises:
        IntegrityError: It is missing or is not an inventory.
    """
    path = folder / INVENTORY
    try:
        return Inventory.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as cause:
        raise IntegrityError(
            "the inventory cannot be read", where=str(path), remedy="Run archive verify; restore a backup."
        ) from cause


def stage_head(version: Path, scratch: Path) -> None:
    """Copy the inventory and sidecar of a version into the new folder `scratch`, ready to be installed."""
    files.make_folder(scratch)
    for name in (INVENTORY, SIDECAR):
        files.write_atomically(scratch / name, (version / name).read_bytes())


def install_head(scratch: Path, folder: Path) -> None:
    """Make what `stage_head` prepared the newest version of the object in `folder`; needs no room."""
    for name in (INVENTORY, SIDECAR):
        files.replace(scratch / name, folder / name)


def sidecar(digest: str) -> bytes:
    """The bytes of an inventory's sidecar."""
    return f"{digest} {INVENTORY}\n".encode()


def sha512_of(content: bytes) -> str:
    """Hexadecimal SHA-512 of bytes."""
    return hashlib.sha512(content).hexdigest()


def sha512_of_file(path: Path) -> str:
    """Hexadecimal SHA-512 of a file, streamed."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()


def _by_digest(digests: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    state: dict[str, tuple[str, ...]] = {}
    for name in sorted(digests):
        state[digests[name]] = (*state.get(digests[name], ()), name)
    return state


def _version(state: dict[str, tuple[str, ...]], created: datetime, message: str) -> Version:
    return Version(created=created, message=message, user={"name": "pigment_archive"}, state=state)
