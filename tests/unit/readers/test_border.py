"""What is tolerated and refused at the border."""

from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.errors import Inconsistent, TooLarge
from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.ordering import Overlap
from pigment_archive.readers.reader import Limits
from pigment_archive.records import MaskBit, Quantity, Spectrum
from pigment_archive.units import AxisKind

SHIFT = Meaning(AxisKind.RAMAN_SHIFT, "cm-1", Quantity.INTENSITY)
MICRO = Meaning(AxisKind.WAVELENGTH, "um", Quantity.REFLECTANCE)
DELETED = -1.23e34


def taken(axis, values, meaning=SHIFT, **options) -> Spectrum:
    return admit(axis, values, meaning, Told(), **options)


def codes(spectrum: Spectrum) -> list[str]:
    return [note.code for note in spectrum.notes]


def test_a_rising_axis_is_taken_as_it_is_and_nothing_is_noted():
    spectrum = taken([1, 2, 4], [5, 6, 7])
    assert spectrum.axis.tolist() == [1, 2, 4]
    assert spectrum.values.tolist() == [5, 6, 7]
    assert not spectrum.mask.any()
    assert codes(spectrum) == []


def test_a_falling_axis_is_flipped_with_every_column():
    bits = [0, MaskBit.SATURATED, 0]
    spectrum = taken([4, 2, 1], [7, 6, 5], sigma=[0.7, 0.6, 0.5], width=[0.4, 0.2, 0.1], mask=bits)
    assert spectrum.axis.tolist() == [1, 2, 4]
    assert spectrum.values.tolist() == [5, 6, 7]
    assert spectrum.sigma.tolist() == [0.5, 0.6, 0.7]
    assert spectrum.width.tolist() == [0.1, 0.2, 0.4]
    assert spectrum.mask.tolist() == [0, MaskBit.SATURATED, 0]
    assert codes(spectrum) == ["axis_flipped"]


@pytest.mark.parametrize("sentinel", [DELETED, -1.23000002e34])
def test_a_sentinel_is_masked_even_when_it_was_rounded_to_float32(sentinel):
    spectrum = taken([1, 2, 3], [5, sentinel, 7], sentinels=(DELETED,))
    assert np.isnan(spectrum.values[1])
    assert spectrum.mask.tolist() == [0, MaskBit.MISSING, 0]


def test_a_value_near_but_not_at_a_sentinel_stays():
    assert taken([1, 2], [5, -1.24e34], sentinels=(DELETED,)).values[1] == -1.24e34


def test_points_whose_place_was_deleted_are_left_out_with_a_note():
    spectrum = taken([1, DELETED, 3, 4], [5, 6, 7, 8], sentinels=(DELETED,))
    assert spectrum.axis.tolist() == [1, 3, 4]
    assert codes(spectrum) == ["deleted_channels"]


def test_deleted_channels_that_alone_break_the_order_are_left_out():
    spectrum = taken([1, 2, 1.5, 3, 4], [5, 6, DELETED, 7, 8], sentinels=(DELETED,))
    assert spectrum.axis.tolist() == [1, 2, 3, 4]
    assert codes(spectrum) == ["deleted_channels"]


def test_deleted_channels_in_order_are_kept_as_missing():
    spectrum = taken([1, 2, 3, 4], [5, 6, DELETED, 7], sentinels=(DELETED,))
    assert spectrum.axis.size == 4
    assert codes(spectrum) == []


@pytest.mark.parametrize(
    "axis", [[1, 3, 2, 4], [1, 2, 2, 3], [1, 1, 1, 1], [4, 3, 3, 1]], ids=["back", "double", "flat", "fall"]
)
def test_an_axis_that_turns_or_repeats_is_refused(axis):
    with pytest.raises(Inconsistent, match="one way"):
        taken(axis, [1, 2, 3, 4])


