from __future__ import annotations

import pytest

from pigment_archive.errors import Inconsistent, IntegrityError, InvalidFact, ReadError
from pigment_archive.records import Rights, Tier
from pigment_archive.storage.accessions import Accessions
from pigment_archive.storage.inspection import inspect_archive
from pigment_archive.storage.ledger import Event, Ledger, keyed_digest
from pigment_archive.storage.ocfl import sha512_of_file
from pigment_archive.storage.steps import IngestStep
from tests.unit.storage.samples import add_accession, amend_accession, contents, record


def test_what_went_in_comes_out(root, source):
    accession = add_accession(root, source, count=3)
    accessions = Accessions(root)
    assert accessions.ids() == [accession]
    assert accessions.tier(accession) is Tier.OPEN
    assert accessions.sources(accession) == ["sources/folder/vermilion.txt"]
    path = accessions.source_path(accession, "sources/folder/vermilion.txt")
    assert path.read_bytes() == source.read_bytes()
    records = list(accessions.read(accession))
    assert [item.provenance.index for item in records] == [0, 1, 2]
    assert list((root / "staging").iterdir()) == []


def test_known_originals_say_where_a_spectrum_is_kept(root, source):
    accession = add_accession(root, source, count=2)
    known = Accessions(root).known_originals()
    records = list(Accessions(root).read(accession))
    sha256 = records[0].provenance.sha256
    assert known == {
        (sha256, 0): (records[0].record, accession, Tier.OPEN, False),
        (sha256, 1): (records[1].record, accession, Tier.OPEN, False),
    }


def test_every_step_is_named_once_and_in_order(root, source):
    seen: list[IngestStep] = []
    add_accession(root, source, checkpoint=seen.append)
    assert seen == list(IngestStep)[:6]


def test_the_ledger_line_is_keyed_with_the_key_in_the_accession(root, source):
    accession = add_accession(root, source)
    folder = root / "accessions" / accession
    key = (folder / "v1/content/ledger.key").read_bytes()
    line = Ledger(root).lines()[-1]
    assert (line.event, line.subject) == (Event.ACCESSION_ADDED, accession)
    assert line.digest == keyed_digest(key, sha512_of_file(folder / "inventory.json"))
    assert len(set(key)) > 8


def test_two_accessions_of_the_same_file_tell_nothing_of_it(root, source):
    add_accession(root, source)
    add_accession(root, source)
    one, other = Ledger(root).lines()[1:]
    assert one.digest != other.digest
    assert source.name.encode() not in (root / "ledger.jsonl").read_bytes()


def test_leaving_without_commit_leaves_nothing(root, source):
    before = contents(root)
    with Accessions(root).begin(Tier.OPEN) as builder:
        builder.add_source(source, source.name)
        with pytest.raises(ReadError):
            builder.add_source(source.parent / "missing", "missing")
    assert contents(root) == before
    assert list((root / "staging").iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [{"accession": "another"}, {"source": "sources/other.txt"}, {"rights": Rights(tier=Tier.SEALED)}],
)
def test_a_record_of_elsewhere_is_refused(root, source, wrong):
    with Accessions(root).begin(Tier.OPEN) as builder:
        stored = builder.add_source(source, source.name)
        fields = {"accession": builder.accession, "source": stored.source, "sha256": stored.sha256, **wrong}
        with pytest.raises(InvalidFact):
            builder.commit([record(**fields)])
    assert Accessions(root).ids() == []


def test_a_file_that_changed_after_it_was_read_is_refused(root, source):
    with Accessions(root).begin(Tier.OPEN) as builder:
        stored = builder.add_source(source, source.name)
        with pytest.raises(Inconsistent):
            builder.commit([record(accession=builder.accession, source=stored.source, sha256="1" * 64)])
    assert Accessions(root).ids() == []


def test_an_amendment_is_a_new_version_and_keeps_the_old(root, source):
    accession = add_accession(root, source)
    folder = root / "accessions" / accession
    before = contents(folder)
    assert amend_accession(root, accession, "the label was wrong")
    after = contents(folder, but=lambda name: name in ("inventory.json", "inventory.json.sha512"))
    assert after.items() >= {name: before[name] for name in before if name.startswith("v1/")}.items()
    assert sorted(after.keys() - before.keys()) == [
        "v2/content/records.parquet", "v2/inventory.json", "v2/inventory.json.sha512",
    ]  # fmt: skip
    assert {item.review for item in Accessions(root).read(accession)} == {"the label was wrong"}
    assert [line.event for line in Ledger(root).lines()[1:]] == [
        Event.ACCESSION_ADDED,
        Event.ACCESSION_AMENDED,
    ]
    assert list(inspect_archive(root)) == []


def test_an_amendment_without_a_change_is_none(root, source):
    accession = add_accession(root, source)
    before = contents(root)
    assert not Accessions(root).amend(accession, list(Accessions(root).read(accession)))
    assert contents(root) == before


def test_an_amendment_back_points_to_the_first_version(root, source):
    accession = add_accession(root, source)
    first = list(Accessions(root).read(accession))
    amend_accession(root, accession)
    assert Accessions(root).amend(accession, first)
    assert {item.review for item in Accessions(root).read(accession)} == {None}
    assert list(inspect_archive(root)) == []


def test_an_amendment_neither_loses_records_nor_changes_their_tier(root, source):
    accession = add_accession(root, source)
    records = list(Accessions(root).read(accession))
    before = contents(root)
    sealed = [item.model_copy(update={"rights": Rights()}) for item in records]
    for wrong in (records[1:], sealed):
        with pytest.raises(InvalidFact):
            Accessions(root).amend(accession, wrong)
    assert contents(root) == before
    assert list((root / "staging").iterdir()) == []


def test_an_accession_that_is_not_there(root):
    with pytest.raises(IntegrityError):
        Accessions(root).read("00000000-0000-4000-8000-000000000000")
