"""The only module that prints: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table


class Dumpable(Protocol):
    """A report: anything that can say itself as JSON values."""

    def model_dump(self, *, mode: str) -> dict[str, Any]:
        """Plain JSON values."""


def document(report: Dumpable) -> None:
    """One JSON document on standard output."""
    print(json.dumps(report.model_dump(mode="json"), ensure_ascii=False))


def line(text: str) -> None:
    """One line of a result on standard output."""
    print(text)


def remark(text: str) -> None:
    """One line beside the result, on standard error."""
    print(text, file=sys.stderr)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> None:
    """A table on standard output; cells are shown as they are, never as markup."""
    shown = Table(title=title or None, title_justify="left")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(_plain(cell) for cell in row))
    Console(markup=False, highlight=False).print(shown)


def _plain(text: str) -> str:
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def error(parts: dict[str, str], message: str, *, as_json: bool) -> None:
    """An error: one line on standard error, or its parts as JSON on standard output."""
    if as_json:
        print(json.dumps(parts, ensure_ascii=False))
    else:
        print(f"archive: {_plain(message)}", file=sys.stderr)


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
