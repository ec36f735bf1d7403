from __future__ import annotations

import numpy as np
import pytest

from pigment_archive.readers.border import Meaning, Told, admit
from pigment_archive.readers.marks import gaps, marked
from pigment_archive.readers.ordering import Overlap
from pigment_archive.records import MaskBit, Quantity, Spectrum
from pigment_archive.units import AxisKind

SHIFT = AxisKind.RAMAN_SHIFT


def bits(values: list[float], quantity: Quantity, kind: AxisKind = SHIFT) -> list[int]:
    numbers = np.array(values, dtype=np.float64)
    mask, _ = marked(numbers, np.zeros(len(values), np.uint8), quantity, kind)
    return mask.tolist()


def test_a_plateau_at_the_ceiling_of_a_detector_is_saturated() -> None:
    values = [5.0, 65535.0, 65535.0, 65535.0, 7.0, 65535.0]
    assert bits(values, Quantity.INTENSITY) == [0, 2, 2, 2, 0, 0]
    assert bits(values, Quantity.REFLECTANCE) == [0] * 6


def test_a_weak_spectrum_whose_maximum_repeats_is_not_saturated() -> None:
    assert bits([1.0, 3.0, 3.0, 3.0, 0.5, 1.0], Quantity.COUNTS) == [0] * 6
    assert bits([1.0, 5000.0, 5000.0, 1.0], Quantity.COUNTS) == [0] * 4


def test_an_absorbance_of_exactly_six_is_clipped() -> None:
    assert bits([5.9, 6.0, 6.0001, 6.0], Quantity.ABSORBANCE) == [0, 2, 0, 2]


@pytest.mark.parametrize(
    ("quantity", "kind", "expected"),
    [
        (Quantity.REFLECTANCE, AxisKind.WAVELENGTH, [4, 4, 0, 0, 0, 4]),
        (Quantity.INTENSITY, SHIFT, [4, 4, 0, 0, 0, 4]),
        (Quantity.COUNTS, AxisKind.ENERGY, [0] * 6),
        (Quantity.UNKNOWN, AxisKind.ENERGY, [0] * 6),
    ],
)
def test_exact_zeros_at_the_ends_are_outside_unless_they_are_counts(
    quantity: Quantity, kind: AxisKind, expected: list[int]
) -> None:
    assert bits([0.0, 0.0, 1.0, 0.0, 2.0, 0.0], quantity, kind) == expected


def test_a_spectrum_of_zeros_is_left_as_it_is() -> None:
    assert bits([0.0] * 5, Quantity.REFLECTANCE) == [0] * 5


def test_a_gap_is_a_step_beyond_five_times_those_around_it() -> None:
    axis = np.concatenate([np.arange(0.0, 40.0), np.arange(45.5, 90.0), [96.0]])
    assert gaps(axis) == [40, 85]
    assert gaps(np.arange(50.0)) == []
    assert gaps(np.geomspace(1.0, 100.0, 60)) == []
    assert gaps(np.array([1.0, 2.0, 50.0])) == []


def taken(axis: list[float], **said: object) -> Spectrum:
    meaning = Meaning(AxisKind.WAVELENGTH, "nm", Quantity.REFLECTANCE)
    values = np.linspace(0.1, 0.5, len(axis))
    return admit(axis, values, meaning, Told(), **said)  # type: ignore[arg-type]


def test_overlapping_detectors_are_cut_in_the_middle_of_what_both_measured() -> None:
    axis = [400.0, 410.0, 420.0, 430.0, 440.0, 415.0, 425.0, 435.0, 445.0]
    spectrum = taken(axis, overlap=Overlap.CUT)
    assert spectrum.axis.tolist() == [400.0, 410.0, 420.0, 435.0, 445.0]
    assert spectrum.segments == ((0, 3), (3, 5))
    assert [note.code for note in spectrum.notes] == ["overlap_cut"]


def test_single_points_out_of_order_are_no_overlap() -> None:
    with pytest.raises(Exception, match="turns back at single points"):
        taken([400.0, 410.0, 405.0, 401.0, 402.0], overlap=Overlap.CUT)


def test_a_join_of_detectors_begins_a_segment() -> None:
    spectrum = taken([998.0, 999.0, 1000.0, 1001.0, 1002.0], joins=[1000.0])
    assert spectrum.segments == ((0, 3), (3, 5))
    assert (spectrum.mask & MaskBit.SEAM.value == 0).all()
