"""Zip and tar, streamed member by member, never unpacked to disk.

A member is refused, and the rest goes on, when its name climbs out, it is a link or device, or it is too
large. The container stops with an error when it is damaged, or asks for more than the limits.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pigment_archive.errors import Inconsistent, ReadError, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.metered import Metered, Source
from pigment_archive.readers.names import readable
from pigment_archive.readers.reader import Limits

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PACKED: Final[dict[bytes, Callable[[Path], Source]]] = {
    b"\x1f\x8b": gzip.GzipFile,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
    b"BZh": bz2.BZ2File,
}
_OFFICE_MEMBERS: Final = (b"[Content_Types].xml", b"_rels/.rels", b"mimetype")
_OFFICE_FOLDERS: Final = (b"xl/", b"word/", b"ppt/", b"docProps/")
_USTAR: Final = (257, b"ustar")
_DAMAGE: Final = (
    tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError, zlib.error, EOFError, OSError, ValueError,
    IndexError, KeyError, RecursionError,
)  # fmt: skip
_BLOCK: Final = 512


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its bytes, or why they were refused. An empty name stands for the container itself."""

    name: str
    data: bytes = b""
    error: ReadError | None = None


def is_container(head: bytes) -> bool:
    """True for zip, tar and compressed files by their magic; not for `.npz` and office documents."""
    if head.startswith(_ZIP):
        first_name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
        is_office = first_name in _OFFICE_MEMBERS or first_name.startswith(_OFFICE_FOLDERS)
        return not first_name.endswith(b".npy") and not is_office
    return head.startswith(tuple(_PACKED)) or head[_USTAR[0] :].startswith(_USTAR[1])


def members(path: Path, head: bytes, limits: Limits) -> Iterator[Member]:
    """The members of a container, in its order. Raises nothing for what is in it."""
    walk = _zip_members if head.startswith(_ZIP) else _tar_members
    try:
        yield from walk(path, head, limits)
    except ReadError as error:
        yield Member("", error=error)
    except _DAMAGE as cause:
        damage = Truncated("the container is cut or damaged", remedy="Copy or download it again.")
        damage.__cause__ = cause
        yield Member("", error=damage)


def member_count(path: Path, head: bytes) -> int | None:
    """Number of members where that is cheap to know (zip), else None."""
    if not head.startswith(_ZIP):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(not info.is_dir() for info in archive.infolist())
    except _DAMAGE:
        return None


def _name_error(name: str, seen: set[str]) -> ReadError | None:
    parts = name.replace("\\", "/").split("/")
    absolute = name.startswith(("/", "\\")) or parts[0][1:2] == ":"
    if absolute or ".." in parts or "\0" in name or not name.strip("./"):
        return Inconsistent("the member's name climbs out of the container")
    if name in seen:
        return Inconsistent("the container holds two members of this name")
    return None


def _refusal(size: int, head: bytes, limits: Limits) -> ReadError | None:
    if size > limits.member_bytes:
        return TooLarge(f"the member holds {size} bytes, at most {limits.member_bytes} are read")
    if is_container(head):
        return UnsupportedVariant("a container in a container is not opened", remedy="Unpack the outer one.")
    return None


def _zip_members(path: Path, head: bytes, limits: Limits) -> Iterator[Member]:
    seen: set[str] = set()
    expanded = 0
    with zipfile.ZipFile(path) as archive:
        if len(archive.infolist()) > limits.members:
            raise TooLarge(f"{len(archive.infolist())} members, at most {limits.members} are read")
        for info in archive.infolist():
            if info.is_dir():
                continue
            error = _name_error(info.filename, seen) or _refusal(info.file_size, b"", limits)
            if stat.S_ISLNK(info.external_attr >> 16):
                error = Inconsistent("the member is a link")
            seen.add(info.filename)
            expanded += info.file_size
            if expanded > limits.expansion_bytes:
                raise TooLarge(f"the container expands beyond {limits.expansion_bytes} bytes")
            if error is None and info.file_size > limits.expansion_ratio * max(info.compress_size, 2**16):
                error = TooLarge(f"the member expands more than {limits.expansion_ratio:.0f} times")
            yield Member(info.filename, error=error) if error else _zip_member(archive, info, limits)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> Member:
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except (NotImplementedError, RuntimeError):
        return Member(
            info.filename, error=UnsupportedVariant("the member is encrypted or packed in an unknown way")
        )
    except _DAMAGE:
        return Member(info.filename, error=Truncated("the member is cut or damaged"))
    error = _refusal(len(data), data[:_BLOCK], limits)
    return Member(info.filename, error=error) if error else Member(info.filename, data)


def _open_tar(path: Path, head: bytes, limits: Limits) -> Metered:
    opener = next((opener for magic, opener in _PACKED.items() if head.startswith(magic)), None)
    source = path.open("rb") if opener is None else opener(path)
    return Metered(source, path.stat().st_size, limits)


def _tar_members(path: Path, head: bytes, limits: Limits) -> Iterator[Member]:
    seen: set[str] = set()
    with _open_tar(path, head, limits) as stream:
        if not stream.peek(_BLOCK)[_USTAR[0] :].startswith(_USTAR[1]):
            raise UnsupportedVariant("a compressed file that is no tar", remedy="Unpack it first.")
        with tarfile.open(fileobj=stream, mode="r|", bufsize=20 * _BLOCK) as archive:
            for info in archive:
                stream.allow(info.size)
                if info.isdir():
                    continue
                if len(seen) >= limits.members:
                    raise TooLarge(f"more than {limits.members} members")
                error = _name_error(info.name, seen) or _refusal(info.size, b"", limits)
                if not info.isreg():
                    error = Inconsistent("the member is a link or a device, not a file")
                seen.add(info.name)
                yield Member(info.name, error=error) if error else _tar_member(archive, info, limits)
        if stream.tail.strip(b"\0"):
            raise Truncated("the container ends without its end mark", remedy="Copy or download it again.")


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, limits: Limits) -> Member:
    stream = archive.extractfile(info)
    data = stream.read() if stream else b""
    if len(data) != info.size:
        raise Truncated(
            f"the container ends inside {readable(info.name)}", remedy="Copy or download it again."
        )
    error = _refusal(info.size, data[:_BLOCK], limits)
    return Member(info.name, error=error) if error else Member(info.name, data)
