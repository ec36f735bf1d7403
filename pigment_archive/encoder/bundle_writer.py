"""Write a bundle whole or not at all."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

from pigment_archive.errors import ModelError, WriteFailed


def write_bundle(target: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new directory: beside it first, flushed to disk, then renamed into place.

    Args:
        target: The bundle's directory, which must not exist yet.
        files: Name and content of each file.

    Raises:
        ModelError: The target exists; a model version is never overwritten.
        WriteFailed: The disk refused; nothing is left behind.
    """
    if target.exists():
        raise ModelError("a model version of that name exists", where=target.name)
    partial = target.parent / f".{target.name}.{uuid.uuid4().hex[:8]}.partial"
    try:
        partial.mkdir(parents=True)
        for name, content in files.items():
            _write_flushed(partial / name, content)
        _flush_directory(partial)
        partial.rename(target)
        _flush_directory(target.parent)
    except OSError as cause:
        shutil.rmtree(partial, ignore_errors=True)
        raise WriteFailed(
            f"the model could not be written ({cause.strerror})",
            where=target.name,
            remedy="Make room or give permission, then repeat the command.",
        ) from cause


def _write_flushed(file: Path, content: bytes) -> None:
    with file.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _flush_directory(directory: Path) -> None:
    if os.name == "nt":  # which has no such call and needs none
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