def test_a_deleted_channel_does_not_excuse_a_good_one_out_of_order():
    with pytest.raises(Inconsistent):
        taken([1, 3, 2, 4, 0], [1, 2, 3, 4, DELETED], sentinels=(DELETED,))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_axis_that_is_not_finite_is_refused(bad):
    with pytest.raises(Inconsistent, match="not finite"):
        taken([1, bad, 3], [1, 2, 3])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_become_missing(bad):
    spectrum = taken([1, 2, 3], [1, bad, 3])
    assert spectrum.mask.tolist() == [0, MaskBit.MISSING, 0]
    assert np.isnan(spectrum.values[1])


def test_half_missing_is_taken_and_more_is_refused():
    assert taken([1, 2, 3, 4], [1, np.nan, np.nan, 4]).mask.sum() == 2
    with pytest.raises(Inconsistent, match="more than half"):
        taken([1, 2, 3, 4], [1, np.nan, np.nan, np.nan])


def test_micrometres_become_nanometres_with_their_width():
    spectrum = taken([0.4, 0.5], [0.1, 0.2], MICRO, width=[0.01, 0.02])
    assert spectrum.axis.tolist() == [400, 500]
    assert spectrum.width.tolist() == [10, 20]
    assert codes(spectrum) == ["unit_converted"]


def test_percent_becomes_a_fraction_with_its_sigma():
    meaning = Meaning(AxisKind.WAVELENGTH, "nm", Quantity.REFLECTANCE, percent=True)
    spectrum = taken([400, 500], [10, 20], meaning, sigma=[1, 2])
    assert spectrum.values.tolist() == [0.1, 0.2]
    assert spectrum.sigma.tolist() == [0.01, 0.02]
    assert codes(spectrum) == ["percent_to_fraction"]


def test_a_sigma_of_zero_means_not_measured():
    assert taken([1, 2], [1, 2], sigma=[0, 0]).sigma is None
    spectrum = taken([1, 2], [1, 2], sigma=[0, 0.5])
    assert np.isnan(spectrum.sigma[0])
    assert spectrum.sigma[1] == 0.5


def test_bands_of_overlapping_detectors_are_sorted_and_marked():
    spectrum = taken([400, 500, 600, 550, 650], [1, 2, 3, 4, 5], overlap=Overlap.SORT)
    assert spectrum.axis.tolist() == [400, 500, 550, 600, 650]
    assert spectrum.values.tolist() == [1, 2, 4, 3, 5]
    assert spectrum.mask.tolist() == [0, 0, MaskBit.SEAM, MaskBit.SEAM, 0]
    assert codes(spectrum) == ["bands_sorted"]


def test_two_bands_at_one_place_are_refused():
    with pytest.raises(Inconsistent, match="same place"):
        taken([400, 500, 450, 500], [1, 2, 3, 4], overlap=Overlap.SORT)


@pytest.mark.parametrize("options", [{"sigma": [1]}, {"width": [1, 2, 3]}, {"mask": [0]}])
def test_columns_of_another_length_are_refused(options):
    with pytest.raises(Inconsistent, match="shape"):
        taken([1, 2], [1, 2], **options)


def test_values_of_another_length_are_refused():
    with pytest.raises(Inconsistent, match="values"):
        taken([1, 2], [1, 2, 3])


@pytest.mark.parametrize("axis", [[], [1], [[1, 2]]])
def test_fewer_than_two_points_are_no_spectrum(axis):
    with pytest.raises(Inconsistent, match="two points"):
        taken(axis, axis)


def test_more_points_than_the_limit_are_refused():
    with pytest.raises(TooLarge):
        taken([1, 2, 3], [1, 2, 3], limits=Limits(points=2))


def test_deleted_channels_in_order_stay_as_a_gap_when_others_are_dropped():
    axis = np.arange(0.0, 20.0)
    values = np.ones(20)
    values[5:10] = -1.23e34  # in order: a gap that must stay known
    axis[12], values[12] = 3.0, -1.23e34  # out of order: dropped
    meaning = Meaning(AxisKind.WAVELENGTH, "nm", Quantity.REFLECTANCE)
    spectrum = admit(axis, values, meaning, Told(), sentinels=(-1.23e34,))
    assert spectrum.axis.size == 19
    assert np.isnan(spectrum.values).sum() == 5
    assert spectrum.notes[0].text == "1 deleted channels out of order were left out"
