"""Column maps: as text, found by the layout of a table, and over what labels say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pigment_archive.errors import Ambiguous, Inconsistent, UsageError
from pigment_archive.readers import delimited
from pigment_archive.readers.column_map import column_map_of
from pigment_archive.readers.hints import ColumnMap, Hints, layouts_mapped
from pigment_archive.readers.reader import Content
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind
from tests.unit.readers import files_delimited as files

FOUR = "Pixel;X;Signal;Ratio\n" + files.table(
    range(24), files.NM / 1000, files.COUNTS, files.PERCENT, delimiter=";"
)
HEADERLESS = files.table(range(24), files.NM, files.PERCENT, delimiter=",")
TELLING = "axis=2,values=4,unit=um,quantity=reflectance,scale=percent"


def read(text: str, *maps: ColumnMap, technique: Technique | None = None) -> list[Spectrum]:
    hints = Hints(technique, column_maps=maps)
    return delimited.read(Content("a.txt", text.encode(), hints=hints))


def test_the_text_counts_from_one_and_the_map_from_zero():
    assert column_map_of(TELLING) == ColumnMap(
        "", 1, (3,), None, AxisKind.WAVELENGTH, "um", Quantity.REFLECTANCE, True
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("axis=Wavelength", ColumnMap("", "Wavelength")),
        (" axis = 1 , values = 2 ", ColumnMap("", 0, (1,))),
        ("axis=1,values=3,4,Sample B,sigma=5", ColumnMap("", 0, (2, 3, "Sample B"), 4)),
        ("kind=Raman shift,unit=cm-1", ColumnMap("", axis_kind=AxisKind.RAMAN_SHIFT, axis_unit="cm-1")),
        ("unit=cm-1", ColumnMap("", axis_unit="cm-1")),
        ("quantity=counts,scale=fraction", ColumnMap("", quantity=Quantity.COUNTS, percent=False)),
    ],
)
def test_what_may_be_said(text, expected):
    assert column_map_of(text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not key=value"),
        ("2", "not key=value"),
        ("axis=", "not key=value"),
        ("axis=0", "counted from 1"),
        ("axis=1,2", "more than one column"),
        ("axis=1,axis=2", "said twice"),
        ("columns=1", "unknown"),
        ("axis=1,values=1", "two meanings"),
        ("values=2", "without the axis"),
        ("unit=furlong", "unknown"),
        ("unit=nm,kind=raman_shift", "does not fit"),
        ("kind=temperature", "none of"),
        ("quantity=unknown", "none of"),
        ("scale=much", "expected percent or fraction"),
    ],
)
def test_what_may_not_be_said(text, problem):
    with pytest.raises(UsageError, match=problem) as refused:
        column_map_of(text)
    assert "--columns" in refused.value.remedy


def test_a_map_given_on_the_spot_is_used_for_every_table_and_noted():
    (spectrum,) = read(FOUR, column_map_of(TELLING))
    np.testing.assert_allclose(spectrum.axis, files.NM, atol=0.1)
    np.testing.assert_allclose(spectrum.values, files.REFLECTANCE)
    assert (spectrum.axis_kind, spectrum.technique) == (AxisKind.WAVELENGTH, Technique.REFLECTANCE)
    assert [note.text for note in spectrum.notes if note.code == "column_map"] == [
        "columns were told: axis 2, values 4"
    ]
    (other,) = read(HEADERLESS, column_map_of("axis=2,values=3,unit=nm"))
    assert other.axis.tolist() == files.NM.tolist()


def test_columns_may_be_named_by_their_label():
    (spectrum,) = read(FOUR, column_map_of("axis=x,values=signal,unit=um"))
    assert spectrum.values.tolist() == files.COUNTS.tolist()


def test_without_a_map_the_columns_are_ambiguous():
    with pytest.raises(Ambiguous, match=r"1 Pixel, 2 X, 3 Signal, 4 Ratio") as refused:
        read(FOUR)
    assert "--columns" in refused.value.remedy


def test_a_remembered_map_is_used_for_tables_of_its_layout_alone():
    (told,) = read(FOUR, column_map_of(TELLING))
    (layout,) = layouts_mapped([told])
    remembered = replace(column_map_of(TELLING), layout=layout)
    again = FOUR.replace("1000.0000", "1001.0000")
    (spectrum,) = read(again, replace(remembered, layout="0" * 64), remembered)
    assert spectrum.fingerprint() == told.fingerprint()
    for other in (FOUR.replace("Signal", "Other"), HEADERLESS):
        with pytest.raises(Ambiguous):
            read(other, remembered)


def test_what_is_given_on_the_spot_goes_before_what_is_remembered():
    (layout,) = layouts_mapped(read(FOUR, column_map_of(TELLING)))
    remembered = replace(column_map_of(TELLING), layout=layout)
    (spectrum,) = read(FOUR, remembered, column_map_of("axis=2,values=3,unit=um"))
    assert spectrum.values.tolist() == files.COUNTS.tolist()


def test_tables_read_without_a_map_name_no_layout():
    assert layouts_mapped(read(files.shimadzu())) == ()


def test_a_map_without_columns_says_only_what_they_are():
    two = files.table(files.NM, files.PERCENT, delimiter=",")
    (spectrum,) = read(two, column_map_of("unit=nm,quantity=transmittance,scale=percent"))
    assert (spectrum.axis_kind, spectrum.quantity) == (AxisKind.WAVELENGTH, Quantity.TRANSMITTANCE)
    np.testing.assert_allclose(spectrum.values, files.REFLECTANCE)
    row = ",".join(f"{x}" for x in files.NM) + "\n" + ",".join(f"{y}" for y in files.REFLECTANCE) + "\n"
    (turned,) = read(row, column_map_of("unit=nm,quantity=reflectance"))
    assert turned.technique is Technique.REFLECTANCE
    assert layouts_mapped([spectrum, turned]) == ()  # bare numbers tell nothing about their device


def test_what_the_table_says_itself_is_never_overridden():
    table = "wavelength (nm),reflectance\n" + files.table(files.NM, files.REFLECTANCE, delimiter=",")
    (spectrum,) = read(table, column_map_of("axis=1,values=2,unit=um,quantity=transmittance"))
    np.testing.assert_allclose(spectrum.axis, files.NM)
    assert spectrum.quantity is Quantity.REFLECTANCE
    assert [note.code for note in spectrum.notes if note.code == "meaning_conflict"] == [
        "meaning_conflict"
    ] * 2
    (agreeing,) = read(table, column_map_of("axis=1,values=2,unit=nm,quantity=reflectance"))
    assert "meaning_conflict" not in [note.code for note in agreeing.notes]
    assert layouts_mapped([agreeing]) != ()


def test_reciprocal_centimetres_in_a_map_need_the_kind_or_the_technique():
    text = files.table(files.SHIFT, files.COUNTS, delimiter=",")
    told = column_map_of("axis=1,values=2,unit=cm-1,quantity=intensity")
    assert read(text, told)[0].axis_kind is AxisKind.UNKNOWN
    assert read(text, told, technique=Technique.RAMAN)[0].axis_kind is AxisKind.RAMAN_SHIFT
    assert read(text, replace(told, axis_kind=AxisKind.RAMAN_SHIFT))[0].technique is Technique.RAMAN


def test_a_fraction_that_was_told_is_not_taken_for_percent():
    text = "wavelength nm,reflectance\n" + files.table(files.NM, files.PERCENT, delimiter=",")
    assert read(text)[0].values.max() < 1
    assert read(text, column_map_of("scale=fraction"))[0].values.max() > 50


@pytest.mark.parametrize("told", ["axis=9,values=2", "axis=Wave,values=2", "axis=2,values=9"])
def test_columns_that_are_not_there_are_named(told):
    with pytest.raises(Inconsistent, match="was told") as refused:
        read(FOUR, column_map_of(told))
    assert "--columns" in refused.value.remedy
