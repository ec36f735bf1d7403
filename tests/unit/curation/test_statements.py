"""One order for everything that is said: profile < sheet < options; a tier is never loosened."""

from __future__ import annotations

import pytest

from pigment_archive.curation.mistakes import SheetMistakes
from pigment_archive.curation.places import place_of
from pigment_archive.curation.profiles import KREMER
from pigment_archive.curation.statement import Said, facts_said, rights_said, sources_of
from pigment_archive.curation.statements import Statements, facts_of_options
from pigment_archive.errors import UsageError
from pigment_archive.records import Facts, Material, Rights, Sample, Tier
from tests.unit.curation.sheets import sheet
from tests.unit.curation.test_sheet import spectrum


def test_options_beat_the_sheet_and_the_sheet_beats_the_profile(tmp_path):
    read = sheet(tmp_path, "file,supplier,product,material\nkremer_44450.txt,Kremer GmbH,,ochre\n")
    statements = Statements({"material": Said("red ochre", "--fact")}, read, KREMER)
    said = statements.about(place_of("kremer_44450.txt", None), spectrum())
    assert sources_of(said) == {
        "collection": "profile kremer",
        "sample": "profile kremer",
        "sample_product": "profile kremer",
        "sample_supplier": "sheet facts.csv, row 2",
        "material": "--fact",
    }
    facts = facts_said(Facts(material=Material(name="x", formula="Fe2O3"), sample=Sample(lot="7")), said)
    assert facts.material == Material(name="red ochre", formula="Fe2O3")
    assert facts.sample == Sample(name="Kremer 44450", supplier="Kremer GmbH", product="44450", lot="7")


def test_rights_are_said_too():
    said = {"rights_review_date": Said("2030-01-01", "x"), "tier": Said("open", "x")}
    rights = rights_said(Rights(licence="CC0-1.0"), said)
    assert (rights.tier, rights.licence, str(rights.review_date)) == (Tier.OPEN, "CC0-1.0", "2030-01-01")


def test_an_option_never_loosens_the_tier_of_a_row(tmp_path):
    read = sheet(tmp_path, "file,tier\na.txt,open\nb.txt,sealed\nc.txt,aggregate\n")
    with pytest.raises(SheetMistakes) as caught:
        Statements({"tier": Said("open", "--tier")}, read)
    assert [mistake.row for mistake in caught.value.mistakes] == [3, 4]
    Statements({"tier": Said("sealed", "--tier")}, read)


def test_facts_of_options():
    assert facts_of_options(["material=azurite", "laser_wavelength=532,5"]) == {
        "material": "azurite",
        "laser_wavelength": 532.5,
    }


@pytest.mark.parametrize(
    "option",
    ["material", "material=", "materiall=x", "status=active", "laser_wavelength=red", "technique=ftir"],
)
def test_a_fact_that_cannot_be_said(option):
    with pytest.raises(UsageError):
        facts_of_options([option])
