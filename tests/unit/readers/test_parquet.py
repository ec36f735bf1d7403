"""Parquet: tidy, long and wide tables, an archive's own table, and footers that ask for too much."""

from __future__ import annotations

import random

import numpy as np
import pyarrow.parquet as pq
import pytest

from pigment_archive.errors import Ambiguous, Inconsistent, ReadError, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers import parquet
from pigment_archive.readers.hints import Hints
from pigment_archive.readers.parquet.footer import declared_chunks
from pigment_archive.readers.parquet.tidy import technique_of
from pigment_archive.readers.reader import AboutSpectra, Content, Limits
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.spectrum_files import INTENSITY, MICROMETRES, REFLECTANCE, SHIFT
from tests.unit.readers import files_parquet as files


def read(data: bytes, *said, **options) -> list[Spectrum | ReadError]:
    return parquet.read(Content("a.parquet", data, hints=Hints(*said), **options))


def tidy(**changes) -> bytes:
    return files.parquet(
        {name: column for name, column in (files.TIDY | changes).items() if column is not None}
    )


def test_a_tidy_table():
    first, second = read(tidy())
    np.testing.assert_allclose(first.axis, 1000 * MICROMETRES)
    assert second.values.tolist() == (REFLECTANCE / 2).tolist()
    assert (first.axis_kind, first.quantity) == (AxisKind.WAVELENGTH, Quantity.REFLECTANCE)
    assert first.technique is Technique.REFLECTANCE
    assert (first.facts.material.name, first.facts.sample.name) == ("cinnabar", "S1")
    assert (second.facts.material.name, second.index) == (None, 1)
    assert first.header["value_unit"] == "reflectance (0-1)"
    assert "material" not in second.header


def test_row_groups_are_read_one_after_another():
    rows = 700
    many = {name: [column[0]] * rows for name, column in files.TIDY.items()}
    spectra = read(files.parquet(many, row_group_size=100))
    assert [s.index for s in spectra] == list(range(rows))


def test_without_units_the_axis_waits_for_the_technique():
    bare = {"axis": [SHIFT.tolist()], "values": [INTENSITY.tolist()]}
    assert read(files.parquet(bare))[0].axis_kind is AxisKind.UNKNOWN
    assert read(files.parquet(bare), Technique.RAMAN)[0].axis_kind is AxisKind.RAMAN_SHIFT


def test_wavenumbers_are_raman_shifts_where_the_technique_says_so():
    table = {"wavenumber": [SHIFT.tolist()], "intensity": [INTENSITY.tolist()]}
    assert read(files.parquet(table))[0].axis_kind is AxisKind.WAVENUMBER
    (spectrum,) = read(files.parquet(table), Technique.RAMAN)
    assert (spectrum.axis_kind, spectrum.technique) == (AxisKind.RAMAN_SHIFT, Technique.RAMAN)
    assert "axis_assumed" in [note.code for note in spectrum.notes]


def test_copies_of_spectra_in_other_files_are_left_out():
    paths = ["native/a.spc", "native/b.spc"]
    with pytest.raises(AboutSpectra, match="native_path"):
        read(tidy(native_path=paths))
    assert len(read(tidy(path=paths))) == 2


def test_lists_may_be_named_by_what_they_are():
    table = {"wavelength_nm": [(1000 * MICROMETRES).tolist()], "reflectance": [REFLECTANCE.tolist()]}
    (spectrum,) = read(files.parquet(table))
    assert spectrum.technique is Technique.REFLECTANCE


def test_a_row_that_is_refused_leaves_the_others():
    lists = [MICROMETRES.tolist(), MICROMETRES.tolist()[:-1]]
    taken, refused = read(tidy(axis=lists))
    assert isinstance(taken, Spectrum)
    assert isinstance(refused, Inconsistent)
    assert refused.where == "row 2"


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (files.long_form, AxisKind.RAMAN_SHIFT),
        (files.wide, AxisKind.WAVELENGTH),
        (files.columns, AxisKind.RAMAN_SHIFT),
    ],
)
def test_plain_tables_are_read_like_delimited_text(write, kind):
    spectra = read(write())
    assert {spectrum.axis_kind for spectrum in spectra} == {kind}
    values = REFLECTANCE if write is files.wide else INTENSITY
    assert spectra[0].values.tolist() == values.tolist()


