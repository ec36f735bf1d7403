"""What an inspection names: one damaged thing, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Damage(StrEnum):
    """What happened to a thing."""

    CHANGED = "changed"
    MISSING = "missing"
    UNEXPECTED = "unexpected"
    UNREADABLE = "unreadable"
    OUT_OF_ORDER = "out_of_order"
    NOT_IN_LEDGER = "not_in_ledger"
    NOT_AS_IN_LEDGER = "not_as_in_ledger"
    UNFINISHED = "unfinished"


_REMEDIES: Final[dict[Damage, str]] = {
    Damage.CHANGED: "Restore it from a backup.",
    Damage.MISSING: "Restore it from a backup.",
    Damage.UNEXPECTED: "Move it out of the archive; nothing here made it.",
    Damage.UNREADABLE: "Check the disk and the rights, then verify again.",
    Damage.OUT_OF_ORDER: "Restore the ledger from a backup.",
    Damage.NOT_IN_LEDGER: "Move it out of the archive, or restore the ledger from a backup.",
    Damage.NOT_AS_IN_LEDGER: "Restore it, or the ledger, from a backup.",
    Damage.UNFINISHED: "Run the interrupted command again, or archive rebuild.",
}


@dataclass(frozen=True, order=True)
class Finding:
    """One damaged thing.

    Attributes:
        where: Its path in the archive, with `line n` (from 1) for a line of the ledger.
        code: What happened to it.
        problem: The same for people.
        remedy: What to do.
    """

    where: str
    code: Damage
    problem: str

    @property
    def remedy(self) -> str:
        """What to do about this kind of damage."""
        return _REMEDIES[self.code]
