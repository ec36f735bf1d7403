"""The starter collection as a curator finds it: complete, readable, labelled, the same for the same seed."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.demo import collection, formats, plan
from pigment_archive.demo.collection import DemoFiles, write_collection
from pigment_archive.demo.literature import pigments
from pigment_archive.errors import WriteFailed
from pigment_archive.preprocessing.defaults import default_recipe
from pigment_archive.readers import read, scan
from pigment_archive.records import Spectrum, Technique

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def spectra(demo_files: DemoFiles) -> list[Spectrum]:
    items = list(scan([demo_files.reference]))
    assert [item for item in items if item.error or item.refused or item.skipped] == []
    return [spectrum for item in items for spectrum in item.spectra]


@pytest.fixture(scope="module")
def raman(spectra: list[Spectrum]) -> list[Spectrum]:
    return [spectrum for spectrum in spectra if spectrum.technique is Technique.RAMAN]


def is_labelled(spectrum: Spectrum) -> bool:
    said = {key.lower(): text.lower() for key, text in spectrum.header.items()}
    return said.get("simulated") in ("true", "yes", "1")


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_equal_seeds_give_equal_bytes(demo_files: DemoFiles, tmp_path: Path) -> None:
    again = write_collection(tmp_path / "again")
    other = write_collection(tmp_path / "other", seed=collection.DEFAULT_SEED + 1)
    first = digests(demo_files.reference.parent)
    assert digests(again.reference.parent) == first
    same = {name for name, digest in digests(other.reference.parent).items() if first[name] == digest}
    assert same == {"README.txt", "reference/session-7.hdr", "reference/session-8.hdr"}


def test_every_file_is_read_and_every_spectrum_counted(
    demo_files: DemoFiles, spectra: list[Spectrum], raman: list[Spectrum]
) -> None:
    assert len(raman) == demo_files.raman
    assert len(spectra) - len(raman) == demo_files.reflectance
    assert {spectrum.technique for spectrum in spectra} == {Technique.RAMAN, Technique.REFLECTANCE}
    assert 600 <= demo_files.raman <= 1000


def test_it_is_small(demo_files: DemoFiles) -> None:
    files = [path for path in demo_files.reference.parent.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 10 * MEGABYTE


def test_every_spectrum_says_that_it_is_simulated(demo_files: DemoFiles, spectra: list[Spectrum]) -> None:
    assert all(is_labelled(spectrum) for spectrum in spectra)
    assert all(is_labelled(spectrum) for spectrum in read(demo_files.unknown))
    assert not is_labelled(spectra[0].changed(header={}))
    assert not is_labelled(spectra[0].changed(header={"simulated": "false"}))


def test_every_file_says_that_nothing_was_measured(demo_files: DemoFiles) -> None:
    texts = [demo_files.unknown, *demo_files.reference.rglob("*.*")]
    checked = [path for path in texts if path.suffix in (".txt", ".csv", ".jdx", ".hdr")]
    assert len(checked) > 300
    assert all(formats.NOTICE in path.read_text("utf-8") for path in checked)
    assert "Nothing here was measured" in (demo_files.reference.parent / "README.txt").read_text("utf-8")


def test_every_material_of_the_table_is_there(spectra: list[Spectrum], raman: list[Spectrum]) -> None:
    found = {spectrum.facts.material.name for spectrum in raman}
    assert found == {pigment.name for pigment in pigments() if pigment.bands}
    reflectance = {s.facts.material.name for s in spectra if s.technique is Technique.REFLECTANCE}
    assert reflectance == {pigment.name for pigment in pigments() if pigment.features}


def test_every_raman_material_has_samples_enough_to_learn_from(raman: list[Spectrum]) -> None:
    samples = defaultdict(set)
    for spectrum in raman:
        samples[spectrum.facts.material.name].add(spectrum.facts.sample.name)
    assert min(len(names) for names in samples.values()) >= 5


def test_at_least_five_pigments_have_ten_objects_by_what_the_files_say(raman: list[Spectrum]) -> None:
    objects = defaultdict(set)
    for spectrum in raman:
        if spectrum.facts.object.name:
            objects[spectrum.facts.material.name].add(spectrum.facts.object.name)
    many = {material for material, names in objects.items() if len(names) >= 10}
    assert many == plan.COMMON
    assert len(many) >= 5


def test_sessions_differ_and_every_paint_sample_is_in_two(raman: list[Spectrum]) -> None:
    paint = [spectrum for spectrum in raman if spectrum.facts.object.name]
    sessions = {spectrum.facts.session.name for spectrum in paint}
    assert sessions == {where.name for where in plan.PAINT_SITTINGS}
    assert len({spectrum.facts.measurement.laser_wavelength for spectrum in paint}) == 3
    assert len({spectrum.axis.tobytes() for spectrum in raman}) == 5
    seen = defaultdict(list)
    for spectrum in paint:
        seen[spectrum.facts.sample.name].append(spectrum.facts.session.name)
    assert {(len(names), len(set(names))) for names in seen.values()} == {(2, 2)}


def test_the_documentation_has_the_sessions_as_they_are(spectra: list[Spectrum]) -> None:
    text = (Path(__file__).parents[3] / "docs" / "demo-sources.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    told = {row[0]: row[1:] for row in rows if len(row) == 7}
    axes = Counter(spectrum.axis.round(2).tobytes() for spectrum in spectra)
    sittings = (*plan.PAINT_SITTINGS, plan.STONES_532, plan.STONES_780)
    for where in (*sittings, plan.VISITING_785):
        laser, axis, shift, resolution, _, count = told[where.name.removeprefix("simulated session ")]
        assert laser == f"{where.laser_wavelength:g} nm"
        assert axis == f"{where.first:g}-{where.last:g}, step {where.step}"
        assert (float(shift), float(resolution)) == (where.shift, where.resolution)
        assert int(count) == (axes[where.axis.tobytes()] if where in sittings else 1)


def test_a_sample_is_of_one_material_and_one_object(spectra: list[Spectrum]) -> None:
    """What groups spectra for a split must not depend on the format a spectrum came in."""
    for technique in Technique.RAMAN, Technique.REFLECTANCE:
        told = defaultdict(set)
        for spectrum in spectra:
            if spectrum.technique is technique:
                facts = spectrum.facts
                told[facts.sample.name].add((facts.material.name, facts.object.name))
        assert told
        assert {len(said) for said in told.values()} == {1}


def test_the_axes_cover_the_window(demo_files: DemoFiles, raman: list[Spectrum]) -> None:
    lo, hi = default_recipe(Technique.RAMAN).window
    for spectrum in [*raman, *read(demo_files.unknown)]:
        assert spectrum.axis[0] <= lo
        assert spectrum.axis[-1] >= hi


def test_no_spectrum_is_there_twice(spectra: list[Spectrum]) -> None:
    assert len({spectrum.fingerprint() for spectrum in spectra}) == len(spectra)


def test_the_unknown_is_new_and_does_not_say_what_it_is(
    demo_files: DemoFiles, spectra: list[Spectrum]
) -> None:
    (unknown,) = read(demo_files.unknown)
    assert unknown.facts.material.name is None
    assert unknown.facts.session.name not in {spectrum.facts.session.name for spectrum in spectra}
    assert unknown.fingerprint() not in {spectrum.fingerprint() for spectrum in spectra}
    assert demo_files.truth not in demo_files.unknown.read_text("utf-8")
    assert demo_files.truth in plan.COMMON


def test_the_unknown_lies_nearest_to_its_material(demo_files: DemoFiles, raman: list[Spectrum]) -> None:
    recipe = default_recipe(Technique.RAMAN)
    prepared = np.stack([recipe.prepare(spectrum).values for spectrum in raman])
    (unknown,) = read(demo_files.unknown)
    wanted = recipe.prepare(unknown).values
    cosine = prepared @ wanted / np.linalg.norm(prepared, axis=1) / np.linalg.norm(wanted)
    nearest = [raman[place].facts.material.name for place in np.argsort(-cosine)[:5]]
    assert nearest.count(demo_files.truth) >= 4


def test_progress_is_told_after_every_file(tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    files = write_collection(tmp_path, progress=lambda *said: told.append(said))
    written = sum(path.is_file() for path in files.reference.rglob("*"))
    assert told == [("simulate", done, None) for done in range(1, written + 1)]


def test_a_folder_that_cannot_be_made_is_told_in_parts(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(WriteFailed) as told:
        write_collection(tmp_path / "taken" / "demo")
    assert "taken" in told.value.where
    assert told.value.remedy
