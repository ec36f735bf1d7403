"""The models that ship with the package: listed, imported when asked for, and each with its sources."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import pigment_archive as pa
from pigment_archive.encoder.card import Card, Description
from pigment_archive.encoder.exchange import open_exchanged, read_bundle_files
from pigment_archive.errors import ModelNotFound
from pigment_archive.records import Technique
from pigment_archive.starters import catalogue, starter_path, starters
from pigment_archive.workflows.init import init
from pigment_archive.workflows.model_exchange import import_model
from pigment_archive.workflows.models import list_models


@pytest.fixture
def shipped(exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the trained model shipped with the package."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    shutil.copy(exported, folder / "raman.zip")
    monkeypatch.setattr(catalogue, "_FOLDER", folder)


@pytest.mark.usefixtures("shipped")
def test_a_starter_is_listed_and_imported_by_its_name(elsewhere: Path) -> None:
    with pa.open(elsewhere) as there:
        (before,) = list_models(there, with_starters=True).starters
        assert (before.starter, before.technique, before.here_as) == ("starter:raman", "raman", None)
        with pytest.raises(ModelNotFound, match=r"archive models import starter:raman$"):
            there.current_model(Technique.RAMAN)
        with pytest.raises(ModelNotFound, match=r"archive train xrf$"):
            there.current_model(Technique.XRF)
        with pytest.raises(ModelNotFound, match="but raman"):
            import_model(there, "starter:xrf")
        assert import_model(there, "starter:raman").model == "raman-1"
        assert there.current_model(Technique.RAMAN).digest == before.digest
        report = list_models(there, with_starters=True)
        assert report.starters[0].here_as == "raman-1"
        assert [len(rows) for _, rows in report.tables()] == [1, 1]
        assert list_models(there).starters == ()


@pytest.mark.usefixtures("shipped")
def test_a_new_archive_has_the_starters_only_if_that_is_said(tmp_path: Path) -> None:
    assert init(tmp_path / "plain").models == ()
    assert init(tmp_path / "ready", with_starters=True).models == ("raman-1",)
    with pa.open(tmp_path / "ready") as ready:
        assert ready.description.models == {Technique.RAMAN: "raman-1"}
        assert pa.verify(ready).findings == ()


def unfit_to_ship(card: Card) -> list[str]:
    """What a starter's card must say and does not."""
    found = [] if card.publishable else ["it has seen spectra that are not open"]
    said = card.description
    found += [f"no {word}" for word in ("intended_use", "limits", "licence") if not getattr(said, word)]
    found += [f"{one.collection} without licence" for one in said.data if not one.licence]
    found += [f"{one.collection} without citation" for one in said.data if not one.citation]
    found += [
        f"{name} not described" for name in {*card.training.collections} - {d.collection for d in said.data}
    ]
    ftir = card.technique.value.startswith("ftir")
    return found + (["not called experimental"] if ftir and not said.experimental else [])


def test_every_starter_that_ships_says_what_it_was_made_from() -> None:
    for name in starters():
        path = starter_path(name)
        card = open_exchanged(path, read_bundle_files(path)).card
        assert unfit_to_ship(card) == [], name
        assert name.startswith(card.technique.value)
        assert path.stat().st_size < 8 << 20


def test_a_card_that_says_nothing_is_not_fit_to_ship(exported: Path) -> None:
    card = open_exchanged(exported, read_bundle_files(exported)).card
    unsaid = {"no intended_use", "no limits", "no licence"}
    assert set(unfit_to_ship(card)) == unsaid | {"demo without licence", "demo without citation"}
    silent = {"description": Description(), "technique": Technique.FTIR_ATR, "publishable": False}
    assert set(unfit_to_ship(card.model_copy(update=silent))) == unsaid | {
        "demo not described",
        "not called experimental",
        "it has seen spectra that are not open",
    }
