"""RELAB: both forms of one spectrum, counted rows, sigma, and the reader of `spectral`."""

from __future__ import annotations

import numpy as np
import pytest
from spectral.database.relab import read_relab_file

from pigment_archive.errors import Inconsistent, Truncated, UnknownFormat
from pigment_archive.readers import relab
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_relab as files


def one(data: bytes, technique: Technique | None = None) -> Spectrum:
    (spectrum,) = relab.read(Content("x.asc", data, hints=Hints(technique)))
    assert isinstance(spectrum, Spectrum)
    return spectrum


def test_both_forms_hold_one_spectrum():
    measured, distributed = one(files.asc()), one(files.txt(sigma=True))
    for spectrum in (measured, distributed):
        np.testing.assert_allclose(spectrum.axis, files.AXIS, rtol=1e-15)
        assert spectrum.values.tolist() == files.REFLECTANCE.tolist()
        assert spectrum.sigma is not None
        assert spectrum.sigma.tolist() == files.SIGMA.tolist()
        assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVELENGTH, Quantity.REFLECTANCE)
        assert spectrum.technique is Technique.REFLECTANCE
        assert spectrum.facts.sample.name == "XX-YYY-001"
    assert one(files.asc(sigma=None)).sigma is None
    assert one(files.txt()).sigma is None


def test_facts_and_header_without_the_user():
    spectrum = one(files.asc())
    measurement = spectrum.facts.measurement
    assert measurement.measured_at == "2005-02-07T15:39:26"
    assert measurement.geometry == "Source Ang: 30.00 Detect Ang: 0.00"
    assert (spectrum.header["name"], spectrum.header["sample"]) == ("C1XX01      .ASC", "XX-YYY-001")
    assert "* User: Somebody" in spectrum.header["remarks"]
    assert "Somebody" not in spectrum.facts.model_dump_json()


def test_the_century_follows_from_the_age_of_the_laboratory():
    dated = [*files.REMARKS[:-1], " Date: 12-MAR-92, Time: 12:19:51"]
    assert one(files.asc(remarks=dated)).facts.measurement.measured_at == "1992-03-12T12:19:51"
    undated = [*files.REMARKS[:-1], " Date:             Time: 00:13:54"]
    assert one(files.asc(remarks=undated)).facts.measurement.measured_at is None


def test_a_row_without_its_standard_deviation_is_measured_all_the_same():
    sigma = files.SIGMA.copy()
    sigma[7] = 0.0
    spectrum = one(files.asc(sigma=sigma))
    assert spectrum.sigma is not None
    assert np.flatnonzero(np.isnan(spectrum.sigma)).tolist() == [7]
    assert not spectrum.mask.any()


def test_counted_and_decoded_lengths_agree():
    with pytest.raises(Truncated, match="400 of 401"):
        one(files.asc(count=401))
    with pytest.raises(Inconsistent, match="more rows"):
        one(files.asc(count=399))
    with pytest.raises(Truncated, match="sample"):
        one(files.asc(remarks=[]))
    data = files.asc()
    for end in range(20, data.index(b"C1XX01"), 137):
        with pytest.raises(Truncated):
            one(data[:end])
    cut, whole = one(data[: data.index(b"Source")]), one(data)
    assert [note.code for note in cut.notes] == ["trailing_cut"]
    assert (cut.fingerprint(), whole.notes) == (whole.fingerprint(), ())


def test_a_cut_inside_a_row_of_the_form_without_a_count_is_noticed():
    data = files.txt(end="")
    assert one(data).values.size == files.POINTS
    for cut in (1, 4, 7, 8):
        with pytest.raises(Truncated, match="last row"):
            one(data[:-cut])


def test_the_overlap_of_two_instruments_is_cut():
    axis = np.concatenate([320.0 + 10.0 * np.arange(30), 580.0 + 10.0 * np.arange(30)])
    spectrum = one(files.asc(axis=axis))
    assert spectrum.axis.tolist() == (320.0 + 10.0 * np.arange(56)).tolist()
    assert len(spectrum.segments) == 2


def test_other_counts_and_numbers_are_not_taken():
    for other in (
        b"3\n1.0 2.0\n2.0 3.0\n3.0 4.0\n",
        b"60\nC 0.0 0.0 0.0\n",
        b"  24\n  320.0,  0.04899\n",
        b"12\n\n",
    ):
        assert not relab.sniff(other, "x.asc")
    assert relab.sniff(files.asc(), "x.dat")
    assert relab.sniff(files.txt(), "x.dat")


def test_broken_files_are_refused():
    with pytest.raises(UnknownFormat):
        one(b"x" + files.txt()[40:])
    with pytest.raises(Inconsistent):
        one(files.asc().replace(b"420.0", b"42x.0"))
    with pytest.raises(Inconsistent):
        one(files.txt().replace(b"\tReflectance", b""))


def test_the_real_spectrum_is_the_same_in_both_forms_and_in_spectral(data_dir):
    folder = data_dir / "formats" / "relab-asc" / "spectralpython+spectral" / "data" / "mem" / "mm"
    measured, distributed = (one((folder / f"bkr1mm074ws.{end}").read_bytes()) for end in ("asc", "txt"))
    signature = read_relab_file(str(folder / "bkr1mm074ws.asc"))
    assert measured.axis.tolist() == signature.x
    assert measured.values.tolist() == signature.y
    np.testing.assert_allclose(distributed.axis, measured.axis, atol=0.051)
    np.testing.assert_array_equal(distributed.values, measured.values)
    assert measured.facts.sample == distributed.facts.sample
