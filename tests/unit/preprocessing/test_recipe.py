from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from pydantic import ValidationError

from pigment_archive.errors import ModelMismatch, NoSignal, OutsideGrid, UsageError
from pigment_archive.preprocessing import (
    Prepared,
    Recipe,
    RemoveBaseline,
    RequireSignal,
    Resample,
    ScaleMean,
    ScaleRange,
    SquareRoot,
    default_recipe,
)
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind

RAMAN = default_recipe(Technique.RAMAN)


def raman(
    values: np.ndarray | None = None, lo: float = 100.0, hi: float = 1400.0, **fields: object
) -> Spectrum:
    axis = np.linspace(lo, hi, 900)
    if values is None:
        values = 50.0 + 0.01 * axis + 900 * np.exp(-0.5 * ((axis - 465) / 6) ** 2)
    given = {"axis_kind": AxisKind.RAMAN_SHIFT, "quantity": Quantity.INTENSITY, **fields}
    return Spectrum(axis=axis, values=values, **given)


def test_a_prepared_spectrum_keeps_its_peak_and_loses_its_background() -> None:
    prepared = RAMAN.prepare(raman())
    assert prepared.values.shape == prepared.raw.shape == RAMAN.grid.shape == (566,)
    assert RAMAN.grid[prepared.values.argmax()] == pytest.approx(465, abs=2)
    assert (prepared.values.min(), prepared.values.max()) == (0.0, 1.0)
    assert np.median(prepared.values) < 0.05
    assert prepared.raw.max() == pytest.approx(954.65, rel=0.05)
    assert (prepared.covered_from, prepared.covered_to, prepared.coverage) == (150.0, 1280.0, 1.0)


def test_a_flat_spectrum_is_refused_before_its_rounding_becomes_a_ramp() -> None:
    """The trap: after baseline removal a constant has a range of about 1e-11, scaled to a full ramp."""
    flat = np.full(566, 1234.5)
    left = RemoveBaseline().apply(flat, flat)
    assert 0 < np.ptp(left) < 1e-6 * 1234.5
    assert np.ptp(ScaleRange().apply(left, flat)) == 1.0
    with pytest.raises(NoSignal):
        RAMAN.prepare(raman(np.full(900, 1234.5)))


def test_a_spectrum_that_is_all_baseline_is_refused() -> None:
    with pytest.raises(NoSignal):
        RAMAN.prepare(raman(np.linspace(10.0, 2000.0, 900)))


def test_signal_outside_the_window_does_not_count() -> None:
    values = np.full(900, 7.0)
    values[-5:] = 100.0
    with pytest.raises(NoSignal):
        RAMAN.prepare(raman(values))


@pytest.mark.parametrize("needing", [RemoveBaseline(), ScaleMean(), ScaleRange()])
def test_a_recipe_that_does_not_ask_for_signal_first_cannot_be_made(
    needing: RemoveBaseline | ScaleMean | ScaleRange,
) -> None:
    for steps in ((needing,), (needing, RequireSignal())):
        with pytest.raises(ValidationError, match="require_signal must come before"):
            Recipe(**{**dict(RAMAN), "id": "", "steps": steps})


def test_coverage_below_the_minimum_is_outside_the_grid() -> None:
    kept = RAMAN.prepare(raman(lo=400.0))
    assert (kept.covered_from, kept.covered_to) == (400.0, 1280.0)
    assert kept.coverage == pytest.approx(441 / 566)
    for lo, hi in ((600.0, 1400.0), (2000.0, 3000.0), (20.0, 100.0)):
        with pytest.raises(OutsideGrid):
            RAMAN.prepare(raman(np.random.default_rng(0).normal(size=900), lo, hi))


def test_a_spectrum_of_another_kind_is_a_mismatch() -> None:
    with pytest.raises(ModelMismatch, match="raman_shift"):
        RAMAN.prepare(raman(axis_kind=AxisKind.WAVENUMBER))
    with pytest.raises(ModelMismatch, match="intensity"):
        RAMAN.prepare(raman(quantity=Quantity.TRANSMITTANCE))


