from __future__ import annotations

from pathlib import Path

import pytest

from pigment_archive.encoder import Bundle, Catalogue, family_name
from pigment_archive.errors import ModelNotFound
from pigment_archive.records import Technique


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    for name in ("raman-2", "raman-10", "raman-100_3500-1", "ftir_atr-1", ".raman-3.0f.partial", "notes"):
        (tmp_path / name).mkdir()
    return Catalogue(tmp_path)


def test_names_are_sorted_by_number_and_unfinished_ones_left_out(catalogue: Catalogue) -> None:
    assert catalogue.names() == ["ftir_atr-1", "raman-2", "raman-10", "raman-100_3500-1"]


def test_the_next_name_is_one_above_the_highest_of_its_family(catalogue: Catalogue) -> None:
    assert catalogue.next_name(Technique.RAMAN) == "raman-11"
    assert catalogue.next_name(Technique.RAMAN, (150.0, 1280.0)) == "raman-11"
    assert catalogue.next_name(Technique.RAMAN, (100.0, 3500.0)) == "raman-100_3500-2"
    assert catalogue.next_name(Technique.REFLECTANCE) == "reflectance-vnir-1"


def test_windows_of_one_technique_have_names_of_their_own() -> None:
    assert family_name(Technique.XRF) == "xrf"
    assert family_name(Technique.XRF, (0.5, 10.0)) == "xrf-0.5_10"


def test_an_empty_catalogue_has_no_names(tmp_path: Path) -> None:
    assert Catalogue(tmp_path / "models").names() == []


def test_an_unknown_name_is_told_what_there_is(catalogue: Catalogue) -> None:
    with pytest.raises(ModelNotFound, match="raman-10"):
        catalogue.path("raman-3")


def test_a_model_is_opened_by_name(bundle: Bundle) -> None:
    catalogue = Catalogue(bundle.path.parent)
    assert catalogue.open("raman-1", expected_digest=bundle.digest).card == bundle.card
