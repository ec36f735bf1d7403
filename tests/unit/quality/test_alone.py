from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.quality import THRESHOLDS, Check, Finding, Verdict
from pigment_archive.quality.alone import check_alone
from pigment_archive.records import MaskBit, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.quality.samples import AXES, RECIPES, clean, spectrum

AXIS = AXES[Technique.RAMAN]


def judged(one: Spectrum, technique: Technique | None = Technique.RAMAN) -> dict[Check, Finding]:
    recipe = RECIPES[technique] if technique else None
    return {finding.check: finding for finding in check_alone(one, recipe, THRESHOLDS)}


@pytest.mark.parametrize("technique", list(AXES))
def test_a_clean_spectrum_passes_everything(technique) -> None:
    found = check_alone(clean(technique), RECIPES[technique], THRESHOLDS)
    assert [f.check for f in found] == list(Check)[:6]
    assert {f.verdict for f in found} <= {Verdict.OK, Verdict.NOT_APPLICABLE}
    assert all(f.remedy == "" for f in found)


def test_a_flat_spectrum_fails_and_a_weak_one_is_a_warning() -> None:
    assert judged(spectrum(AXIS, np.full(AXIS.size, 7.0)))[Check.FLAT].verdict is Verdict.FAILED
    assert judged(spectrum(AXIS, np.zeros(AXIS.size)))[Check.FLAT].verdict is Verdict.FAILED
    assert judged(spectrum(AXIS, 7.0 + 1e-4 * np.sin(AXIS)))[Check.FLAT].verdict is Verdict.WARNING


def test_fluorescence_dominates() -> None:
    found = judged(clean().changed(values=clean().values + 2_000.0 + 2 * AXIS))[Check.BASELINE_DOMINANCE]
    assert (found.verdict, found.value > 0.95) == (Verdict.WARNING, True)
    assert judged(clean())[Check.BASELINE_DOMINANCE].verdict is Verdict.OK


def test_reflectance_has_no_background() -> None:
    found = judged(clean(Technique.REFLECTANCE), Technique.REFLECTANCE)[Check.BASELINE_DOMINANCE]
    assert found.verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("hi", "verdict"),
    [(1300.0, Verdict.OK), (1100.0, Verdict.WARNING), (800.0, Verdict.FAILED), (130.0, Verdict.FAILED)],
)
def test_coverage_is_that_of_the_grid(hi, verdict) -> None:
    inside = hi > AXIS
    found = judged(spectrum(AXIS[inside], clean().values[inside]))[Check.COVERAGE]
    assert found.verdict is verdict
    assert found.value == pytest.approx(max((min(hi, 1280) - 150) / 1130, 0), abs=0.01)


def test_masked_points_are_not_covered() -> None:
    mask = np.where(AXIS > 700, MaskBit.BAD_BAND, 0).astype(np.uint8)
    assert judged(clean().changed(mask=mask))[Check.COVERAGE].verdict is Verdict.FAILED
    everything = np.full(AXIS.size, MaskBit.USER, np.uint8)
    assert judged(clean().changed(mask=everything))[Check.COVERAGE].value == 0.0


@pytest.mark.parametrize("axis_kind", [AxisKind.UNKNOWN, AxisKind.WAVELENGTH])
def test_without_the_right_axis_the_spectrum_itself_is_still_checked(axis_kind) -> None:
    found = judged(clean().changed(axis_kind=axis_kind, technique=None))
    assert found[Check.COVERAGE].verdict is Verdict.NOT_APPLICABLE
    assert found[Check.SIGNAL_TO_NOISE].verdict is Verdict.OK
    assert judged(clean(), None)[Check.COVERAGE].verdict is Verdict.NOT_APPLICABLE


def test_outside_the_window_the_whole_spectrum_is_looked_at() -> None:
    far = spectrum(AXIS + 2000.0, clean().values)
    assert judged(far)[Check.SIGNAL_TO_NOISE].verdict is Verdict.OK
    assert judged(far)[Check.COVERAGE].verdict is Verdict.FAILED


def test_the_laser_line_outside_the_window_is_no_signal() -> None:
    axis = np.arange(-50.0, 1300.0, 0.5)
    values = 1e6 * np.exp(-((axis / 10) ** 2)) + np.random.default_rng(0).normal(0, 5, axis.size)
    assert judged(spectrum(axis, values))[Check.SIGNAL_TO_NOISE].verdict is Verdict.FAILED


def test_of_a_few_points_only_what_can_be_said_is_said() -> None:
    found = judged(spectrum(np.linspace(150, 1280, 9), np.arange(9.0)))
    verdicts = [found[name].verdict for name in (Check.FLAT, Check.SIGNAL_TO_NOISE, Check.SPIKES)]
    assert verdicts == [Verdict.NOT_APPLICABLE] * 3
    assert found[Check.SATURATION].verdict is Verdict.OK
