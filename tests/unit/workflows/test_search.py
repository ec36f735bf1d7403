"""The headings of answers: which spectrum of the file each is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pigment_archive.answers.answer import Answer, Answers, Query
from pigment_archive.cli.find import _show
from pigment_archive.readers.envi import read
from pigment_archive.readers.hints import Hints, Sampling
from pigment_archive.readers.reader import Content
from pigment_archive.records import Spectrum, Technique
from pigment_archive.workflows import search
from pigment_archive.workflows.search import SearchOptions, _place, search_files
from tests.unit.readers.files_envi import LINES, SAMPLES, cube


def places(sampling: Sampling) -> list[str | None]:
    header, data = cube()
    reading = read(Content("a.img", data, header, Hints(sampling=sampling)))
    return [_place(item) for item in reading if isinstance(item, Spectrum)]


def test_pixels_and_regions_say_where_they_are() -> None:
    assert places(Sampling(region=(1, 2, 1, 3))) == ["pixel 1, 1", "pixel 2, 1"]
    mask = np.full((LINES, SAMPLES), 3, np.uint16)
    mask[2:] = 8
    assert places(Sampling(mask=mask, average=True)) == ["region 3", "region 8"]


def answer(index: int, place: str | None = None, file: str = "a.csv") -> Answer:
    query = Query(
        file=file, index=index, place=place, technique=Technique.RAMAN, sha256="0" * 64, coverage=1.0
    )
    return Answer(
        query=query, model="raman-1", exact=True, complete=True, audience="owner", hits=(), materials=()
    )


def test_headings_tell_the_spectra_of_a_file_apart(capsys: pytest.CaptureFixture[str]) -> None:
    several = (answer(0), answer(1), answer(7, "pixel 12, 40"), answer(0, file="alone.csv"))
    _show(Answers(answers=several), as_json=False)
    titles = [line for line in capsys.readouterr().out.splitlines() if "[raman-1" in line]
    told = ("spectrum 1", "spectrum 2", "pixel 12, 40")
    assert all(f"({one})" in title for one, title in zip(told, titles[:3], strict=True))
    assert "(" not in titles[3]


def test_a_long_search_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data in zip(("a.hdr", "a.img"), cube(), strict=True):
        (tmp_path / name).write_bytes(data)
    nothing: Any = None
    monkeypatch.setattr(search, "ask", lambda *_: nothing)
    told: list[tuple[str, int, int | None]] = []
    search_files(nothing, [tmp_path / "a.img"], SearchOptions(), progress=lambda *step: told.append(step))
    assert told == [("searching", i, LINES * SAMPLES) for i in range(1, LINES * SAMPLES + 1)]
