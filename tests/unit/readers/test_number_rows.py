"""Rows of numbers in text, and header lines."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, Truncated
from pigment_archive.readers.keyed_lines import keyed_lines
from pigment_archive.readers.number_rows import number_rows, once_each, require_whole_last_row, rows_of


def test_points_commas_and_words_for_no_number():
    assert number_rows(["1.5 2,000.5".replace(",", ""), "2 3"]).tolist() == [[1.5, 2000.5], [2.0, 3.0]]
    assert number_rows(["338,5  93,65", "340,0  1,2E+02"]).tolist() == [[338.5, 93.65], [340.0, 120.0]]
    table = number_rows(["1.0 -1.#IND", "2.0 1.#INF000E+000", "3.0 n/a", "4.0 1.#QNAN"])
    assert np.isnan(table[:, 1]).all()


@pytest.mark.parametrize("rows", [[], ["1 x"], ["1 2", "1"], ["1,000.5 2"]])
def test_rows_that_are_no_table(rows):
    with pytest.raises(Inconsistent):
        number_rows(rows)


@pytest.mark.parametrize(
    "text", ["1.25 3.50\n2.25 4.", "1.25 3.50\n2.25 4", "1.25 3.50\n2.25", "1,25 3,50\n2,25 4,5"]
)
def test_an_end_inside_the_last_row_is_noticed_unless_the_line_is_ended(text):
    with pytest.raises(Truncated):
        require_whole_last_row(text, rows_of(text))
    require_whole_last_row(text + "\n", rows_of(text))


@pytest.mark.parametrize("text", ["1.25 3.50\n2.25 4.50", "1 2.5\n2 3\n3 4", "1.0 2.0"])
def test_whole_last_rows_pass(text):
    require_whole_last_row(text, rows_of(text))


def test_rows_at_the_place_of_the_row_before_are_left_out():
    table, notes = once_each(np.array([[1.0, 5.0], [1.0, 6.0], [2.0, 7.0], [1.0, 8.0]]))
    assert table.tolist() == [[1.0, 5.0], [2.0, 7.0], [1.0, 8.0]]
    assert [note.code for note in notes] == ["repeated_places"]
    assert once_each(table)[1] == []


def test_keys_that_come_again_keep_all_values():
    lines = ["a= 1", "nothing", "b: = 2 = 3 ", "a=", "a= 4"]
    assert keyed_lines(lines, "=") == {"a": "1\n\n4", "b:": "2 = 3"}
    assert list(keyed_lines(lines, ":")) == ["b"]
