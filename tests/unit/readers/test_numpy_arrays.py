"""NumPy arrays: shapes, sizes, and nothing that could run."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from pigment_archive.errors import Ambiguous, Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers import numpy_arrays
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content, Limits
from pigment_archive.records import MaskBit, Quantity, Technique
from pigment_archive.units import AxisKind
from tests import spectrum_files as files


def read(data: bytes, **options):
    return numpy_arrays.read(Content("a.npy", data, **options))


@pytest.mark.parametrize("turn", [False, True])
@pytest.mark.parametrize("dtype", ["<f8", "<f4", ">f8"])
def test_two_rows_or_two_columns(turn, dtype):
    array = np.vstack([files.SHIFT, files.INTENSITY]).astype(dtype)
    (spectrum,) = read(files.npy(np.asfortranarray(array.T) if turn else array))
    np.testing.assert_array_equal(spectrum.axis, files.SHIFT.astype(dtype))
    np.testing.assert_array_equal(spectrum.values, files.INTENSITY.astype(dtype))
    assert spectrum.axis_kind is AxisKind.UNKNOWN


def test_the_technique_says_what_the_axis_is():
    (spectrum,) = read(files.npy(), hints=Hints(Technique.RAMAN))
    assert (spectrum.technique, spectrum.quantity) == (Technique.RAMAN, Quantity.INTENSITY)


def test_named_arrays_with_sigma_mask_and_labels():
    rows = np.vstack([files.INTENSITY, files.INTENSITY + 1])
    bits = np.zeros(rows.shape, np.uint8)
    bits[1, 2] = MaskBit.SATURATED
    data = files.npz(
        axis=files.SHIFT,
        values=rows,
        sigma=rows / 10,
        mask=bits,
        axis_label="raman shift",
        material="azurite",
    )
    first, second = read(data)
    assert (first.index, second.index) == (0, 1)
    assert second.mask[2] == MaskBit.SATURATED
    np.testing.assert_array_equal(second.sigma, rows[1] / 10)
    assert (first.facts.material.name, first.technique) == ("azurite", Technique.RAMAN)
    assert first.header == {"axis_label": "raman shift", "material": "azurite"}


def test_more_bytes_than_there_are_is_truncated_before_memory_is_asked_for():
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 50000000000), }"
    data = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header
    with pytest.raises(Truncated, match="800000000000"):
        read(data)


def test_objects_are_never_loaded():
    array = np.empty((2, 3), dtype=object)
    with pytest.raises(UnsupportedVariant):
        read(files.npy(array))


@pytest.mark.parametrize(
    ("array", "error"),
    [
        (np.zeros(4), Inconsistent),
        (np.zeros((3, 4)), Inconsistent),
        (np.eye(2), Ambiguous),
        (np.zeros((2, 3), complex), UnsupportedVariant),
    ],
)
def test_other_shapes_and_kinds_are_refused(array, error):
    with pytest.raises(error):
        read(files.npy(array))


@pytest.mark.parametrize(
    "arrays",
    [
        {"x": files.SHIFT, "y": files.INTENSITY},
        {"axis": files.SHIFT, "values": files.INTENSITY[:-1]},
        {"axis": files.SHIFT, "values": files.INTENSITY, "sigma": files.INTENSITY[:-1]},
        {"axis": np.array(["a", "b"]), "values": files.INTENSITY},
        {"axis": files.SHIFT, "values": np.array(["a"] * files.POINTS)},
    ],
)
def test_arrays_that_do_not_fit_are_inconsistent(arrays):
    with pytest.raises(Inconsistent):
        read(files.npz(**arrays))


def test_a_bomb_is_refused_by_its_declared_size():
    data = files.npz(compressed=True, axis=np.zeros(200_000), values=np.zeros(200_000))
    assert len(data) < 10_000
    with pytest.raises(TooLarge):
        read(data, limits=Limits(member_bytes=1_000_000))


def test_more_rows_than_the_limit_are_refused():
    with pytest.raises(TooLarge):
        read(files.npz(), limits=Limits(spectra=1))
