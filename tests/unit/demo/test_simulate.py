"""The simulation does what its equations say: bands and features where the table has them."""

import numpy as np
import pytest

from pigment_archive.demo import simulate
from pigment_archive.demo.literature import Band, Feature, Pigment, pigments
from pigment_archive.demo.plan import BENCH_532

WITH_BANDS = [pigment for pigment in pigments() if pigment.bands]
AXIS = np.arange(50.0, 4000.0, 0.25)
NM = np.arange(300.0, 1100.0, 1.0)


def peaks(values: np.ndarray, axis: np.ndarray = AXIS) -> np.ndarray:
    inner = values[1:-1]
    return axis[1:-1][(inner > values[:-2]) & (inner >= values[2:])]


def stands_alone(band: Band, pigment: Pigment) -> bool:
    """No other band of the material is near enough to move its maximum or to swallow it."""
    others = [other for other in pigment.bands if other is not band]
    return all(
        abs(other.position - band.position)
        > (band.width + other.width) * max(1, other.intensity / band.intensity) ** 0.5
        for other in others
    )


def missed(pigment: Pigment, shift: float = 0.0) -> list[float]:
    """Positions of bands that stand alone and have no maximum within a tenth of their width."""
    found = peaks(simulate.scattering(pigment.bands, AXIS, shift=shift))
    return [
        band.position
        for band in pigment.bands
        if stands_alone(band, pigment)
        and np.abs(found - band.position).min() > max(0.1 * band.width, AXIS[1] - AXIS[0])
    ]


@pytest.mark.parametrize("pigment", WITH_BANDS, ids=lambda pigment: pigment.name)
def test_maxima_lie_at_the_published_positions(pigment: Pigment) -> None:
    assert missed(pigment) == []


def test_enough_bands_stand_alone_for_that_to_say_something() -> None:
    alone = [band for pigment in WITH_BANDS for band in pigment.bands if stands_alone(band, pigment)]
    assert len(alone) >= 180


def test_a_shifted_simulation_misses_the_positions() -> None:
    assert all(missed(p, shift=8.0) for p in WITH_BANDS if any(stands_alone(b, p) for b in p.bands))


@pytest.mark.parametrize("pigment", WITH_BANDS, ids=lambda pigment: pigment.name)
def test_the_highest_point_is_one_and_belongs_to_a_band(pigment: Pigment) -> None:
    values = simulate.scattering(pigment.bands, AXIS)
    assert values.max() == 1.0
    highest = AXIS[np.argmax(values)]
    assert min(abs(band.position - highest) for band in pigment.bands) < 4


def test_one_band_is_a_lorentzian_of_its_width() -> None:
    values = simulate.scattering([Band(1000.0, 0.4, 10.0, "s")], AXIS)
    expected = 1 / (1 + ((AXIS - 1000) / 5) ** 2)
    np.testing.assert_allclose(values, expected, atol=1e-12)


def test_resolution_widens_and_shift_moves() -> None:
    band = [Band(1000.0, 1.0, 6.0, "s")]
    sharp = simulate.scattering(band, AXIS)
    broad = simulate.scattering(band, AXIS, resolution=12.0, shift=1.5)
    assert (broad > 0.5).sum() > 2 * (sharp > 0.5).sum()
    assert AXIS[np.argmax(broad)] == pytest.approx(1001.5, abs=0.25)


def test_resolution_lowers_a_narrow_band_beside_a_wide_one() -> None:
    bands = [Band(400.0, 1.0, 60.0, "s"), Band(1000.0, 1.0, 4.0, "s")]
    broad = simulate.scattering(bands, AXIS, resolution=12.0)
    assert broad[AXIS == 1000.0][0] < 0.6 * broad[AXIS == 400.0][0]


def counts(sample: int, spot: int) -> np.ndarray:
    cinnabar = next(pigment for pigment in WITH_BANDS if pigment.name == "cinnabar")
    return simulate.raman_counts(
        cinnabar.bands, BENCH_532, sample=np.random.default_rng(sample), spot=np.random.default_rng(spot)
    )


def test_counts_are_whole_and_follow_from_the_generators() -> None:
    first = counts(1, 2)
    assert np.array_equal(first, counts(1, 2))
    assert first.shape == BENCH_532.axis.shape
    assert (first >= 0).all()
    assert (first == np.round(first)).all()
    assert not np.array_equal(first, counts(1, 3))


def test_spots_of_one_sample_are_more_alike_than_samples() -> None:
    """The orientation stays with the sample: the ratio of two bands varies less within one."""
    axis = BENCH_532.axis
    high, low = np.abs(axis - 253.4) < 3, np.abs(axis - 342.4) < 3

    def ratio(sample: int, spot: int) -> float:
        background = np.median(counts(sample, spot))
        values = counts(sample, spot) - background
        return float(np.log(values[high].max() / values[low].max()))

    within = np.std([ratio(1, spot) for spot in range(30)])
    between = np.std([ratio(sample, sample) for sample in range(30)])
    assert between > 1.3 * within


@pytest.mark.parametrize("pigment", [p for p in pigments() if p.features], ids=lambda p: p.name)
def test_reflectance_is_a_fraction_and_shows_its_features(pigment: Pigment) -> None:
    values = simulate.reflectance(pigment.features, NM)
    assert (values > 0).all()
    assert (values < 1).all()
    for feature in pigment.features:
        without = simulate.reflectance(
            [f for f in pigment.features if f is not feature] + _edges(pigment), NM
        )
        here = feature.position == NM
        change = simulate.reflectance([*pigment.features, *_edges(pigment)], NM)[here] - without[here]
        assert change[0] < 0 if feature.kind == "absorption" else change[0] > 0


def _edges(pigment: Pigment) -> list[Feature]:
    """A far edge and a far peak: they keep the assumed level the same when a feature is taken away."""
    return [Feature("edge", 5000.0, 0.1, 10.0, "s"), Feature("peak", 5000.0, 0.1, 10.0, "s")]


def test_an_edge_is_steepest_at_its_position_and_an_absorption_deepest() -> None:
    edge = simulate.reflectance([Feature("edge", 600.0, 0.5, 40.0, "s")], NM)
    assert NM[np.argmax(np.gradient(edge, NM))] == 600.0
    dip = simulate.reflectance([Feature("absorption", 550.0, 0.5, 80.0, "s")], NM)
    assert NM[np.argmin(dip)] == 550.0
    assert dip.min() == pytest.approx(0.5 * dip.max(), rel=1e-3)


def test_measured_reflectance_stays_a_fraction_and_follows_from_the_generators() -> None:
    features = [Feature("absorption", 550.0, 0.5, 80.0, "s")]

    def measured(seed: int) -> np.ndarray:
        sample, spot = np.random.default_rng([seed, 0]), np.random.default_rng([seed, 1])
        return simulate.measured_reflectance(features, NM, black=True, sample=sample, spot=spot)

    assert np.array_equal(measured(1), measured(1))
    assert not np.array_equal(measured(1), measured(2))
    assert (measured(1) >= 0).all()
    assert (measured(1) <= 1).all()
    assert measured(1).mean() < 0.1