def test_tables_about_spectra_are_skipped():
    for table in ({"sample": ["a", "b", "c"], "colour": ["red", "blue", "red"]}, {"peaks": [[1.0, 2.0]]}):
        with pytest.raises(AboutSpectra):
            read(files.parquet(table))


def test_lists_that_may_be_either_are_ambiguous():
    lists = {"axis": [[1.0, 2.0]], "one": [[1.0, 2.0]], "two": [[1.0, 2.0]]}
    with pytest.raises(Ambiguous, match="axis, one, two"):
        read(files.parquet(lists))


def test_the_records_of_an_archive_are_refused_with_a_remedy():
    own = {"record": ["r"], "accession": ["a"], "sha256": ["0"], "axis_kind": ["wavelength"]}
    with pytest.raises(UnsupportedVariant) as refused:
        read(files.parquet(own))
    assert "archive" in refused.value.remedy


def test_what_the_footer_declares_is_held_against_the_limits_before_it_is_decoded():
    data = files.parquet({"axis": [np.zeros(400_000)], "values": [np.zeros(400_000)]})
    assert len(data) < 10_000
    assert [values for values, _ in declared_chunks(data)] == [400_000, 400_000]
    with pytest.raises(TooLarge, match="expands"):
        read(data, limits=Limits(member_bytes=1_000_000))
    with pytest.raises(TooLarge):
        read(tidy(), limits=Limits(spectra=1))


def test_a_cut_table_is_truncated():
    data = tidy()
    for percent in range(1, 100):
        with pytest.raises(Truncated):
            read(data[: len(data) * percent // 100])


def test_damaged_footers_only_ever_raise_read_errors():
    noise = np.random.default_rng(5)
    data = tidy()
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    for _ in range(400):
        damaged = bytearray(data)
        damaged[int(noise.integers(footer, len(data)))] ^= 1 << int(noise.integers(0, 8))
        try:
            read(bytes(damaged))
        except (ReadError, AboutSpectra):
            continue


@pytest.mark.parametrize(
    ("text", "technique"),
    [
        ("Raman", Technique.RAMAN),
        ("XRF (handheld ED-XRF)", Technique.XRF),
        ("FTIR ATR", Technique.FTIR_ATR),
        ("ATR-FTIR", Technique.FTIR_ATR),
        ("FTIR transmission", Technique.FTIR_TRANSMISSION),
        ("FTIR reflectance", Technique.FTIR_REFLECTANCE),
        ("reflectance UV-Vis-NIR", Technique.REFLECTANCE),
        ("FORS", Technique.REFLECTANCE),
        ("FTIR (a library)", None),
        ("XRD", None),
        ("", None),
    ],
)
def test_techniques_in_free_text(text, technique):
    assert technique_of(text) is technique


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "rows", "kinds"),
    [
        ("hodgkins2018_organics", 58, {AxisKind.WAVENUMBER}),
        ("hyppigments", 1592, {AxisKind.WAVELENGTH}),
        ("msa_ochre_pxrf", 864, {AxisKind.ENERGY}),
        ("openspecy_testlib", 57, {AxisKind.RAMAN_SHIFT, AxisKind.UNKNOWN}),
    ],
)
def test_real_tidy_tables(data_dir, name, rows, kinds):
    path = data_dir / name / "tidy.parquet"
    whole = pq.read_table(path)
    with pytest.raises(AboutSpectra, match="other files"):
        read(path.read_bytes())
    renamed = {("place" if name == "native_path" else name): whole[name] for name in whole.column_names}
    spectra = read(files.parquet(renamed))
    assert len(spectra) == rows
    table = whole.select(["axis", "value", "sample_id"])
    for spectrum in random.Random(7).sample(spectra, 20):
        row = table.slice(spectrum.index, 1).to_pylist()[0]
        assert spectrum.axis_kind in kinds
        assert spectrum.axis.tolist() == row["axis"]
        np.testing.assert_array_equal(spectrum.values, np.float64(row["value"]))
        assert spectrum.facts.sample.name == row["sample_id"]
