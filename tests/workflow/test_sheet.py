"""Facts beside the files: sheets, profiles and options on an ingest, with their sources kept."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

import pigment_archive as pa
from pigment_archive.curation.mistakes import SheetMistakes
from pigment_archive.errors import UsageError
from pigment_archive.records import Record, Tier
from tests.workflow.command import archive

LABELLED = "Raman shift (cm-1),intensity\n"


def rows(seed: int) -> str:
    return "".join(f"{150 + 4 * i},{(i * seed) % 97}\n" for i in range(290))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    pa.init(tmp_path / "archive")
    return tmp_path / "archive"


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Three labelled files and one without units."""
    folder = tmp_path / "lab"
    folder.mkdir()
    for number, name in enumerate(("a.txt", "b.txt", "c.txt"), start=1):
        (folder / name).write_text(f"# material: file says {name}\n{LABELLED}{rows(number)}")
    (folder / "bare.txt").write_text(rows(7))
    return folder


def sheet(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "facts.csv"
    path.write_text(text)
    return path


def ingest(root: Path, *paths: Path, **said: Any) -> tuple[Any, dict[str, Record]]:
    """The report, and the records by the name of their file."""
    with pa.open(root) as opened:
        report = pa.ingest(opened, paths, **said)
        records = [r for a in opened.accessions.ids() for r in opened.accessions.read(a)]
        assert pa.verify(opened).findings == ()
    return report, {Path(record.provenance.source).name: record for record in records}


def test_facts_are_joined_and_keep_their_source(root: Path, batch: Path, tmp_path: Path) -> None:
    facts = sheet(tmp_path, "file,material,sample,laser\na.txt,azurite,S1,785\nb.txt,,S2,\nnone.txt,x,,\n")
    report, records = ingest(
        root, batch, sheet=facts, facts=("object=Inv. 7", "sample=S9"), licence="CC0-1.0", collection="mine"
    )
    one = records["a.txt"]
    assert (one.facts.material.name, one.facts.sample.name, one.facts.object.name) == (
        "azurite",
        "S9",
        "Inv. 7",
    )
    assert one.provenance.stated == {
        "material": "sheet facts.csv, row 2",
        "laser_wavelength": "sheet facts.csv, row 2",
        "object": "--fact",
        "sample": "--fact",
        "rights_licence": "--licence",
        "collection": "--collection",
    }
    assert one.spectrum.facts.material.name == "file says a.txt"
    assert records["b.txt"].facts.material.name == "file says b.txt"
    assert "material" not in records["b.txt"].provenance.stated
    use = report.sheet
    assert (use.rows, use.rows_used, use.rows_unused) == (3, 2, (4,))
    assert (use.files_without_row, use.first_files_without_row) == (2, ("lab/bare.txt", "lab/c.txt"))


def test_a_sheet_answers_what_a_file_does_not_say(root: Path, batch: Path, tmp_path: Path) -> None:
    facts = sheet(tmp_path, "file,technique,axis,unit,quantity\nbare*,raman,raman shift,cm-1,intensity\n")
    report, records = ingest(root, batch, sheet=facts)
    assert report.needs_review == 0
    record = records["bare.txt"]
    assert (record.technique, record.status, record.spectrum.axis_kind) == ("raman", "active", "raman_shift")


def test_a_technique_for_all_files_of_a_container_is_a_hint_for_each(
    root: Path, batch: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as container:
        container.write(batch / "bare.txt", "deep/bare.txt")
    report, records = ingest(
        root, tmp_path / "pack.zip", sheet=sheet(tmp_path, "file,technique\npack.zip,raman\n")
    )
    assert report.needs_review == 0
    assert records["pack.zip"].spectrum.axis_kind == "raman_shift"


def test_a_technique_that_contradicts_the_file_waits_for_review(
    root: Path, batch: Path, tmp_path: Path
) -> None:
    report, records = ingest(root, batch / "a.txt", sheet=sheet(tmp_path, "file,technique\na.txt,xrf\n"))
    reason = "the file says the technique is raman, sheet facts.csv, row 2 says xrf"
    assert report.review_reasons == {reason: 1}
    record = records["a.txt"]
    assert (record.technique, record.status, record.review) == ("raman", "needs_review", reason)
    assert "technique" not in record.provenance.stated


def test_an_axis_that_contradicts_the_file_waits_for_review(root: Path, batch: Path, tmp_path: Path) -> None:
    report, records = ingest(root, batch / "a.txt", sheet=sheet(tmp_path, "file,unit\na.txt,nm\n"))
    assert "raman_shift, not wavelength" in str(records["a.txt"].review)
    assert records["a.txt"].provenance.stated == {}
    assert report.stored == 1


def test_a_tier_a_row_makes_an_accession_a_tier(root: Path, batch: Path, tmp_path: Path) -> None:
    facts = sheet(tmp_path, "file,tier,basis,review date\na.txt,open,deed 1,2030-01-01\nb.txt,aggregate,,\n")
    report, records = ingest(root, batch, sheet=facts)
    assert len(report.accessions) == 3
    assert {name: record.rights.tier for name, record in records.items()} == {
        "a.txt": Tier.OPEN,
        "b.txt": Tier.AGGREGATE,
        "c.txt": Tier.SEALED,
        "bare.txt": Tier.SEALED,
    }
    assert (records["a.txt"].rights.basis, str(records["a.txt"].rights.review_date)) == (
        "deed 1",
        "2030-01-01",
    )
    with pa.open(root) as opened:
        held = {opened.accessions.tier(a): opened.accessions.sources(a) for a in opened.accessions.ids()}
    assert held[Tier.OPEN] == ["sources/lab/a.txt"]


def test_a_file_is_not_split_between_tiers(root: Path, batch: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as container:
        for name in ("a.txt", "b.txt"):
            container.write(batch / name, name)
    facts = sheet(tmp_path, "file,tier\na.txt,open\nb.txt,sealed\n")
    report, records = ingest(root, tmp_path / "pack.zip", batch / "c.txt", sheet=facts)
    assert set(records) == {"c.txt"}
    assert [(one.code, "open and sealed" in one.reason) for one in report.refused] == [("invalid_fact", True)]


def test_mistakes_are_listed_before_anything_is_written(root: Path, batch: Path, tmp_path: Path) -> None:
    facts = sheet(tmp_path, "file,tier,laser\na.txt,public,red\n*a.txt,,532\na*.txt,,532\n")
    before = sorted(root.rglob("*"))
    told = archive("ingest", batch, "--sheet", facts, "--archive", root, "--json")
    assert told.status == 22
    assert [(one["row"], one["column"]) for one in told.document["mistakes"]] == [(2, "laser"), (2, "tier")]
    sheet(tmp_path, "file,laser\n*a.txt,532\na*.txt,532\n")
    with pytest.raises(SheetMistakes):
        ingest(root, batch, sheet=facts)
    assert sorted(path for path in root.rglob("*") if path.name != "lock") == [
        path for path in before if path.name != "lock"
    ]


def test_columns_are_remembered(root: Path, batch: Path, tmp_path: Path) -> None:
    facts = sheet(tmp_path, "Ref,What it is\na.txt,azurite\n")
    with pytest.raises(UsageError, match="names files"):
        ingest(root, batch, sheet=facts)
    maps = ("Ref=file", "What it is=material")
    first, _ = ingest(root, batch / "a.txt", sheet=facts, maps=maps, dry_run=True)
    assert first.sheet.rows_used == 1
    assert not (root / "mappings").exists()
    ingest(root, batch / "a.txt", sheet=facts, maps=maps)
    (memory,) = (root / "mappings").iterdir()
    assert json.loads(memory.read_text())["columns"] == {"ref": "file", "what it is": "material"}
    sheet(tmp_path, "What it is;Ref\nmalachite;b.txt\n")
    ran = archive("ingest", batch / "b.txt", "--sheet", facts, "--archive", root)
    assert ran.status == 0
    assert 'column "ref" means file, as said with --map; remembered' in ran.err
    _, records = ingest(root, batch / "b.txt")
    assert records["b.txt"].facts.material.name == "malachite"


def test_a_profile_names_supplier_and_product_and_is_the_default_collection(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "kremer_44450_red_iron_oxide.txt").write_text(LABELLED + rows(3))
    report, records = ingest(root, tmp_path / "kremer_44450_red_iron_oxide.txt", profile="kremer")
    (record,) = records.values()
    sample = record.facts.sample
    assert (sample.supplier, sample.product, sample.name) == ("Kremer", "44450", "Kremer 44450")
    assert (record.facts.material.name, record.collection) == ("red iron oxide", "kremer")
    assert report.profile_recognised == 1


def test_a_profile_that_recognises_nothing_says_so(root: Path, batch: Path) -> None:
    ran = archive("ingest", batch, "--profile", "usgs", "--archive", root)
    assert ran.status == 0
    assert "profile usgs recognised nothing" in ran.err


def test_a_dry_run_shows_every_fact_and_who_said_it(root: Path, batch: Path, tmp_path: Path) -> None:
    facts = sheet(tmp_path, "file,material\na.txt,azurite\n")
    report, _ = ingest(root, batch, sheet=facts, facts={"session": "2026-11-24"}, dry_run=True)
    first = report.understood[0]
    assert (first.facts["material"], first.sources["material"]) == ("azurite", "sheet facts.csv, row 2")
    assert (first.facts["session"], first.sources["session"]) == ("2026-11-24", "--fact")
    assert (first.facts["tier"], first.sources["tier"]) == ("sealed", "default")
    shown = archive("ingest", batch, "--sheet", facts, "--archive", root, "--dry-run").out
    assert "azurite" in shown
    assert "sheet facts.csv, row 2" in shown


def test_already_here_and_waiting_is_said(root: Path, batch: Path) -> None:
    ingest(root, batch / "bare.txt")
    again = archive("ingest", batch / "bare.txt", "--archive", root)
    assert "already here, waits for review  1  see: archive review" in again.err


def test_a_tier_nobody_asked_for_is_no_contradiction(root: Path, batch: Path) -> None:
    ingest(root, batch, tier="open")
    report, _ = ingest(root, batch)
    assert (report.already_here, report.refused) == (4, ())
    stricter, _ = ingest(root, batch, tier="sealed")
    assert {one.code for one in stricter.refused} == {"invalid_fact"}


@pytest.mark.parametrize(
    "said",
    [
        {"facts": ("materiall=x",)},
        {"facts": ("material",)},
        {"profile": "winsor"},
        {"maps": ("x",)},
        {"sheet": Path("none.csv")},
        {"technique": "ramn"},
    ],
    ids=str,
)
def test_what_cannot_be_said_is_a_usage_error(
    root: Path, batch: Path, tmp_path: Path, said: dict[str, Any]
) -> None:
    facts = sheet(tmp_path, "file,material\na.txt,x\n")
    with pytest.raises(UsageError):
        ingest(root, batch, **{"sheet": facts, **said})


@pytest.mark.data
def test_the_kremer_charts_have_sample_session_statistic_and_with_the_profile_supplier(
    root: Path, data_dir: Path
) -> None:
    with pa.open(root) as opened:
        report = pa.ingest(opened, [data_dir / "hyppigments" / "native"], profile="kremer", tier="open")
        records = [r for a in report.accessions for r in opened.accessions.read(a)]
    assert (report.stored, report.needs_review, report.profile_recognised) == (3184, 0, 3184)
    statistics = [record.facts.measurement.statistic for record in records]
    assert (statistics.count("average"), statistics.count("median")) == (1592, 1592)
    assert {record.spectrum.axis_kind for record in records} == {"wavelength"}
    assert len({record.facts.sample.name for record in records}) == 398
    assert all(record.facts.session.name for record in records)
    assert {record.facts.sample.supplier for record in records} == {"Kremer"}
    assert all(record.facts.sample.product for record in records)
