"""The tables as values: nothing of them is lost on the way."""

import csv
from pathlib import Path

from pigment_archive.demo import literature

TABLES = Path(literature.__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with open(TABLES / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_row_is_loaded_with_its_numbers() -> None:
    bands = {
        (pigment.name, band.position, band.intensity, band.width, band.source)
        for pigment in literature.pigments()
        for band in pigment.bands
    }
    features = {
        (pigment.name, feature.kind, feature.position, feature.strength, feature.width, feature.source)
        for pigment in literature.pigments()
        for feature in pigment.features
    }
    assert bands == {
        (r["material"], float(r["position"]), float(r["relative_intensity"]), float(r["width"]), r["source"])
        for r in rows("raman_bands")
    }
    assert features == {
        (
            r["material"],
            r["kind"],
            float(r["position"]),
            float(r["strength"]),
            float(r["width"]),
            r["source"],
        )
        for r in rows("reflectance_features")
    }


def test_pigments_stand_by_name_with_what_the_table_says() -> None:
    pigments = literature.pigments()
    assert [pigment.name for pigment in pigments] == sorted(row["material"] for row in rows("materials"))
    told = {row["material"]: (row["colour"], row["formula"], row["origin"]) for row in rows("materials")}
    assert {p.name: (p.colour, p.formula, p.origin.value) for p in pigments} == told


def test_every_source_has_its_citation() -> None:
    used = {item.source for p in literature.pigments() for item in (*p.bands, *p.features)}
    assert used == set(literature.citations())
    assert all(literature.citations().values())
