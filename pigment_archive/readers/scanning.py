"""Paths to spectra: files, pairs, directories and containers, one `ReadItem` each, streamed.

An argument that does not exist is a usage error at once. After that nothing stops a scan: what cannot be
read comes as an item with its error.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pigment_archive.errors import ArchiveError, Inconsistent, ReadError, UnknownFormat, UsageError
from pigment_archive.readers.containers import is_container, member_count, members
from pigment_archive.readers.hints import NO_HINTS, Hints, HintsFor
from pigment_archive.readers.jobs import Job
from pigment_archive.readers.names import readable
from pigment_archive.readers.outcome import Outcome, placed
from pigment_archive.readers.pairs import Waiting, is_header_name, partner_on_disk
from pigment_archive.readers.pool import shared_pool
from pigment_archive.readers.reader import DEFAULT_LIMITS, Limits
from pigment_archive.readers.usgs_columns import wavelengths_on_disk
from pigment_archive.readers.walking import HEAD, Found, head_of, require, walk
from pigment_archive.records import Spectrum, Technique


@dataclass(frozen=True, slots=True)
class ReadItem:
    """What became of one file or member.

    Attributes:
        source: The file on disk; of a pair the data file, of a member its container.
        companions: Files that belong to it and must be kept with it (the header of a pair).
        relative: Where to keep the source, as a posix path: the file's name, or for a file found in a
            directory that directory's name and the way inside it.
        member: Readable name in the container, None for a file on disk.
        sha256: Of the bytes read; of a pair header bytes, then data bytes. Empty when they could not be had.
        size: Number of those bytes.
        reader: Reader and version, for example `rruff/1`; empty when none applies.
        spectra: What was read, in file order.
        refused: Spectra of the file that were refused on their own; the others stand.
        error: Why nothing could be read from it, None if something was or it is skipped.
        skipped: Why it was left out without being refused (documentation, a table about spectra).
    """

    source: Path
    relative: str
    companions: tuple[Path, ...] = ()
    member: str | None = None
    sha256: str = ""
    size: int = 0
    reader: str = ""
    spectra: tuple[Spectrum, ...] = ()
    refused: tuple[ReadError, ...] = ()
    error: ArchiveError | None = None
    skipped: str | None = None

    @property
    def file(self) -> str:
        """The readable path of the source, as it was given."""
        return readable(str(self.source))


def read(path: str | os.PathLike[str], *, technique: Technique | None = None) -> list[Spectrum]:
    """Every spectrum of one file, pair or container.

    Spectra refused on their own inside a file of many are left out; `scan` names them.

    Args:
        path: The file; of a pair either file.
        technique: How it was measured, used only where the file does not say.

    Raises:
        ReadError: Nothing can be read, with the reason.
        UsageError: The path does not exist, is a directory, or may not be read.
    """
    place = Path(path)
    if place.is_dir():
        raise UsageError("this is a directory, expected a file", where=str(place), remedy="Use scan.")
    items = list(scan([place], hints=Hints(technique)))
    spectra = [spectrum for item in items for spectrum in item.spectra]
    if spectra:
        return spectra
    for item in items:
        for error in (item.error, *item.refused):
            if error is not None:
                raise error
    reasons = {item.skipped for item in items if item.skipped}
    raise UnknownFormat("; ".join(sorted(reasons)) or "there is no spectrum in it", where=str(place))


def scan(
    paths: Sequence[str | os.PathLike[str]],
    *,
    hints: Hints | HintsFor = NO_HINTS,
    limits: Limits = DEFAULT_LIMITS,
    without: Path | None = None,
) -> Iterator[ReadItem]:
    """Read everything under these paths, item by item, in sorted order.

    Args:
        paths: Files, containers and directories; hidden files and links inside directories are left out.
        hints: What is said about all of them, or about each by its place: the path it is kept under, of a
            member followed by its name in the container (`pack.zip/red/1.spc`).
        limits: What a file may ask for.
        without: A directory that is left out with everything in it.

    Raises:
        UsageError: A path does not exist or may not be read; raised before anything is read.
    """
    places = [Path(path) for path in paths]
    for place in places:
        require(place)
    hints_for = hints if callable(hints) else lambda _: hints
    return _scan(places, hints_for, limits, without)


def count(paths: Sequence[str | os.PathLike[str]], *, without: Path | None = None) -> int | None:
    """Number of files and members to come, for a progress bar; None where it is not cheap to know (tar).

    Raises:
        UsageError: A path does not exist or may not be read.
    """
    total = 0
    for path in paths:
        require(Path(path))
        for found in walk(Path(path), without):
            head = head_of(found.path)
            inside = member_count(found.path, head) if is_container(head) else 1
            if inside is None:
                return None
            total += inside
    return total


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done at one place: a job, or an error that stands already."""

    found: Found
    job: Job | None = None
    companions: tuple[Path, ...] = ()
    member: str | None = None
    error: ArchiveError | None = None


