"""What labels are believed to say."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Ambiguous
from pigment_archive.readers.meaning import axis_of, check_scale, looks_like_axis, meaning_of, quantity_of
from pigment_archive.records import Quantity, Technique
from pigment_archive.units import AxisKind

AXIS = np.array([400.0, 500.0])


@pytest.mark.parametrize(
    ("label", "kind", "unit"),
    [
        ("Raman shift (cm-1)", AxisKind.RAMAN_SHIFT, "cm-1"),
        ("raman_shift", AxisKind.RAMAN_SHIFT, "cm-1"),
        ("Raman Shift / cm⁻¹", AxisKind.RAMAN_SHIFT, "cm-1"),
        ("Wavenumber", AxisKind.WAVENUMBER, "cm-1"),
        ("wavenumber_cm-1", AxisKind.WAVENUMBER, "cm-1"),
        ("Wavenumbers [1/cm]", AxisKind.WAVENUMBER, "cm-1"),
        ("wavelength_nm", AxisKind.WAVELENGTH, "nm"),
        ("Wavelength (micrometers)", AxisKind.WAVELENGTH, "um"),
        ("wavelength/µm", AxisKind.WAVELENGTH, "um"),
        ("nm", AxisKind.WAVELENGTH, "nm"),
        ("Energy (keV)", AxisKind.ENERGY, "keV"),
        ("eV", AxisKind.ENERGY, "eV"),
        ("Channel#", AxisKind.CHANNEL, "channel"),
        ("Wvl (nm)", AxisKind.WAVELENGTH, "nm"),
        ("Wavenumber ($cm^{-1}$)", AxisKind.WAVENUMBER, "cm-1"),
    ],
)
def test_clear_labels_are_believed(label, kind, unit):
    assert axis_of(label) == (kind, unit)
    assert looks_like_axis(label)


@pytest.mark.parametrize("label", ["Binding Energy (eV)", "kinetic energy (eV)", "Photon energy (eV)"])
def test_other_energies_are_none_of_fluorescence(label):
    assert axis_of(label) is None
    assert meaning_of(label, "counts", None).technique is None


def test_irradiance_is_no_radiance_and_no_reflectance():
    assert quantity_of("Radiance (W/m2/sr/nm)") is Quantity.RADIANCE
    meaning = meaning_of("wavelength_nm", "Irradiance (W/m2/nm)", Technique.REFLECTANCE)
    assert (meaning.quantity, meaning.technique) == (Quantity.UNKNOWN, None)


def test_an_axis_in_another_unit_is_not_assumed():
    assert meaning_of("Wavelength (Å)", "reflectance", Technique.REFLECTANCE).kind is AxisKind.UNKNOWN


@pytest.mark.parametrize("label", ["cm-1", "wavelength", "energy", "wavelength (keV)", "energy (cm-1)"])
def test_labels_with_more_than_one_reading_stay_open(label):
    assert axis_of(label) is None
    assert looks_like_axis(label)


@pytest.mark.parametrize(
    "label", ["", "x", "sample", "intensity", "number", "GN 11-389", "cinnamon", "several"]
)
def test_other_words_are_no_axis(label):
    assert axis_of(label) is None
    assert not looks_like_axis(label)


@pytest.mark.parametrize(
    ("label", "quantity"),
    [
        ("Reflectance", Quantity.REFLECTANCE),
        ("% R", Quantity.REFLECTANCE),
        ("TRANSMITTANCE", Quantity.TRANSMITTANCE),
        ("absorbance", Quantity.ABSORBANCE),
        ("log(1/R)", Quantity.LOG_1_OVER_R),
        ("Kubelka-Munk", Quantity.KUBELKA_MUNK),
        ("Raman intensity", Quantity.INTENSITY),
        ("counts", Quantity.COUNTS),
        ("y", Quantity.UNKNOWN),
    ],
)
def test_quantities(label, quantity):
    assert quantity_of(label) is quantity


def test_a_wavenumber_is_a_shift_only_when_the_person_says_raman():
    assert meaning_of("wavenumber", "intensity", None).kind is AxisKind.WAVENUMBER
    meaning = meaning_of("wavenumber", "intensity", Technique.RAMAN)
    assert (meaning.kind, meaning.technique) == (AxisKind.RAMAN_SHIFT, Technique.RAMAN)


def test_a_technique_fills_an_unknown_axis_with_a_note_but_contradicts_nothing():
    filled = meaning_of("x", "y", Technique.RAMAN)
    assert (filled.kind, filled.quantity) == (AxisKind.RAMAN_SHIFT, Quantity.INTENSITY)
    assert [note.code for note in filled.notes] == ["axis_assumed", "quantity_assumed"]
    stated = meaning_of("wavelength_nm", "reflectance", Technique.RAMAN)
    assert (stated.kind, stated.technique) == (AxisKind.WAVELENGTH, Technique.REFLECTANCE)


def test_without_a_hint_an_unknown_axis_stays_unknown():
    meaning = meaning_of("x", "y", None)
    assert (meaning.kind, meaning.quantity, meaning.technique) == (AxisKind.UNKNOWN, Quantity.UNKNOWN, None)


def test_stated_percent_is_believed_for_ratios_only():
    assert meaning_of("wavelength_nm", "Reflectance (%)", None).percent
    assert not meaning_of("wavelength_nm", "intensity %", None).percent


def test_a_scale_is_concluded_from_all_values_and_noted():
    meaning = meaning_of("wavelength_nm", "reflectance", None)
    assert not check_scale(meaning, AXIS, np.array([0.1, 1.2])).percent
    percent = check_scale(meaning, AXIS, np.array([10.0, 90.0]))
    assert percent.percent
    assert [note.code for note in percent.notes] == ["scale_inferred"]
    with pytest.raises(Ambiguous, match="neither"):
        check_scale(meaning, AXIS, np.array([1000.0, 9000.0]))


@pytest.mark.parametrize(
    ("label", "hint", "kind", "unit"),
    [
        ("cm-1", Technique.FTIR_ATR, AxisKind.WAVENUMBER, "cm-1"),
        ("wavelength", Technique.REFLECTANCE, AxisKind.WAVELENGTH, "nm"),
        ("um", Technique.REFLECTANCE, AxisKind.WAVELENGTH, "um"),
        ("cm-1", Technique.REFLECTANCE, AxisKind.UNKNOWN, "unknown"),
        ("wavelength", Technique.RAMAN, AxisKind.UNKNOWN, "unknown"),
        ("keV", Technique.RAMAN, AxisKind.ENERGY, "keV"),
    ],
)
def test_a_hint_must_agree_with_what_the_label_does_say(label, hint, kind, unit):
    meaning = meaning_of(label, "", hint)
    assert (meaning.kind, meaning.unit) == (kind, unit)


@pytest.mark.parametrize("label", ["laser_wavelength", "Laser wavelength (nm)", "excitation nm"])
def test_the_light_is_not_the_axis(label):
    assert not looks_like_axis(label)


def test_one_glitch_does_not_turn_fractions_into_percent():
    values = np.append(np.full(500, 0.5), 30.0)
    assert not check_scale(meaning_of("wavelength_nm", "reflectance", None), AXIS, values).percent


def test_an_assumed_nanometre_axis_that_can_only_be_micrometres_is_ambiguous():
    meaning = meaning_of("", "", Technique.REFLECTANCE)
    with pytest.raises(Ambiguous, match="micrometres"):
        check_scale(meaning, np.array([0.35, 2.5]), np.array([0.1, 0.2]))
