"""The only module that prints: results to standard output, everything else to standard error."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pigment_archive.errors import WriteFailed

if TYPE_CHECKING:
    from pigment_archive.workflows.reports import Refusal

MOST_LETTERS: Final = 80
MOST_LINES: Final = 20


class Dumpable(Protocol):
    """A report: anything that can say itself as JSON values."""

    def model_dump(self, *, mode: str) -> dict[str, Any]:
        """Plain JSON values."""


class Readable(Dumpable, Protocol):
    """A report that can also say itself for people."""

    def lines(self) -> list[str]:
        """Its lines."""


def report(found: Readable, *, as_json: bool) -> None:
    """A report on standard output: one JSON document, or its lines."""
    if as_json:
        document(found)
        return
    for text in found.lines():
        line(text)


def document(report: Dumpable) -> None:
    """One JSON document on standard output."""
    _document(report.model_dump(mode="json"))


def line(text: str) -> None:
    """One line of a result on standard output."""
    with _printing():
        print(_plain(text))


def remark(text: str) -> None:
    """One line beside the result, on standard error."""
    print(_plain(text), file=sys.stderr)


def refused(refusals: Iterable[Refusal]) -> None:
    """One line beside the result for every item that was not taken, at most `MOST_LINES` for one reason."""
    alike: dict[tuple[str, str], list[Refusal]] = {}
    for one in refusals:
        alike.setdefault((one.code, one.reason), []).append(one)
    for (code, reason), items in alike.items():
        for one in items[:MOST_LINES]:
            remark(f"refused  {one.place}  {code}: {reason}")
        if len(items) > MOST_LINES:
            remark(f"refused  and {len(items) - MOST_LINES} more  {code}: {reason} --json lists all")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> None:
    """A table on standard output; cells are shown as they are, never as markup."""
    shown = Table(title=_plain(title) or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold", min_width=len(column))
    for row in rows:
        shown.add_row(*(_plain(_short(cell)) for cell in row))
    with _printing():
        Console(markup=False, highlight=False).print(shown)


def error(parts: dict[str, Any], lines: Sequence[str], *, as_json: bool) -> None:
    """An error: its lines on standard error, or its parts as JSON on standard output."""
    if as_json:
        _document(parts)
        return
    first, *others = lines
    remark(f"archive: {first}")
    for text in others:
        remark(text)


def _document(values: dict[str, Any]) -> None:
    with _printing(encoding="utf-8"):
        print(json.dumps(values, ensure_ascii=False))


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def _plain(text: str) -> str:
    """No control character of a file name or a label reaches the terminal."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


@contextmanager
def _printing(encoding: str | None = None) -> Iterator[None]:
    """What the terminal cannot show becomes `?`; a standard output that is full is an error with a name."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=encoding, errors="replace")
    try:
        yield
        sys.stdout.flush()
    except OSError as cause:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python fails once more when it ends
        if cause.errno == errno.EPIPE:
            raise
        reason = (cause.strerror or str(cause)).lower()
        raise WriteFailed(f"cannot be written: {reason}", where="standard output") from cause


class _Bar:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)


@contextmanager
def progress() -> Iterator[_Bar]:
    """Bars on standard error while the block runs; nothing is shown where it is not a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        yield _Bar(bars)
