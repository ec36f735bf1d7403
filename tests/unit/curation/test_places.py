"""Rows find their files: by any end of the way, in containers, by pattern, the closest last."""

from __future__ import annotations

import pytest

from pigment_archive.curation.places import Closeness, Place, PlaceIndex, place_of

MEMBER = place_of("data/pack.zip", "pXRF/130125/brick-1.csv")
FILE = place_of("kremer/red/44450.SPC", None)


@pytest.mark.parametrize(
    ("text", "place", "closeness"),
    [
        ("44450.spc", FILE, Closeness.EXACT),
        ("44450", FILE, Closeness.EXACT),
        ("RED/44450.spc", FILE, Closeness.EXACT),
        ("red\\44450", FILE, Closeness.EXACT),
        ("./kremer/red/44450.SPC", FILE, Closeness.EXACT),
        ("444??.spc", FILE, Closeness.PATTERN),
        ("kremer/*", FILE, Closeness.PATTERN),
        ("red", FILE, Closeness.FOLDER),
        ("kremer/red", FILE, Closeness.FOLDER),
        ("re?", FILE, Closeness.FOLDER),
        ("brick-1.csv", MEMBER, Closeness.EXACT),
        ("pack.zip/pXRF/130125/brick-1.csv", MEMBER, Closeness.EXACT),
        ("130125/brick*", MEMBER, Closeness.PATTERN),
        ("pack.zip", MEMBER, Closeness.FOLDER),
        ("pack", MEMBER, Closeness.FOLDER),
        ("130125", MEMBER, Closeness.FOLDER),
        ("lib.hdr", place_of("lib.sli", None, ["lib.hdr"]), Closeness.EXACT),
        ("a[1].txt", place_of("a[1].txt", None), Closeness.EXACT),
        ("a[1]*", place_of("a[1].txt", None), Closeness.PATTERN),
        ("Gru\u0308n.txt", place_of("Gr\u00fcn.txt", None), Closeness.EXACT),
    ],
)
def test_a_row_names_a_file(text, place, closeness):
    ((rank, row),) = PlaceIndex([text]).find(place)
    assert (rank.closeness, row) == (closeness, 0)


@pytest.mark.parametrize(
    "text", ["4445", "44450.txt", "ed/44450.spc", "blue/44450.spc", "", "a[12]*", "*.txt"]
)
def test_a_row_names_another_file(text):
    assert PlaceIndex([text]).find(FILE) == []


def test_the_closest_comes_last():
    texts = ["kremer/red/44450.spc", "*.spc", "44450", "kremer", "444*.spc", "44450.spc"]
    found = [texts[row] for _, row in PlaceIndex(texts).find(FILE)]
    assert found == ["kremer", "*.spc", "444*.spc", "44450", "44450.spc", "kremer/red/44450.spc"]


def test_a_pattern_of_stars_takes_no_time():
    pattern = "*a" * 60
    assert PlaceIndex([pattern]).find(Place("a" * 250 + "b/c.txt")) == []
