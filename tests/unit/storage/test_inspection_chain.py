"""The ledger under inspection: the damaged line is named, and nothing that only follows from it."""

from __future__ import annotations

import random

import pytest

from pigment_archive.storage.inspection import Damage, inspect_archive
from pigment_archive.storage.ledger import Ledger, LedgerLine
from tests.unit.storage.damage import FLIPS, flip, found


def test_every_flip_in_the_ledger_names_its_line(filled):
    chance = random.Random(1)
    path = filled / "ledger.jsonl"
    raw = path.read_bytes()
    for number in range(FLIPS):
        last_line = raw.rstrip(b"\n").rindex(b"\n") + 1
        offset = chance.randrange(last_line if number % 4 == 0 else 0, len(raw))
        flip(path, offset, bit := chance.randrange(8))
        line = raw[:offset].count(b"\n") + 1
        named = {finding.where for finding in inspect_archive(filled)}
        assert f"ledger.jsonl line {line}" in named
        assert named <= {f"ledger.jsonl line {line}", f"ledger.jsonl line {line + 1}"}
        flip(path, offset, bit)
    assert found(filled) == []


def test_a_flipped_line_end_names_the_line_it_ended(filled):
    path = filled / "ledger.jsonl"
    ends = [offset for offset, byte in enumerate(path.read_bytes()) if byte == ord("\n")]
    for line, offset in enumerate(ends, 1):
        flip(path, offset, 3)
        assert found(filled) == [(f"ledger.jsonl line {line}", Damage.CHANGED)]
        flip(path, offset, 3)


def test_every_flip_in_the_head_names_the_head(filled):
    path = filled / "ledger.head"
    for offset in range(path.stat().st_size):
        for bit in (offset % 8, 0):
            flip(path, offset, bit)
            assert found(filled) == [("ledger.head", Damage.CHANGED)]
            flip(path, offset, bit)


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_a_cut_tail_is_named(filled, lines):
    path = filled / "ledger.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-lines]))
    assert [(finding.where, finding.code) for finding in inspect_archive(filled)] == [
        ("ledger.jsonl", Damage.MISSING)
    ]
    assert f"{lines} lines were cut off" in next(inspect_archive(filled)).problem


def test_a_tail_cut_within_a_line_names_that_line(filled):
    path = filled / "ledger.jsonl"
    raw = path.read_bytes()
    lines = raw.count(b"\n")
    path.write_bytes(raw[:-30])
    assert found(filled) == [(f"ledger.jsonl line {lines}", Damage.CHANGED)]
    path.write_bytes(raw[:-1])
    assert found(filled) == [(f"ledger.jsonl line {lines}", Damage.CHANGED)]


@pytest.mark.parametrize(("first", "second"), [(0, 1), (2, 3), (4, 5), (1, 4)])
def test_two_swapped_lines_are_both_named(filled, first, second):
    path = filled / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 6
    lines[first], lines[second] = lines[second], lines[first]
    path.write_bytes(b"".join(lines))
    named = [(f"ledger.jsonl line {line + 1}", Damage.OUT_OF_ORDER) for line in (first, second)]
    assert found(filled) == named


def test_a_deleted_line_and_a_repeated_line_are_named(filled):
    path = filled / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2] + lines[3:]))
    assert found(filled) == [("ledger.jsonl line 3", Damage.MISSING)]
    path.write_bytes(b"".join([*lines[:3], *lines[2:]]))
    assert found(filled) == [("ledger.jsonl line 4", Damage.UNEXPECTED)]


def rewritten(line: bytes) -> bytes:
    """The line with another time and a digest of its own that fits."""
    old = LedgerLine.from_bytes(line.rstrip(b"\n"))
    assert old is not None
    return old.model_copy(update={"time": "2020-01-01T00:00:00+00:00"}).sealed().to_bytes() + b"\n"


def test_a_rewritten_line_is_given_away_by_the_next_and_by_the_head(filled):
    path = filled / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], rewritten(lines[2]), *lines[3:]]))
    assert found(filled) == [("ledger.jsonl line 3", Damage.CHANGED)]
    path.write_bytes(b"".join([*lines[:-1], rewritten(lines[-1])]))
    assert found(filled) == [("ledger.head", Damage.CHANGED)]


@pytest.mark.parametrize("name", ["ledger.jsonl", "ledger.head"])
def test_a_ledger_that_is_gone(filled, name):
    (filled / name).unlink()
    assert found(filled) == [(name, Damage.MISSING)]


def test_a_torn_ledger_is_named_as_unfinished(filled):
    with (filled / "ledger.jsonl").open("ab") as file:
        file.write(b'{"digest')
    assert found(filled) == [("ledger.jsonl", Damage.UNFINISHED)]
    Ledger(filled).recover()
    assert found(filled) == []
