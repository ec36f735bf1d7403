from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pigment_archive.storage.names import SourceNames, safe_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("kremer/37000 Rötel.txt", "kremer/37000 Rötel.txt"),
        ("../../etc/passwd", "etc/passwd"),
        ("/absolute/x.txt", "absolute/x.txt"),
        ("C:\\data\\x.spc", "C_/data/x.spc"),
        ("a//./b. /c", "a/b/c"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("line\nbreak\x00.txt", "line_break_.txt"),
        ("latin1-\udce9.txt", "latin1-_.txt"),
        ("é.txt", "é.txt"),
    ],
)
def test_names_are_made_safe(given_name, kept):
    assert safe_name(given_name) == kept


def test_a_long_name_keeps_its_suffix():
    name = safe_name("ü" * 300 + ".asd")
    assert name.endswith(".asd")
    assert len(name.encode()) <= 200


def test_collisions_are_resolved():
    names = SourceNames()
    assert [names.claim("x.txt"), names.claim("X.TXT"), names.claim("x.txt")] == [
        "x.txt",
        "X-2.TXT",
        "x-3.txt",
    ]


def test_a_name_is_never_also_a_folder():
    names = SourceNames()
    assert [names.claim("a"), names.claim("a/b"), names.claim("c/d"), names.claim("c")] == [
        "a", "a-2/b", "c/d", "c-2",
    ]  # fmt: skip


@given(st.lists(st.text(alphabet=st.sampled_from("aAbé/\\. .\x00:\udc80"), max_size=12), max_size=8))
def test_claimed_names_never_climb_and_never_meet(given_names):
    names = SourceNames()
    claimed = [names.claim(name) for name in given_names]
    folded = [unicodedata.normalize("NFC", name.casefold()) for name in claimed]
    assert len(set(folded)) == len(folded)
    for name in claimed:
        assert all(part not in ("", ".", "..") for part in name.split("/"))
        assert not any(other.startswith(name.casefold() + "/") for other in folded)
