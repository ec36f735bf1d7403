from __future__ import annotations

import pytest

from pigment_archive.errors import Inconsistent
from pigment_archive.readers.outcome import placed
from pigment_archive.workflows.reports import Refusal


@pytest.mark.parametrize(
    ("file", "member", "inside", "place"),
    [
        ("a, b.csv", None, "row 7", "a, b.csv: row 7"),
        ("a.zip", "b.csv", "row 7", "a.zip › b.csv: row 7"),
        ("a.csv", None, "", "a.csv"),
    ],
)
def test_a_refusal_keeps_its_place_in_the_file(
    file: str, member: str | None, inside: str, place: str
) -> None:
    error = placed(Inconsistent("is wrong", where=inside), f"{file}:{member}" if member else file)
    refusal = Refusal.of(error, file, member)
    assert (refusal.where or "") == inside
    assert refusal.place == place


def test_a_place_that_is_not_in_the_file_is_left_out() -> None:
    assert Refusal.of(Inconsistent("is wrong", where="raman-1"), "a.csv", None).where is None
