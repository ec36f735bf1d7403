"""The table of blocks in OMNIC files: any order, cuts, and what contradicts itself."""

from __future__ import annotations

import struct
from contextlib import suppress
from dataclasses import replace

import pytest

from pigment_archive.errors import Inconsistent, ReadError, Truncated, UnsupportedVariant
from pigment_archive.readers.omnic import READER
from pigment_archive.readers.reader import Content
from tests.unit.readers import files_omnic as files
from tests.unit.readers.files_omnic import Piece, omnic
from tests.unit.readers.test_omnic import read


def test_a_cut_in_any_block_is_refused() -> None:
    data = omnic([Piece(extra=((102, bytes(64)), (77, bytes(8))))])
    for size in (18, 100, 303, 310, len(data) - 80, len(data) - 65, len(data) - 9, len(data) - 1):
        with pytest.raises(Truncated):
            read(data[:size])


def test_places_of_the_table_without_a_block_are_passed_over() -> None:
    for key in (0, 1):
        data = bytearray(omnic([Piece(extra=((key, b""),))]))
        struct.pack_into("<II", data, 304 + 16 * 3 + 2, 2**31, 2**31)
        assert len(read(bytes(data))) == 1


def reordered(data: bytes, order: list[int]) -> bytes:
    """The same file with the entries of its table in another order."""
    entries = [data[304 + 16 * number : 320 + 16 * number] for number in order]
    return data[:304] + b"".join(entries) + data[304 + 16 * len(order) :]


@pytest.mark.parametrize(
    "order", [[3, 0, 1, 2, 7, 4, 5, 6], [0, 4, 1, 5, 2, 6, 3, 7], [3, 7, 2, 6, 0, 4, 1, 5]],
    ids=["title first", "by kind", "title and values first"],
)  # fmt: skip
def test_blocks_of_a_group_may_stand_in_any_order(order: list[int]) -> None:
    first, second = files.group()
    plain = omnic([replace(first, extra=first.extra[:1]), second])
    assert [s.fingerprint() for s in read(reordered(plain, order))] == [s.fingerprint() for s in read(plain)]
    names = [s.facts.sample.name for s in read(reordered(plain, order))]
    assert names == ["one", "two"]


def test_one_text_named_ten_thousand_times_is_refused() -> None:
    data = omnic([Piece(extra=((4, b"a" * 60_000),))])
    entry = data[304 + 48 : 304 + 64]
    many = bytearray(data[:304] + data[304:352] + entry * 10_000)
    struct.pack_into("<H", many, 294, 10_003)
    with pytest.raises(Inconsistent, match="more than the file"):
        read(bytes(many) + data)


def test_spectra_that_share_one_block_are_refused() -> None:
    data = bytearray(omnic([Piece()] * 9))
    places = [304 + 16 * (3 * number + 2) for number in range(9)]
    shared = data[places[0] + 2 : places[0] + 10]
    for place in places:
        data[place + 2 : place + 10] = shared
    with pytest.raises(Inconsistent, match="overlap"):
        read(bytes(data))


def test_a_table_without_a_spectrum_is_refused() -> None:
    data = bytearray(omnic())
    struct.pack_into("<H", data, 294, 0)
    with pytest.raises(UnsupportedVariant):
        read(bytes(data))


def test_nothing_but_read_errors_on_damaged_tables() -> None:
    whole = omnic(files.group())
    for place in range(280, 700):
        for value in (0, 2, 3, 0x7F, 0xFF):
            damaged = bytearray(whole)
            damaged[place] = value
            with suppress(ReadError):
                READER.read(Content("a.spg", bytes(damaged)))
