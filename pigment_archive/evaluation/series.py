"""Mineral series: close relatives that mix with each other, and whose spectra hardly differ.

`mineral_series.csv` names each series, its members and where it is described. A member counts as a relative
of every other member of its series; a material of no series has no relatives.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pigment_archive.evaluation.library import Codes, codes, plain


def series_of(material: str) -> str | None:
    """The series a material belongs to, spelling of case and accents aside."""
    return _members().get(plain(material))


def series_codes(materials: Sequence[str | None]) -> Codes:
    """One number a series, and one a material without a series, (n,); -1 where it is not named."""
    return codes([None if name is None else f"{series_of(name) or ''}/{_own(name)}" for name in materials])


def _own(material: str) -> str:
    return "" if series_of(material) else plain(material)


@cache
def _members() -> dict[str, str]:
    text = files("pigment_archive.evaluation").joinpath("mineral_series.csv").read_text(encoding="utf-8")
    return {
        plain(mineral): row["series"]
        for row in csv.DictReader(text.splitlines())
        for mineral in row["minerals"].split(";")
    }
