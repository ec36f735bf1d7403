"""How a long verb tells how far it is: a callable that a door may show as a bar."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called often; must be quick."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """`done` of `total` items of this stage are done; `total` is None while unknown."""


def silent(stage: str, done: int, total: int | None) -> None:
    """Show nothing."""
