from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import ocfl as oracle
import pytest

from pigment_archive.errors import IntegrityError
from pigment_archive.storage import ocfl
from tests.unit.storage.samples import add_accession

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def oracle_s_findings(root: Path) -> tuple[int, list[str]]:
    """How many objects ocfl-py saw, and every error of the root and the objects; None is an invalid root."""
    store = oracle.StorageRoot(str(root / "accessions"))
    valid = store.validate(validate_objects=True, check_digests=True)
    errors = [message for _, message in store.errors]
    return store.good_objects, errors if valid else ["invalid storage root", *errors]


def test_the_oracle_finds_no_error(filled):
    assert oracle_s_findings(filled) == (2, [])


def test_the_oracle_finds_no_error_in_odd_names(root, tmp_path):
    for name in ("größe.txt", "-dash", "space in name", "same", "a" * 240):
        (tmp_path / name).write_bytes(b"equal content in all of them")
        add_accession(root, tmp_path / name)
    assert oracle_s_findings(root) == (5, [])


def test_the_oracle_does_find_damage(filled):
    next((filled / "accessions").glob("*/v1/content/records.parquet")).write_bytes(b"other")
    assert oracle_s_findings(filled)[1] != []


def test_a_version_holds_only_what_is_new():
    first = ocfl.first_inventory("x", {"a": "1", "b": "2", "c": "1"}, NOW)
    second = ocfl.next_inventory(first, "b", "3", NOW)
    assert second.number == 2
    assert second.content() == {
        "v2/content/b": "3", "v1/content/a": "1", "v1/content/c": "1", "v1/content/b": "2",
    }  # fmt: skip
    assert [second.path_of(name) for name in second.names()] == [
        "v1/content/a",
        "v2/content/b",
        "v1/content/a",
    ]
    assert second.versions["v1"] == first.versions["v1"]


def test_content_once_held_is_pointed_to():
    first = ocfl.first_inventory("x", {"b": "2"}, NOW)
    third = ocfl.next_inventory(ocfl.next_inventory(first, "b", "3", NOW), "b", "2", NOW)
    assert third.path_of("b") == "v1/content/b"
    assert set(third.content()) == {"v1/content/b", "v2/content/b"}


def test_an_inventory_is_read_back(tmp_path):
    inventory = ocfl.first_inventory("x", {"a": "1"}, NOW)
    digest = ocfl.write_inventory(tmp_path, inventory)
    assert ocfl.read_inventory(tmp_path) == inventory
    assert (tmp_path / "inventory.json.sha512").read_text() == f"{digest} inventory.json\n"
    assert digest == ocfl.sha512_of_file(tmp_path / "inventory.json")


def test_a_damaged_inventory_is_an_integrity_error(tmp_path):
    (tmp_path / "inventory.json").write_text("{}")
    with pytest.raises(IntegrityError):
        ocfl.read_inventory(tmp_path)
