"""Axis and values are said once, converted from the raw numbers, and never against the file."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.curation.meaning import clarify, meaning_said
from pigment_archive.errors import InvalidFact
from pigment_archive.records import MaskBit, Note, Quantity, Spectrum
from pigment_archive.units import AxisKind

RAW = Spectrum(
    axis=[0.4, 0.5, 0.6],
    values=[40.0, 50.0, 60.0],
    sigma=[1.0, 1.0, 1.0],
    axis_kind=AxisKind.UNKNOWN,
    quantity=Quantity.UNKNOWN,
)


def said(**values: object):
    return meaning_said(values)  # type: ignore[arg-type]


def test_micrometres_and_percent_are_converted_once_and_noted():
    done = clarify(RAW, said(axis_unit="um", quantity="reflectance", percent=True), "review 2026-11-24")
    np.testing.assert_allclose(done.spectrum.axis, [400, 500, 600])
    np.testing.assert_allclose(done.spectrum.values, [0.4, 0.5, 0.6])
    np.testing.assert_allclose(done.spectrum.sigma, [0.01, 0.01, 0.01])
    assert done.spectrum.axis_kind is AxisKind.WAVELENGTH
    assert [note.code for note in done.notes] == [
        "axis_stated",
        "unit_converted",
        "quantity_stated",
        "percent_to_fraction",
    ]
    again = clarify(done.spectrum, said(axis_unit="um", quantity="reflectance"), "again", done.notes)
    assert again.spectrum is done.spectrum
    with pytest.raises(InvalidFact, match="already"):
        clarify(done.spectrum, said(percent=True), "again", done.notes)


def test_electronvolt_become_kiloelectronvolt():
    done = clarify(RAW, said(axis_unit="eV", quantity="counts"), "x")
    np.testing.assert_allclose(done.spectrum.axis, [0.0004, 0.0005, 0.0006])
    assert done.spectrum.axis_kind is AxisKind.ENERGY


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"axis_unit": "cm-1"}, "raman_shift or wavenumber"),
        ({"axis_kind": "wavelength"}, "needs its unit"),
        ({"axis_kind": "energy", "axis_unit": "nm"}, "does not fit"),
        ({"quantity": "counts", "percent": True}, "never percent"),
        ({"technique": "raman", "axis_unit": "nm"}, "raman is measured over raman_shift, not wavelength"),
    ],
)
def test_what_does_not_fit_together(values, expected):
    with pytest.raises(ValueError, match=expected):
        meaning_said(values)


def test_the_technique_helps_where_the_unit_alone_does_not():
    assert said(axis_unit="cm-1", technique="raman").kind is AxisKind.RAMAN_SHIFT
    assert said(axis_unit="cm-1", technique="ftir_atr").kind is AxisKind.WAVENUMBER
    assert said(axis_kind="raman_shift").unit == "cm-1"


def test_what_the_file_says_is_not_overridden():
    known = RAW.changed(axis_kind=AxisKind.WAVELENGTH, quantity=Quantity.REFLECTANCE)
    with pytest.raises(InvalidFact, match="axis is wavelength, not energy"):
        clarify(known, said(axis_unit="keV"), "x")
    with pytest.raises(InvalidFact, match="values are reflectance, not counts"):
        clarify(known, said(quantity="counts"), "x")


def test_what_the_reader_assumed_may_be_said_otherwise():
    assumed = RAW.changed(axis_kind=AxisKind.WAVELENGTH, quantity=Quantity.REFLECTANCE)
    notes = [Note(code="axis_assumed", text=""), Note(code="quantity_assumed", text="")]
    done = clarify(assumed, said(axis_unit="keV", quantity="counts"), "x", notes)
    assert (done.spectrum.axis_kind, done.spectrum.quantity) == (AxisKind.ENERGY, Quantity.COUNTS)
    with pytest.raises(InvalidFact):
        clarify(assumed, said(axis_unit="keV"), "x", [*notes, Note(code="unit_converted", text="")])


def test_what_was_said_wrongly_may_be_said_again_from_the_raw_numbers():
    wrong = clarify(RAW, said(axis_unit="um", quantity="intensity"), "first")
    right = clarify(wrong.spectrum, said(axis_unit="keV", quantity="counts"), "second", wrong.notes)
    np.testing.assert_allclose(right.spectrum.axis, RAW.axis)
    assert (right.spectrum.axis_kind, right.spectrum.quantity) == (AxisKind.ENERGY, Quantity.COUNTS)
    notes = (*wrong.notes, *right.notes)
    assert clarify(right.spectrum, said(axis_unit="keV", quantity="counts"), "x", notes).notes == ()
    third = clarify(right.spectrum, said(axis_unit="eV"), "third", notes)
    np.testing.assert_allclose(third.spectrum.axis, RAW.axis / 1000)


def test_a_wavenumber_may_be_a_raman_shift():
    known = RAW.changed(axis_kind=AxisKind.WAVENUMBER)
    assert clarify(known, said(axis_kind="raman_shift"), "x").spectrum.axis_kind is AxisKind.RAMAN_SHIFT


def test_values_beyond_a_fraction_need_the_word_percent():
    with pytest.raises(InvalidFact, match="Say percent"):
        clarify(RAW, said(quantity="reflectance"), "x")
    with pytest.raises(InvalidFact, match="quantity too"):
        clarify(RAW, said(percent=True), "x")


def test_zero_counts_are_data_once_they_are_said_to_be_counts():
    zeros = np.uint8(MaskBit.OUTSIDE_VALID_RANGE.value)
    unsaid = RAW.changed(
        values=[0.0, 5.0, 0.0], mask=[zeros, 0, zeros], notes=[Note(code="zeros_at_ends", text="")]
    )
    counted = clarify(unsaid, said(quantity="counts"), "x").spectrum
    assert not counted.mask.any()
    measured = clarify(unsaid, said(quantity="intensity"), "x").spectrum
    assert measured.mask.tolist() == [zeros, 0, zeros]


def test_saying_nothing_changes_nothing():
    assert clarify(RAW, said(), "x").spectrum is RAW


def test_percent_and_wavelengths_beyond_reason_are_refused():
    counts = RAW.changed(values=[4000.0, 5000.0, 6000.0])
    with pytest.raises(InvalidFact, match="beyond 200 and are no percent"):
        clarify(counts, said(quantity="reflectance", percent=True), "x")
    with pytest.raises(InvalidFact, match="in nm the axis would end at"):
        clarify(RAW, said(axis_unit="nm"), "x")
    with pytest.raises(InvalidFact, match="in um the axis would end at"):
        clarify(RAW.changed(axis=[400.0, 500.0, 2500.0]), said(axis_unit="um"), "x")


def test_what_the_reader_concluded_may_be_said_otherwise():
    known = RAW.changed(axis=[400.0, 500.0, 600.0], axis_kind=AxisKind.WAVENUMBER)
    with pytest.raises(InvalidFact):
        clarify(known, said(axis_unit="nm"), "x")
    notes = [Note(code="axis_concluded", text="")]
    assert clarify(known, said(axis_unit="nm"), "x", notes).spectrum.axis_kind is AxisKind.WAVELENGTH


def test_units_are_named_where_only_they_differ_and_the_units_of_the_file_are_no_contradiction():
    known = RAW.changed(axis=[400.0, 500.0, 600.0], axis_kind=AxisKind.WAVELENGTH)
    with pytest.raises(InvalidFact, match="axis is wavelength in nm, not in um"):
        clarify(known, said(axis_unit="um"), "x")
    notes = [Note(code="unit_converted", text="axis from um to nm")]
    assert clarify(known, said(axis_unit="um"), "x", notes).spectrum is known
    assert clarify(known, said(axis_unit="nm"), "x", notes).spectrum is known
