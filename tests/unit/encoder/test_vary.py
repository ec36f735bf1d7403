"""Each effect of a variation alone: what it changes, and what it leaves."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from pigment_archive.encoder.augmentation import Augmentation
from pigment_archive.encoder.vary import Variation

POINTS = 300
PLACES = torch.arange(POINTS, dtype=torch.float32)
ROWS = 400


def band(count: int = ROWS, centre: float = 150.0) -> Tensor:
    """One band a spectrum, 0-1."""
    return torch.exp(-0.5 * ((PLACES - centre) / 5) ** 2).expand(count, POINTS).clone()


def edges(count: int = ROWS) -> Tensor:
    """Reflectances 0.15-0.78 with one edge on a slope."""
    return (0.15 + 1e-4 * PLACES + 0.6 / (1 + torch.exp((150 - PLACES) / 3))).expand(count, POINTS).clone()


def varied(x: Tensor, adds_up: Any = "values", *, seed: int = 0, **effects: Any) -> Tensor:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Variation(Augmentation(adds_up=adds_up, **effects), x.shape[1])(x)


@pytest.mark.parametrize("adds_up", ["values", "squares", "kubelka_munk"])
def test_without_effects_nothing_changes(adds_up: str) -> None:
    x = edges(3)
    torch.testing.assert_close(varied(x, adds_up), x, atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    "effect",
    [
        {"shift": 1.0}, {"stretch": 0.01}, {"blur": 1.0}, {"heights": 1.0}, {"dilution": 1.0},
        {"second": 0.5}, {"background": 0.1}, {"gain": 0.1}, {"noise": 0.01}, {"spikes": 1.0}, {"cut": 0.4},
    ],
    ids=lambda effect: next(iter(effect)),
)  # fmt: skip
def test_each_effect_changes_something_and_a_seed_decides_what(effect: dict[str, Any]) -> None:
    x = edges()
    x[::2] = edges(1).flip(1)
    kept = x.clone()
    first, again, other = (varied(x, "kubelka_munk", seed=seed, **effect) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert (first - x).abs().max() > 1e-3
    assert torch.isfinite(first).all()
    assert torch.equal(x, kept)


def test_a_shift_moves_a_band_by_about_that() -> None:
    moved = varied(band(), shift=2.0)
    centres = (moved * PLACES).sum(1) / moved.sum(1) - 150
    assert centres.std().item() == pytest.approx(2.0, rel=0.15)
    assert abs(centres.mean().item()) < 0.4


def test_a_stretch_moves_what_is_far_from_the_middle_and_not_the_middle() -> None:
    def moved(centre: float) -> float:
        found = varied(band(centre=centre), stretch=0.02)
        return ((found * PLACES).sum(1) / found.sum(1)).std().item()

    assert moved(149.5) < 0.1
    assert moved(249.5) == pytest.approx(2.0, rel=0.2)


def test_a_blur_lowers_a_band_and_keeps_its_area() -> None:
    found = varied(band(), blur=1.0)
    assert found.max(1).values.min() < 0.99 * band().max()
    assert (found.max(1).values <= 1.0 + 1e-6).all()
    torch.testing.assert_close(found.sum(1), band().sum(1), rtol=1e-3, atol=0)


def test_heights_change_bands_against_each_other_but_not_their_places() -> None:
    x = band(centre=80) + band(centre=220)
    found = varied(x, heights=0.5)
    ratio = found[:, 80] / found[:, 220]
    assert ratio.log().std() > 0.1
    assert (found[:, 60:100].argmax(1) + 60 - 80).abs().max() <= 4


def test_dilution_keeps_a_reflectance_between_0_and_1_and_changes_it_as_a_whole() -> None:
    x = edges()
    found = varied(x, "kubelka_munk", dilution=1.5)
    assert (found > 0).all()
    assert (found <= 1).all()
    change = torch.log(((1 - found) ** 2 / found) / ((1 - x) ** 2 / x))
    assert change.std(1).max() < 1e-3
    assert change[:, 0].abs().max() <= 1.5
    assert change[:, 0].abs().max() > 1.3


def test_a_second_material_takes_at_most_its_share_from_about_half_of_the_spectra() -> None:
    x = torch.cat([band(200, 80), band(200, 220)])
    found = varied(x, second=0.4)
    other = torch.cat([found[:200, 220], found[200:, 80]])
    assert 0.3 < other.max() <= 0.4
    assert 0.6 < (other < 1e-4).float().mean() < 0.9
    torch.testing.assert_close(found.sum(1), x.sum(1), rtol=1e-4, atol=0)


def test_a_background_is_smooth_positive_and_on_about_half_of_the_spectra() -> None:
    added = varied(band(), background=0.1) - band()
    assert added.min() > -1e-6
    assert 0.35 < (added.amax(1) > 1e-5).float().mean() < 0.65
    assert added.diff().abs().max() < 0.1 * added.max()


def test_gain_multiplies_a_spectrum_as_a_whole() -> None:
    found = varied(edges(), gain=0.1) / edges()
    assert found.std(1).max() < 1e-5
    assert found[:, 0].log().std().item() == pytest.approx(0.1, rel=0.15)


def test_noise_is_at_most_what_was_said() -> None:
    spread = (varied(edges(), noise=0.02) - edges()).std(1)
    assert 0.01 < spread.max() < 0.024
    assert spread.min() < 0.002


def test_a_spike_is_one_point_of_the_share_of_the_spectra() -> None:
    added = varied(edges(), spikes=0.3) - edges()
    assert 0.2 < (added.amax(1) > 1e-6).float().mean() < 0.4
    assert ((added > 1e-6).sum(1) <= 1).all()
    assert added.max() <= edges().max()


def test_a_cut_fills_the_ends_with_the_nearest_value_left() -> None:
    ramp = (0.1 + PLACES / 1000).expand(ROWS, POINTS).clone()
    found = varied(ramp, cut=0.2)
    for row in found:
        low, high = int((row == row[0]).sum()) - 1, POINTS - int((row == row[-1]).sum())
        assert torch.equal(row[low : high + 1], ramp[0, low : high + 1])
        assert low <= 0.2 * POINTS
        assert high >= 0.8 * POINTS - 1
    assert 0.15 < (found[:, 0] > ramp[:, 0]).float().mean() < 0.35
    assert 0.15 < (found[:, -1] < ramp[:, -1]).float().mean() < 0.35


@pytest.mark.parametrize("adds_up", ["values", "squares"])
def test_rescaling_makes_every_spectrum_span_0_to_1(adds_up: str) -> None:
    effects = {"heights": 1.0, "background": 0.3, "noise": 0.02, "gain": 0.5}
    found = varied(band(), adds_up, rescale=True, **effects)
    torch.testing.assert_close(found.amin(1), torch.zeros(ROWS))
    torch.testing.assert_close(found.amax(1), torch.ones(ROWS))
    left = varied(band(), adds_up, **effects)
    assert (left.amax(1) - 1).abs().max() > 0.1


def test_a_flat_spectrum_stays_finite() -> None:
    flat = torch.full((8, POINTS), 0.5)
    assert torch.isfinite(varied(flat, "squares", rescale=True, heights=1.0, shift=1.0)).all()
