from __future__ import annotations

import json

import pytest

from pigment_archive.errors import IntegrityError
from pigment_archive.storage.ledger import Event, Ledger, LedgerHead, LedgerLine, Tail

DIGEST = "a" * 64


@pytest.fixture
def ledger(root):
    ledger = Ledger(root)
    for number in range(3):
        ledger.append(Event.MODEL_ADDED, f"raman-{number}", DIGEST)
    return ledger


def test_lines_are_chained_and_the_head_names_the_last(root, ledger):
    lines = ledger.lines()
    assert [line.sequence for line in lines] == [0, 1, 2, 3]
    assert [line.event for line in lines] == ["archive_created", *["model_added"] * 3]
    assert [line.previous for line in lines[1:]] == [line.line for line in lines[:-1]]
    head = json.loads((root / "ledger.head").read_text())
    assert head == {"sequence": 3, "line": lines[-1].line}
    assert ledger.inspect() is Tail.SOUND


def test_every_bit_of_a_line_counts(ledger):
    raw = ledger.lines()[-1].to_bytes()
    assert LedgerLine.from_bytes(raw) is not None
    for position in range(len(raw)):
        for bit in range(8):
            flipped = bytearray(raw)
            flipped[position] ^= 1 << bit
            assert LedgerLine.from_bytes(bytes(flipped)) is None


def test_every_bit_of_the_head_counts(root, ledger):
    raw = (root / "ledger.head").read_bytes()
    last = ledger.lines()[-1].head()
    assert LedgerHead.from_bytes(raw) == last
    for position in range(len(raw)):
        for bit in range(8):
            flipped = bytearray(raw)
            flipped[position] ^= 1 << bit
            assert LedgerHead.from_bytes(bytes(flipped)) != last


@pytest.mark.parametrize("torn", [b"{", b'{"digest":"aa', b"\xff"])
def test_a_torn_last_line_is_recognised_and_cut_off(root, ledger, torn):
    path = root / "ledger.jsonl"
    before = path.read_bytes()
    path.write_bytes(before + torn)
    assert ledger.inspect() is Tail.TORN
    assert ledger.recover() is Tail.TORN
    assert path.read_bytes() == before
    assert ledger.recover() is Tail.SOUND


def test_a_head_one_behind_is_recognised_and_moved(root, ledger):
    old = (root / "ledger.head").read_bytes()
    ledger.append(Event.MODEL_ADDED, "raman-9", DIGEST)
    new = (root / "ledger.head").read_bytes()
    (root / "ledger.head").write_bytes(old)
    assert ledger.recover() is Tail.HEAD_BEHIND
    assert (root / "ledger.head").read_bytes() == new


def without_last_line(raw: bytes) -> bytes:
    return raw[: raw.rstrip(b"\n").rindex(b"\n") + 1]


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("ledger.jsonl", without_last_line),
        ("ledger.jsonl", lambda raw: raw[:-1]),
        ("ledger.jsonl", lambda raw: raw[:-10]),
        ("ledger.jsonl", lambda raw: b""),
        ("ledger.jsonl", lambda raw: raw.replace(b"raman-2", b"raman-3")),
        ("ledger.head", lambda raw: b""),
        ("ledger.head", lambda raw: raw.replace(b"3", b"2")),
    ],
)
def test_real_damage_is_never_healed_and_stops_the_writer(root, ledger, name, damage):
    path = root / name
    path.write_bytes(damage(path.read_bytes()))
    assert ledger.inspect() is Tail.DAMAGED
    with pytest.raises(IntegrityError):
        ledger.recover()
    with pytest.raises(IntegrityError):
        ledger.append(Event.MODEL_ADDED, "raman-9", DIGEST)


def test_a_damaged_line_in_the_middle_stops_the_reader(root, ledger):
    path = root / "ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b"raman-1", b"raman-7"))
    with pytest.raises(IntegrityError, match="line 3 is damaged"):
        ledger.lines()
