"""Images: the right pixels, in every order of the numbers, block by block, with their places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import spectral.io.envi

from pigment_archive.errors import Ambiguous, Inconsistent, ReadError, TooLarge, Truncated
from pigment_archive.readers import images, scan
from pigment_archive.readers.envi import read
from pigment_archive.readers.hints import Hints, Sampling
from pigment_archive.readers.interpret import interpret
from pigment_archive.readers.reader import AboutSpectra, Content, Limits
from pigment_archive.records import MaskBit, Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers.files_envi import BANDS, LINES, NANOMETRES, ORDERS, SAMPLES, cube, cube_values

ALL = Sampling()


def pixels(
    header: bytes, data: bytes, sampling: Sampling = ALL, technique: Technique | None = None
) -> list[Spectrum]:
    reading = read(Content("a.img", data, header, Hints(technique, sampling)))
    assert all(isinstance(item, Spectrum) for item in reading)
    return [item for item in reading if isinstance(item, Spectrum)]


@pytest.mark.parametrize("interleave", ORDERS)
@pytest.mark.parametrize("dtype", ["<f4", ">f4", "<f8", ">u2"])
def test_every_order_gives_what_spectral_gives(tmp_path: Path, interleave: str, dtype: str) -> None:
    whole = dtype.endswith("u2")
    values = np.round(cube_values() * 10000) if whole else cube_values()
    factor = {"reflectance_scale_factor": "10000"} if whole else {}
    header, data = cube(interleave, dtype, values, **factor)
    (tmp_path / "a.hdr").write_bytes(header)
    (tmp_path / "a.img").write_bytes(data)
    theirs = np.asarray(spectral.io.envi.open(tmp_path / "a.hdr", tmp_path / "a.img").load(dtype=np.float64))
    ours = pixels(header, data)
    assert len(ours) == LINES * SAMPLES
    np.testing.assert_allclose([s.values for s in ours], theirs.reshape(-1, BANDS), rtol=1e-6)
    np.testing.assert_allclose(ours[0].axis, NANOMETRES)
    assert ours[0].technique is Technique.REFLECTANCE


def test_a_pixel_keeps_its_place_whatever_was_asked_for() -> None:
    header, data = cube()
    everything = {s.index: s for s in pixels(header, data)}
    assert sorted(everything) == list(range(LINES * SAMPLES))
    some = pixels(header, data, Sampling(every=2, region=(1, 4, 1, 3)))
    assert [s.index for s in some] == [1 * SAMPLES + 1, 3 * SAMPLES + 1]
    for spectrum in some:
        assert spectrum.fingerprint() == everything[spectrum.index].fingerprint()
        measurement = spectrum.facts.measurement
        place = (measurement.position_y, measurement.position_x)
        assert place == divmod(spectrum.index, SAMPLES)
        assert measurement.position_unit == "pixel"


def test_a_mask_takes_its_pixels_and_averages_its_regions() -> None:
    header, data = cube("bsq", "<f8")
    mask = np.array([[0, 0, 0], [7, 7, 0], [7, 0, 0], [0, 0, 9]], np.uint16)
    assert [s.index for s in pixels(header, data, Sampling(mask=mask))] == [3, 4, 6, 11]
    seven, nine = pixels(header, data, Sampling(mask=mask, average=True))
    own = cube_values()[mask == 7]
    np.testing.assert_allclose(seven.values, own.mean(axis=0))
    assert seven.sigma is not None
    np.testing.assert_allclose(seven.sigma, own.std(axis=0, ddof=1))
    assert seven.facts.measurement.pixels == 3
    assert seven.facts.measurement.statistic == "average"
    assert seven.header["region"] == "7"
    assert nine.sigma is None
    assert nine.facts.measurement.pixels is None


def test_blocks_of_pixels_are_averaged_without_a_mask() -> None:
    header, data = cube("bip", "<f8")
    means = pixels(header, data, Sampling(every=2, average=True))
    np.testing.assert_allclose(means[0].values, cube_values()[:2, :2].mean(axis=(0, 1)))
    np.testing.assert_allclose(means[3].values, cube_values()[2:, 2:].mean(axis=(0, 1)))
    (whole,) = pixels(header, data, Sampling(average=True))
    np.testing.assert_allclose(whole.values, cube_values().mean(axis=(0, 1)))


def test_other_regions_are_other_spectra() -> None:
    header, data = cube()
    ways = [Sampling(average=True), Sampling(average=True, region=(0, 2, 0, 2))]
    ways += [Sampling(average=True, mask=np.full((LINES, SAMPLES), label, np.uint16)) for label in (2, 3)]
    assert len({pixels(header, data, way)[0].index for way in ways}) == len(ways)


def test_small_blocks_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    header, data = cube("bsq")
    ways = [Sampling(), Sampling(average=True), Sampling(every=3), Sampling(every=2, average=True)]
    before = [pixels(header, data, way) for way in ways]
    monkeypatch.setattr(images, "BLOCK_BYTES", 1)
    for way, expected in zip(ways, before, strict=True):
        after = pixels(header, data, way)
        for there, here in zip(after, expected, strict=True):
            np.testing.assert_allclose(there.values, here.values, rtol=1e-12)


def test_pixels_without_data_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    values = cube_values()
    values[0, 0] = 0.0
    values[2, 1] = -9999.0
    header, data = cube("bil", "<f8", values, data_ignore_value="-9999")
    assert [s.index for s in pixels(header, data)] == [i for i in range(12) if i not in (0, 7)]
    values[0] = 0.0
    header, data = cube("bil", "<f8", values, data_ignore_value="-9999")
    monkeypatch.setattr(images, "BLOCK_BYTES", 1)
    (mean,) = pixels(header, data, Sampling(average=True))
    assert mean.facts.measurement.pixels == 8


def test_bad_bands_are_marked_and_overlapping_sensors_sorted() -> None:
    axis = NANOMETRES.copy()
    axis[[10, 11]] = axis[[11, 10]]
    listed = "{" + ", ".join(f"{x:.3f}" for x in axis) + "}"
    header, data = cube(bbl="{" + ", ".join(["0"] + ["1"] * (BANDS - 1)) + "}", wavelength=listed)
    first = pixels(header, data)[0]
    assert first.mask[0] == MaskBit.BAD_BAND
    assert first.mask[10] & MaskBit.SEAM


@pytest.mark.parametrize(
    ("sampling", "part"),
    [
        (Sampling(region=(0, 99, 0, 1)), "leaves the image"),
        (Sampling(region=(2, 2, 0, 1)), "leaves the image"),
        (Sampling(mask=np.ones((2, 2), np.uint16)), "the mask has 2 lines"),
        (Sampling(mask=np.zeros((LINES, SAMPLES), np.uint16)), "leave no pixel"),
    ],
)
def test_what_does_not_fit_the_image_is_said(sampling: Sampling, part: str) -> None:
    with pytest.raises(Inconsistent, match=part):
        pixels(*cube(), sampling)


def test_too_many_pixels_name_a_way_out() -> None:
    header, data = cube()
    with pytest.raises(TooLarge, match="12 pixels") as caught:
        read(Content("a.img", data, header, limits=Limits(spectra=11)))
    assert "--every 2," in caught.value.remedy
    mask = np.array([[1, 0, 1], [0, 0, 0], [1, 0, 1], [0, 0, 0]], np.uint16)
    with pytest.raises(TooLarge, match="4 pixels") as caught:
        read(Content("a.img", data, header, Hints(sampling=Sampling(mask=mask)), Limits(spectra=3)))
    assert "--every 3," in caught.value.remedy  # 2 takes all four
    regions = Sampling(mask=np.arange(12, dtype=np.uint16).reshape(4, 3), average=True)
    with pytest.raises(TooLarge) as caught:
        read(Content("a.img", data, header, Hints(sampling=regions), Limits(spectra=3)))
    assert "--every" not in caught.value.remedy


def test_of_masked_pixels_every_nth_is_taken() -> None:
    mask = np.ones((LINES, SAMPLES), np.uint16)
    mask[2, 2] = 0
    assert [s.index for s in pixels(*cube(), Sampling(every=2, mask=mask))] == [0, 2, 2 * SAMPLES]


def test_the_index_of_a_mean_depends_only_on_what_has_an_effect() -> None:
    mask = np.zeros((LINES, SAMPLES), np.uint16)
    mask[1:3, :2] = 1
    ways = [Sampling(mask=mask, average=True), Sampling(mask=mask, average=True, every=5)]
    ways += [Sampling(mask=mask, average=True, region=region) for region in ((0, 4, 0, 3), (1, 3, 0, 2))]
    ways += [Sampling(average=True, region=(1, 3, 0, 2))]
    assert len({pixels(*cube(), way)[0].index for way in ways}) == 1


@pytest.mark.parametrize(
    ("entries", "kind"),
    [({"bands": "26"}, Truncated), ({"lines": "3"}, Inconsistent), ({"interleave": "bop"}, Inconsistent)],
)
def test_a_header_that_does_not_fit_its_data_is_refused(
    entries: dict[str, str], kind: type[ReadError]
) -> None:
    header, data = cube()
    for key, value in entries.items():
        before = next(line for line in header.split(b"\n") if line.startswith(key.encode()))
        header = header.replace(before, f"{key} = {value}".encode())
    outcome = interpret(Content("a.img", data, header), "a.img")
    assert isinstance(outcome.error, kind)


def test_classifications_and_single_bands_are_no_spectra() -> None:
    for entries in ({"file_type": "ENVI Classification"}, {"bands": "1"}):
        with pytest.raises(AboutSpectra, match="--mask"):
            read(Content("a.img", *reversed(cube(**entries))))


def test_units_and_scale_are_never_guessed() -> None:
    (first, *_) = pixels(*cube(wavelength_units="Unknown", z_plot_titles=""))
    assert (first.axis_kind, first.quantity) == (AxisKind.UNKNOWN, Quantity.UNKNOWN)
    (first, *_) = pixels(*cube(wavelength=""))
    assert [note.code for note in first.notes] == ["axis_missing"]
    with pytest.raises(Ambiguous):
        pixels(*cube("bil", "<f4", cube_values() * 10000))


def test_an_image_larger_than_memory_allows_is_read_from_the_disk(tmp_path: Path) -> None:
    header, data = cube("bsq")
    (tmp_path / "a.hdr").write_bytes(header)
    (tmp_path / "a.img").write_bytes(data)
    (item,) = scan([tmp_path], limits=replace(Limits(), member_bytes=1000), hints=Hints(sampling=Sampling(2)))
    assert item.error is None
    assert item.size == len(header) + len(data)
    assert [s.fingerprint() for s in item.spectra] == [
        s.fingerprint() for s in pixels(header, data, Sampling(2))
    ]