def test_many_spectra_give_each_their_outcome_in_order() -> None:
    outcomes = RAMAN.prepare_many(
        [
            raman(),
            raman(np.zeros(900)),
            raman(axis_kind=AxisKind.ENERGY),
            raman(lo=1000.0, hi=1400.0),
            raman(),
        ]
    )
    assert [type(outcome) for outcome in outcomes] == [
        Prepared,
        NoSignal,
        ModelMismatch,
        OutsideGrid,
        Prepared,
    ]


def test_the_json_form_gives_the_same_recipe_back() -> None:
    for technique in Technique:
        recipe = default_recipe(technique)
        assert Recipe.model_validate_json(recipe.model_dump_json()) == recipe


def test_the_id_names_the_content_and_a_false_id_is_refused() -> None:
    assert RAMAN.id.startswith("raman-")
    assert RAMAN.id == default_recipe(Technique.RAMAN).id
    without_root = Recipe(**{**dict(RAMAN), "id": "", "steps": RAMAN.steps[:-1]})
    assert without_root.id != RAMAN.id
    tampered = RAMAN.model_dump_json().replace('"asymmetry":0.01', '"asymmetry":0.02')
    with pytest.raises(ModelMismatch, match="says"):
        Recipe.model_validate_json(tampered)


def test_default_windows_and_points() -> None:
    points = {technique.value: default_recipe(technique).resample.points for technique in Technique}
    assert points == {
        "raman": 566,
        "reflectance": 237,
        "ftir_atr": 1341,
        "ftir_transmission": 1341,
        "ftir_reflectance": 1341,
        "xrf": 976,
    }
    wide = default_recipe(Technique.RAMAN, (100.0, 3500.0))
    assert wide.window == (100.0, 3500.0)
    assert wide.resample.points == 1701


@pytest.mark.parametrize("window", [(0.0, 1e9), (9.0, 1.0), (5.0, 5.0), (0.0, float("nan"))])
def test_a_window_that_is_none_is_a_usage_error(window: tuple[float, float]) -> None:
    with pytest.raises(UsageError, match="a window rises"):
        default_recipe(Technique.RAMAN, window)


@pytest.mark.parametrize("technique", list(Technique))
def test_default_recipes_follow_the_traps_order(technique: Technique) -> None:
    kinds = [type(step) for step in default_recipe(technique).steps]
    assert kinds[0] is RequireSignal
    assert (RemoveBaseline in kinds) == (technique is Technique.RAMAN)
    assert (SquareRoot in kinds) == (technique in (Technique.RAMAN, Technique.XRF))


def test_a_reflectance_stays_the_fraction_it_is() -> None:
    axis = np.linspace(400.0, 1000.0, 300)
    values = 0.2 + 0.5 / (1 + np.exp((600 - axis) / 15))
    prepared = default_recipe(Technique.REFLECTANCE).prepare(
        Spectrum(axis=axis, values=values, axis_kind=AxisKind.WAVELENGTH, quantity=Quantity.REFLECTANCE)
    )
    np.testing.assert_array_equal(prepared.values, prepared.raw)
    assert (prepared.values.min(), prepared.values.max()) == pytest.approx((0.2, 0.7), abs=1e-3)


def test_xrf_counts_become_the_root_of_their_share_of_the_mean_whatever_the_measuring_time() -> None:
    recipe = default_recipe(Technique.XRF)
    assert [type(step) for step in recipe.steps] == [RequireSignal, ScaleMean, SquareRoot]
    axis = np.arange(0.0, 20.5, 0.02)
    counts = np.round(20 + 5000 * np.exp(-0.5 * ((axis - 6.4) / 0.07) ** 2))
    short, long = (
        recipe.prepare(
            Spectrum(axis=axis, values=n * counts, axis_kind=AxisKind.ENERGY, quantity=Quantity.COUNTS)
        )
        for n in (1, 10)
    )
    np.testing.assert_allclose(short.values, long.values, rtol=1e-12)
    np.testing.assert_allclose(short.values**2, short.raw / short.raw.mean())


def test_importing_it_is_light() -> None:
    heavy = {"torch", "sklearn", "pybaselines", "numba", "pyarrow", "pandas", "qdrant_client"}
    code = "import sys, pigment_archive.preprocessing; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(loaded.stdout.split())


def test_resample_is_not_one_of_the_later_steps() -> None:
    with pytest.raises(ValidationError):
        Recipe(**{**dict(RAMAN), "id": "", "steps": (Resample(lo=0, hi=1, points=9),)})
