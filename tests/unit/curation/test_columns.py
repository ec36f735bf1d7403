"""Columns are understood by name, by synonym and by what was said; a wrong unit makes them unknown."""

from __future__ import annotations

import pytest

from pigment_archive.curation.columns import SYNONYMS, digest_of, from_json, mapped, target_of, to_json
from pigment_archive.curation.statement import SAYABLE
from pigment_archive.errors import IntegrityError, UsageError
from pigment_archive.records import FIELDS


@pytest.mark.parametrize(
    ("label", "target"),
    [
        ("Pigment", "material"),
        ("pigment-name", "material"),
        ("Inventory No.", "object"),
        ("Kremer number", "sample_product"),
        ("Name of file", "file"),
        ("SAMPLE_SUPPLIER", "sample_supplier"),
        ("Laser wavelength (nm)", "laser_wavelength"),
        ("laser_wavelength_nm", "laser_wavelength"),
        ("Tube current [µA]", "tube_current"),
        ("Laser wavelength (um)", None),
        ("Tube current [mA]", None),
        ("Operator", None),
        ("status", None),
        ("", None),
    ],
)
def test_a_label_means_a_fact_or_nothing(label, target):
    assert target_of(label) == target


def test_every_fact_and_right_is_understood_under_its_own_name():
    names = [name for name, spec in FIELDS.items() if spec.path[0] in ("facts", "rights")]
    assert [name for name in names if target_of(name) != name] == []


def test_no_synonym_means_two_things_and_all_lead_somewhere():
    words = [word for synonyms in SYNONYMS.values() for word in synonyms]
    assert len(words) == len(set(words))
    assert [
        word for target, synonyms in SYNONYMS.items() for word in synonyms if target_of(word) != target
    ] == []
    assert set(SYNONYMS) - {"file", "spectrum", "record"} <= set(SAYABLE)


def test_a_map_is_said_and_remembered():
    said = mapped(["Ref=inventory number", "What = it is=material", "Notes=-"])
    assert said == {"ref": "object", "what = it is": "material", "notes": "-"}
    assert from_json(to_json(said), "x") == said


@pytest.mark.parametrize("option", ["material", "=material", "Ref=colour", "Ref=status"])
def test_a_map_that_cannot_be(option):
    with pytest.raises(UsageError):
        mapped([option])


@pytest.mark.parametrize("kept", ["[]", b"\xff", '{"columns": {"a": "status"}}', '{"columns": []}', ""])
def test_what_is_remembered_is_checked(kept):
    with pytest.raises(IntegrityError, match="--map"):
        from_json(kept, "mappings/x.json")


def test_the_digest_is_of_the_set_of_columns():
    assert digest_of(["File", "My pigment"]) == digest_of(["my_pigment", "file"])
    assert digest_of(["file"]) != digest_of(["file", "x"])


@pytest.mark.parametrize("label", ["exposure time (ms)", "exposure_ms", "Exposure [min]"])
def test_a_column_in_another_unit_is_not_mapped(label):
    with pytest.raises(UsageError, match="integration_time is in s"):
        mapped([f"{label}=integration_time"])


def test_a_column_in_the_unit_of_the_fact_or_without_one_is_mapped():
    assert mapped(["dwell (s)=integration_time"]) == {"dwell (s)": "integration_time"}
    assert mapped(["dwell=integration_time"]) == {"dwell": "integration_time"}
    assert mapped(["dwell (ms)=-", "what (red)=material"]) == {"dwell (ms)": "-", "what (red)": "material"}
