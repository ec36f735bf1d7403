"""archive.toml: the form of an archive, the kind of its index, and the current model of each technique."""

from __future__ import annotations

import shutil
import tomllib
import uuid
from pathlib import Path
from typing import Any, Final, Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pigment_archive.errors import ArchiveMissing, FormatVersion, StorageError, UsageError
from pigment_archive.records import Technique
from pigment_archive.storage import files, layout, ocfl
from pigment_archive.storage.ledger import Ledger

FORMAT: Final = 1


class ArchiveToml(BaseModel):
    """What archive.toml says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = Field(1, description="Version of the archive's form on disk.")
    index: Literal["edge"] = Field("edge", description="Kind of index: embedded Qdrant Edge.")
    models: dict[Technique, str] = Field({}, description="The current model of each technique.")

    def with_model(self, technique: Technique, model: str) -> ArchiveToml:
        """The same with another current model for one technique."""
        return self.model_copy(update={"models": {**self.models, technique: model}})


def read_archive_toml(root: Path) -> ArchiveToml:
    """What the archive in `root` says of itself.

    Raises:
        ArchiveMissing: There is no archive.toml there.
        FormatVersion: A newer program wrote it.
        StorageError: It cannot be read or understood.
    """
    path = root / layout.DESCRIPTION
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
        _check_format(fields, path)
        return ArchiveToml.model_validate(fields)
    except (FileNotFoundError, NotADirectoryError) as cause:
        raise ArchiveMissing(
            "there is no archive here", where=str(root), remedy="Name another folder, or run archive init."
        ) from cause
    except (OSError, ValueError, ValidationError) as cause:
        raise StorageError(
            "the description of the archive cannot be read",
            where=str(path),
            remedy="Correct it, or restore it from a backup.",
        ) from cause


def write_archive_toml(root: Path, description: ArchiveToml) -> None:
    """Replace archive.toml."""
    content = tomli_w.dumps(description.model_dump(mode="json"))
    files.write_atomically(root / layout.DESCRIPTION, content.encode())


def init_archive(root: Path) -> None:
    """Make an empty archive; where there is one already, do nothing. `archive.toml` is written last.

    Raises:
        UsageError: The folder holds something else, or is a file.
        WriteFailed: The disk refused; nothing is left behind.
    """
    with files.translating(root):
        existed = root.exists()
        if (root / layout.DESCRIPTION).exists():
            return
        _check_free(root)
    try:
        _fill(root)
    except BaseException:
        _empty(root, existed=existed)
        raise


def _fill(root: Path) -> None:
    for folder in layout.FOLDERS:
        files.make_folder(root / folder)
    for name, content in ocfl.ROOT_FILES.items():
        files.write_atomically(root / layout.ACCESSIONS / name, content)
    Ledger(root).create(str(uuid.uuid4()))
    write_archive_toml(root, ArchiveToml())


def _check_free(root: Path) -> None:
    """Free is: nothing there, an empty folder, or what a crash of this very command left."""
    if not root.exists():
        return
    places = {*layout.FOLDERS, layout.LOCK, layout.LEDGER, layout.LEDGER_HEAD}
    left_by_init = {name + ".new" for name in (*places, *ocfl.ROOT_FILES, layout.DESCRIPTION)} | places
    free = root.is_dir() and all(path.name in left_by_init for path in root.iterdir())
    content = (
        {path.name for folder in layout.FOLDERS for path in (root / folder).glob("*")} if free else set()
    )
    if not free or not content <= {*ocfl.ROOT_FILES, *left_by_init}:
        raise UsageError(
            "the place is taken by something that is not an archive",
            where=str(root),
            remedy="Name a new or an empty folder.",
        )


def _empty(root: Path, *, existed: bool) -> None:
    """Best effort after a failure, which is what the caller must hear of."""
    for path in list(root.glob("*")) if existed else [root]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != layout.LOCK:
            path.unlink(missing_ok=True)


def _check_format(fields: dict[str, Any], path: Path) -> None:
    version = fields.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise FormatVersion(
            f"the archive has format {version}, and this program knows up to {FORMAT}",
            where=str(path),
            remedy="Install a newer version of pigment_archive.",
        )
