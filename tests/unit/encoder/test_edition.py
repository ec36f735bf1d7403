"""The same weights under another card: described anew, or without what would give spectra away."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq

from pigment_archive.encoder import Bundle
from pigment_archive.encoder.bundle import CARD, SPLIT
from pigment_archive.encoder.card import DataSource, Description
from pigment_archive.encoder.edition import edition
from pigment_archive.encoder.exchange import open_exchanged, pack
from tests.unit.encoder.exchanged import Files


def opened(files: Mapping[str, bytes]) -> Bundle:
    return open_exchanged(Path("raman-1.zip"), files)


def test_a_model_described_anew_is_another_edition_of_the_same_weights(bundle: Bundle, files: Files) -> None:
    assert edition(bundle, files, None) == files
    first = Description(
        intended_use="Minerals.", data=(DataSource(collection="synthetic", licence="MIT", spectra=216),)
    )
    described = opened(edition(bundle, files, first))
    assert described.card.edition_of == bundle.digest
    assert described.card.sha256 == bundle.card.sha256
    assert described.card.created_at == bundle.card.created_at
    assert edition(bundle, files, first) == edition(bundle, files, first)
    again = Description(limits="Paint.", data=(DataSource(collection="synthetic", citation="Doe 2026"),))
    own = edition(bundle, files, first)
    said = opened(edition(described, own, again)).card
    assert said.description == Description(
        intended_use="Minerals.",
        limits="Paint.",
        data=(DataSource(collection="synthetic", citation="Doe 2026", spectra=216),),
    )
    more = Description(data=(DataSource(collection="other"),))
    named = [one.collection for one in opened(edition(described, own, more)).card.description.data]
    assert named == ["other", "synthetic"]


def sealed(files: Mapping[str, bytes]) -> tuple[Bundle, Files]:
    card = json.loads(files[CARD])
    card["publishable"], card["training"]["tiers"] = False, ["open", "sealed"]
    card["training"]["collections"] = ["smith-bequest"]
    card["description"]["data"] = [{"collection": "smith-bequest"}, {"collection": "rruff", "spectra": 9}]
    own = {**files, CARD: json.dumps(card).encode()}
    return opened(own), own


def test_a_model_that_saw_sealed_spectra_travels_without_their_names(files: Files) -> None:
    model, own = sealed(files)
    going = edition(model, own, None)
    arrived = opened(going)
    sent = pack(arrived, going)
    names = {"smith-bequest", *named_groups(own[SPLIT])}
    assert not [name for name in names if name.encode() in sent]
    assert [name for name in names if name.encode() in pack(model, own)]
    assert named_groups(going[SPLIT]) == []
    assert (arrived.card.split_included, arrived.card.edition_of) == (False, model.digest)
    assert (arrived.card.training.collections, arrived.card.description.data) == ((), ())
    assert edition(arrived, going, None) == going
    named = edition(model, own, Description(data=(DataSource(collection="rruff"),)))
    assert opened(named).card.description.data == (DataSource(collection="rruff", spectra=9),)
    assert b"smith-bequest" not in named[CARD]


def named_groups(split: bytes) -> list[str]:
    return pq.read_table(io.BytesIO(split))["group"].to_pylist()


def test_the_page_says_what_the_card_says(bundle: Bundle, files: Files) -> None:
    def page(model: Bundle, own: Mapping[str, bytes]) -> str:
        with zipfile.ZipFile(io.BytesIO(pack(model, own))) as archive:
            return archive.read("CARD.md").decode()

    plain = page(bundle, files)
    for heading in ("Intended use", "Out of scope", "Data and licences", "Split", "Metrics", "Limits"):
        assert f"\n## {heading}\n" in plain
    assert "Not for publication" not in plain
    assert f"--sha256 {bundle.digest}" in plain
    assert f"| reconstruction_mse, test | {bundle.card.metrics.reconstruction_mse.test:.4g} |" in plain
    model, own = sealed(files)
    files_out = edition(
        model,
        own,
        Description(
            experimental=True, data=(DataSource(collection="rruff", licence="free | with\ncitation"),)
        ),
    )
    told = page(opened(files_out), files_out)
    assert told.startswith("# raman-1\n\n> **Not for publication.**")
    assert "> **Experimental.**" in told
    assert "| rruff | 9 | free \\| with citation | Not stated by its maker. |" in told
    assert "split.parquet is empty" in told
