from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

from pigment_archive.evaluation.library import plain
from pigment_archive.evaluation.series import series_codes, series_of


def rows() -> list[dict[str, str]]:
    text = files("pigment_archive.evaluation").joinpath("mineral_series.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_relatives_share_a_number_and_strangers_do_not() -> None:
    ferberite, hubnerite, quartz, albite, unnamed = series_codes(
        ["Ferberite", "Hübnerite", "Quartz", "albite", None]
    )
    assert ferberite == hubnerite
    assert len({ferberite, quartz, albite}) == 3
    assert unnamed == -1
    assert series_of("Gehlenite") == series_of("Åkermanite") == "melilite"
    assert series_of("Quartz") is None


def test_every_series_has_relatives_a_source_and_no_member_of_another() -> None:
    members = Counter(plain(mineral) for row in rows() for mineral in row["minerals"].split(";"))
    assert [mineral for mineral, times in members.items() if times > 1] == []
    assert all(len(row["minerals"].split(";")) >= 2 and row["source"] for row in rows())
    assert len({row["series"] for row in rows()}) == len(rows()) >= 30
