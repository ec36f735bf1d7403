"""The literature table of the demonstration: every number leads back to a source that was read."""

import csv
from pathlib import Path

import pytest

TABLES = Path(__file__).parents[3] / "pigment_archive" / "demo"
COLUMNS = {
    "raman_bands": ["material", "position", "relative_intensity", "width", "source"],
    "reflectance_features": ["material", "kind", "position", "strength", "width", "source"],
    "materials": ["material", "colour", "formula", "origin", "note"],
    "sources": ["source", "citation", "doi", "url", "read_as", "licence"],
}
RAMAN_WINDOW = (150.0, 1280.0)
MATERIALS_WITH_RAMAN = 44
MATERIALS_WITH_REFLECTANCE = 12


def table(name: str) -> list[dict[str, str]]:
    with open(TABLES / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def names(rows: list[dict[str, str]], column: str) -> set[str]:
    return {row[column] for row in rows}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_its_columns_and_no_ragged_row(name: str) -> None:
    with open(TABLES / f"{name}.csv", newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head == COLUMNS[name]
    assert rows
    assert all(len(row) == len(head) for row in rows)


@pytest.mark.parametrize(("name", "key"), [("materials", "material"), ("sources", "source")])
def test_a_name_stands_for_one_thing(name: str, key: str) -> None:
    rows = table(name)
    assert len(names(rows, key)) == len(rows)


@pytest.mark.parametrize("name", ["raman_bands", "reflectance_features"])
def test_every_material_and_source_is_described(name: str) -> None:
    rows = table(name)
    assert names(rows, "material") <= names(table("materials"), "material")
    assert names(rows, "source") <= names(table("sources"), "source")


def test_nothing_is_described_that_is_not_used() -> None:
    used = table("raman_bands") + table("reflectance_features")
    assert names(table("materials"), "material") == names(used, "material")
    assert names(table("sources"), "source") == names(used, "source")


def test_every_source_says_what_it_is_and_what_was_read() -> None:
    for row in table("sources"):
        assert all(row[column].strip() for column in ("citation", "read_as", "licence")), row


def test_every_material_has_colour_formula_and_origin() -> None:
    for row in table("materials"):
        assert all(row[column] for column in ("colour", "formula")), row
        assert row["origin"] in {"natural", "synthetic", "both"}, row


def test_raman_numbers_are_physical() -> None:
    for row in table("raman_bands"):
        assert 50 <= float(row["position"]) <= 4000, row
        assert 0 < float(row["relative_intensity"]) <= 1, row
        assert 0 < float(row["width"]) <= 200, row


def test_reflectance_numbers_are_physical() -> None:
    for row in table("reflectance_features"):
        assert row["kind"] in {"edge", "absorption", "peak"}, row
        assert 350 <= float(row["position"]) <= 1000, row
        assert 0 < float(row["strength"]) <= 1, row
        assert 0 < float(row["width"]) <= 400, row


@pytest.mark.parametrize("name", ["raman_bands", "reflectance_features"])
def test_a_material_has_one_row_a_position(name: str) -> None:
    places = [(row["material"], float(row["position"])) for row in table(name)]
    assert len(set(places)) == len(places)


def test_the_count_that_was_reached_is_kept() -> None:
    low, high = RAMAN_WINDOW
    inside = [row for row in table("raman_bands") if low <= float(row["position"]) <= high]
    assert len(names(inside, "material")) >= MATERIALS_WITH_RAMAN
    assert len(names(table("reflectance_features"), "material")) >= MATERIALS_WITH_REFLECTANCE


def test_every_material_with_raman_bands_shows_one_in_the_window() -> None:
    low, high = RAMAN_WINDOW
    rows = table("raman_bands")
    inside = [row for row in rows if low <= float(row["position"]) <= high]
    assert names(inside, "material") == names(rows, "material")
