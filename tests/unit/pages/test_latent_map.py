"""The page of the latent map: it holds what it shows, loads nothing, is small, and runs no label as code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from pigment_archive.evaluation.maps import Layout
from pigment_archive.pages.coarse import Coarsener, CoarseSpectra
from pigment_archive.pages.latent_map import Heading, MapRecords, latent_map_html
from pigment_archive.pages.map_groups import group_by

GRID = np.linspace(150, 1280, 300)
EVIL = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def spectra_of(count: int) -> CoarseSpectra:
    maker = Coarsener(GRID, count)
    bands = np.exp(-((GRID - np.linspace(200, 1200, 50)[:, None]) ** 2) / 200).astype(np.float32)
    for row in range(count):
        maker.add(bands[row % 50])
    return maker.done()


def page(materials: Sequence[str], *, panels: int = 1, heading: Heading | None = None) -> str:
    count = len(materials)
    random = np.random.default_rng(0)
    layouts = [Layout(f"panel {k}", random.normal(size=(count, 2))) for k in range(panels)]
    records = MapRecords(
        ids=[str(UUID(int=row)) for row in range(count)],
        groups=group_by(materials),
        facts={
            "material": list(materials),
            "sample": [f"s{row}" if row % 2 else None for row in range(count)],
        },
        spectra=spectra_of(count),
        axis_kind="raman_shift",
    )
    return latent_map_html(heading or Heading("Map", "a note"), layouts, records, columns=panels)


def data_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def unpacked(text: str, kind: str) -> np.ndarray:
    return np.frombuffer(b64decode(text), dtype=kind)


def test_the_page_holds_what_it_shows() -> None:
    data = data_of(page(["azurite", "azurite", "malachite"], panels=2, heading=Heading("T", "N", ("W",))))
    assert (data["title"], data["note"], data["warnings"]) == ("T", "N", ["W"])
    assert [panel["title"] for panel in data["panels"]] == ["panel 0", "panel 1"]
    assert [(group["name"], group["count"]) for group in data["groups"]] == [("azurite", 2), ("malachite", 1)]
    assert unpacked(data["group"], "u1").tolist() == [0, 0, 1]
    material, sample = data["facts"]
    codes = unpacked(material["codes"], f"<u{material['bytes']}")
    assert [material["values"][code] for code in codes] == ["azurite", "azurite", "malachite"]
    assert sample["values"] == [None, "s1"]
    assert UUID(bytes=b64decode(data["records"])[16:32]) == UUID(int=1)
    assert data["spectra"]["label"] == "Raman shift (cm⁻¹)"
    assert unpacked(data["spectra"]["steps"], "u1").reshape(3, 300).max(axis=1).tolist() == [255] * 3


def test_positions_keep_their_proportions_and_their_upside() -> None:
    layout = Layout("p", np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 5.0]]))
    records = MapRecords([str(UUID(int=k)) for k in range(3)], group_by("abc"), {}, spectra_of(3), "energy")
    (panel,) = data_of(latent_map_html(Heading("", ""), [layout], records))["panels"]
    x, y = unpacked(panel["x"], "<u2").astype(int), unpacked(panel["y"], "<u2").astype(int)
    assert (x[1] - x[0], y[0] - y[2]) == (65535, pytest.approx(65535 / 2, abs=1))


def test_all_in_one_place_is_a_page_too() -> None:
    records = MapRecords([str(UUID(int=0))], group_by(["a"]), {}, spectra_of(1), "energy")
    (panel,) = data_of(latent_map_html(Heading("", ""), [Layout("p", np.zeros((1, 2)))], records))["panels"]
    assert unpacked(panel["x"], "<u2").tolist() == [32768]


def test_the_page_loads_nothing() -> None:
    text = page(["azurite"] * 3)
    assert not re.search(r"https?://|\bsrc=|<link|@import|url\(|fetch\(|XMLHttpRequest|innerHTML", text)
    assert "default-src 'none'" in text


def test_a_hundred_thousand_records_in_six_panels_stay_below_forty_megabytes() -> None:
    few, many = (len(page([f"m{k % 50}" for k in range(n)], panels=6)) for n in (1000, 3000))
    # at 300 grid points a record of these is larger than one of 100,000, whose spectra have 128
    per_record = (many - few) / 2000 - (300 - 128) * 4 / 3
    assert few + per_record * 100_000 < 40e6


def test_labels_cannot_end_the_script_nor_fill_a_placeholder() -> None:
    text = page([EVIL, "[[script]]", "a"], heading=Heading(EVIL, "[[data]]", (EVIL,)))
    assert text.count("</script>") == page(["a", "b", "c"]).count("</script>")
    assert "<img" not in text
    data = data_of(text)
    assert (data["title"], data["note"]) == (EVIL, "[[data]]")
    assert {group["name"] for group in data["groups"]} == {EVIL, "[[script]]", "a"}


def test_a_name_that_is_no_proper_text_does_not_stop_the_page() -> None:
    page(["\ud800", "\x00", "\u2028"]).encode()


@pytest.mark.skipif(BROWSER is None, reason="no chromium here to open the page with")
def test_a_browser_draws_it_and_runs_no_label(tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_text(
        page([EVIL, "azurite", "azurite"], panels=2, heading=Heading(EVIL, EVIL, (EVIL,))), "utf-8"
    )
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         "--dump-dom", file.as_uri()],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    drawn = done.stdout
    assert drawn.count("<figure>") == 2
    assert re.findall(r'class="count">(\d+)<', drawn) == ["2", "1"]
    assert "<title>owned" not in drawn
    assert "<img" not in drawn
    assert "&lt;/script&gt;" in drawn
