"""Is the ledger what was written? Every line against its own digest, its neighbours and the head."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pigment_archive.storage import layout
from pigment_archive.storage.inspection.finding import Damage, Finding
from pigment_archive.storage.ledger import Ledger, LedgerHead, LedgerLine, Tail


class Chain(NamedTuple):
    """The ledger as far as it can be believed: intact lines, and what is wrong with the rest."""

    lines: tuple[LedgerLine, ...]
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no line is damaged or lost; an interrupted last line never counted."""
        return all(finding.code is Damage.UNFINISHED for finding in self.findings)


def inspect_chain(root: Path) -> Chain:
    """Check the whole ledger; each damage is named once, where it is, without what follows from it."""
    path = root / layout.LEDGER
    if not path.is_file():
        return Chain((), (Finding(layout.LEDGER, Damage.MISSING, "the ledger is not there"),))
    ledger = Ledger(root)
    raw, tail = ledger.read(), ledger.inspect()
    if tail is Tail.TORN:
        raw = raw[: raw.rindex(b"\n") + 1]
    texts = raw.removesuffix(b"\n").split(b"\n")
    lines = [LedgerLine.from_bytes(text) for text in texts]
    findings = [*_damaged(lines), *_order(lines), *_links(lines)]
    if not raw.endswith(b"\n") and lines[-1] is not None:
        findings.append(_finding(len(lines), Damage.CHANGED, "its line end is missing"))
    findings += _end(root, tail, lines)
    return Chain(tuple(line for line in lines if line is not None), tuple(findings))


def _finding(number: int, code: Damage, problem: str) -> Finding:
    return Finding(f"{layout.LEDGER} line {number}", code, problem)


def _damaged(lines: list[LedgerLine | None]) -> Iterator[Finding]:
    for number, line in enumerate(lines, 1):
        if line is None:
            yield _finding(number, Damage.CHANGED, "the line is not what its own digest says")


def _order(lines: list[LedgerLine | None]) -> Iterator[Finding]:
    """Swapped, repeated and deleted lines, by their sequence numbers."""
    placed = [(number, line.sequence) for number, line in enumerate(lines, 1) if line is not None]
    expected = 0
    for (number, sequence), in_order in zip(placed, sorted(entry[1] for entry in placed), strict=True):
        # a damaged line just before explains a gap: it is that line's number which is missing
        after_damage = number > 1 and lines[number - 2] is None
        if sequence != in_order:
            yield _finding(number, Damage.OUT_OF_ORDER, f"line {sequence + 1} stands here")
        elif in_order < expected:
            yield _finding(number, Damage.UNEXPECTED, f"line {sequence + 1} stands here once more")
        elif in_order > expected and not after_damage:
            yield _finding(number, Damage.MISSING, f"{in_order - expected} lines before it were deleted")
        expected = in_order + 1


def _links(lines: list[LedgerLine | None]) -> Iterator[Finding]:
    """Lines that were rewritten together with their own digest: the successor knows the old one."""
    number_of = {line.sequence: number for number, line in enumerate(lines, 1) if line is not None}
    for line in lines:
        before = number_of.get(line.sequence - 1) if line is not None else None
        if line is None or before is None:
            continue
        predecessor = lines[before - 1]
        if predecessor is not None and line.previous != predecessor.line:
            yield _finding(before, Damage.CHANGED, "it is not the line the next one was chained to")


def _end(root: Path, tail: Tail, lines: list[LedgerLine | None]) -> Iterator[Finding]:
    path = root / layout.LEDGER_HEAD
    if tail in (Tail.TORN, Tail.HEAD_BEHIND):
        yield Finding(layout.LEDGER, Damage.UNFINISHED, "writing its last line was interrupted")
    elif tail is Tail.DAMAGED:
        head = LedgerHead.from_bytes(path.read_bytes()) if path.is_file() else None
        if not path.is_file():
            yield Finding(layout.LEDGER_HEAD, Damage.MISSING, "the head of the ledger is not there")
        elif head is None:
            yield Finding(layout.LEDGER_HEAD, Damage.CHANGED, "it is not a head of a ledger")
        else:
            yield from _against_head(head, lines)


def _against_head(head: LedgerHead, lines: list[LedgerLine | None]) -> Iterator[Finding]:
    """The head is well formed but does not fit the last line; a damaged last line explains that."""
    intact = {line.sequence: line.line for line in lines if line is not None}
    last = max(intact, default=-1)
    if head.sequence in intact or head.line in intact.values():
        if intact.get(head.sequence) != head.line:
            yield Finding(layout.LEDGER_HEAD, Damage.CHANGED, "it does not name the last line of the ledger")
        elif head.sequence < last:
            yield _finding(len(lines), Damage.UNEXPECTED, "the head does not know the lines at the end")
    elif lines[-1] is not None:
        cut = head.sequence - last
        yield Finding(layout.LEDGER, Damage.MISSING, f"{cut} lines were cut off after line {len(lines)}")