def _scan(places: list[Path], hints: HintsFor, limits: Limits, without: Path | None) -> Iterator[ReadItem]:
    plans = ((plan, plan.job) for plan in _plans(places, hints, limits, without))
    for plan, outcome in shared_pool().outcomes(plans):
        if isinstance(outcome, OSError):
            yield _item(replace(plan, error=_unreadable(plan.found, outcome)), None)
        else:
            yield _item(plan, outcome)


def _unreadable(found: Found, cause: OSError) -> UsageError:
    what = "the directory cannot be entered" if found.path.is_dir() else "the file cannot be read"
    return UsageError(f"{what}: {cause.strerror}", where=readable(str(found.path)))


def _plans(places: list[Path], hints: HintsFor, limits: Limits, without: Path | None) -> Iterator[_Plan]:
    done: set[Path] = set()
    for place in places:
        for found in walk(place, without):
            if found.path in done:
                continue
            done.add(found.path)
            try:
                yield from _plans_of(found, done, hints, limits)
            except OSError as cause:
                yield _Plan(found, error=_unreadable(found, cause))


def _plans_of(found: Found, done: set[Path], hints: HintsFor, limits: Limits) -> Iterator[_Plan]:
    with found.path.open("rb") as stream:
        head = stream.read(HEAD)
    if is_container(head):
        yield from _plans_of_container(found, head, hints, limits)
        return
    wavelengths = wavelengths_on_disk(found.path, head)
    if wavelengths is not None:
        yield _plan_of_file(found, wavelengths, hints, limits)
        return
    partner = partner_on_disk(found.path)
    header = found.path if is_header_name(found.path.name) else partner
    if partner is not None and header is not None and head_of(header).startswith(b"ENVI"):
        data = partner if header == found.path else found.path
        done.update({header, data})
        relative = str(PurePosixPath(found.relative).with_name(data.name))
        yield _plan_of_file(Found(data, relative), header, hints, limits)
        return
    yield _plan_of_file(found, None, hints, limits)


def _plan_of_file(found: Found, header: Path | None, hints: HintsFor, limits: Limits) -> _Plan:
    job = Job(
        name=readable(found.path.name),
        where=readable(str(found.path)),
        path=found.path,
        header_path=header,
        hints=hints(found.relative),
        limits=limits,
    )
    return _Plan(found, job, (header,) if header else ())


def _item(plan: _Plan, outcome: Outcome | None) -> ReadItem:
    item = ReadItem(
        source=plan.found.path,
        relative=plan.found.relative,
        companions=plan.companions,
        member=plan.member,
        error=plan.error,
    )
    if outcome is None:
        return item
    return replace(
        item,
        sha256=outcome.sha256,
        size=outcome.size,
        reader=outcome.reader,
        spectra=outcome.spectra,
        refused=outcome.refused,
        error=outcome.error,
        skipped=outcome.skipped,
    )


def _plans_of_container(found: Found, head: bytes, hints: HintsFor, limits: Limits) -> Iterator[_Plan]:
    waiting = Waiting(2 * limits.member_bytes)
    container, empty = readable(str(found.path)), True

    def plan(raw_name: str, data: bytes, header: bytes | None = None) -> _Plan:
        name = readable(raw_name)
        job = Job(
            name=PurePosixPath(name).name,
            where=f"{container}:{name}",
            data=data,
            header=header,
            hints=hints(f"{found.relative}/{name}"),
            limits=limits,
        )
        return _Plan(found, job, member=name)

    for member in members(found.path, head, limits):
        empty = False
        if member.error is not None:
            name = readable(member.name)
            error = placed(member.error, f"{container}:{name}" if name else container)
            yield _Plan(found, member=name or None, error=error)
            continue
        pair = waiting.meet(member.name, member.data)
        if pair is not None:
            yield plan(*pair)
        elif not waiting.hold(member.name, member.data):
            yield plan(member.name, member.data)
    for name, data in waiting.alone():
        yield plan(name, data)
    if empty:
        yield _Plan(found, error=Inconsistent("the container is empty", where=container))
