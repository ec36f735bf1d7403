"""Zip files whose members are not packed: what is in them is as large as the file, and no larger."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Final

from pigment_archive.errors import CorruptModel

_DATE: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_PLAIN_FILE: Final = 0o100644 << 16
_DAMAGE: Final = (
    zipfile.BadZipFile, struct.error, NotImplementedError, RuntimeError, OverflowError, EOFError, OSError,
    ValueError, LookupError,
)  # fmt: skip


def write_stored(files: Mapping[str, bytes]) -> bytes:
    """The zip file of these members, in their order; equal members give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, _DATE)
            member.create_system, member.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(member, content)
    return buffer.getvalue()


def read_stored(content: bytes, limits: Mapping[str, int], *, where: str) -> dict[str, bytes]:
    """The members of a zip file, which must be exactly those expected.

    Args:
        content: The file.
        limits: Name and greatest size in bytes of each member; nothing else may be in it.
        where: How messages call the file.

    Raises:
        CorruptModel: It is no zip file, cut or damaged; a member is missing, unknown, there twice, packed,
            encrypted or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check(members, limits, where)
            return {member.filename: archive.read(member) for member in members}
    except _DAMAGE as cause:
        raise CorruptModel("the zip file is cut or damaged, or is none", where=where) from cause


def _check(members: list[zipfile.ZipInfo], limits: Mapping[str, int], where: str) -> None:
    names = [member.filename for member in members]
    if sorted(names) != sorted(limits):
        raise CorruptModel(
            f"the zip file holds {len(names)} members, expected exactly {', '.join(sorted(limits))}",
            where=where,
        )
    for member in members:
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise CorruptModel(
                "the member is packed, expected it as it is", where=f"{where}/{member.filename}"
            )
        most = limits[member.filename]
        if member.file_size > most:
            raise CorruptModel(
                f"the member says it has {member.file_size} bytes, at most {most} are read",
                where=f"{where}/{member.filename}",
            )
