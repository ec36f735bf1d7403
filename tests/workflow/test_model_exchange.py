"""A model goes from one archive to another and works there; what fails on the way leaves nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import pigment_archive as pa
from pigment_archive.demo.collection import DemoFiles
from pigment_archive.encoder.card import DataSource
from pigment_archive.encoder.split_table import read_split
from pigment_archive.errors import CorruptModel, DisclosureError, UsageError
from pigment_archive.records import Technique, Tier
from pigment_archive.starters import starters
from pigment_archive.storage.ledger import Event
from pigment_archive.workflows.info import info
from pigment_archive.workflows.model_exchange import ImportReport, export_model, import_model
from pigment_archive.workflows.model_sources import sources_of
from pigment_archive.workflows.models import list_models
from pigment_archive.workflows.usable import gather
from tests.workflow.command import archive
from tests.workflow.conftest import BRIEF


def take_in(root: Path, source: Path | str, **said: str) -> ImportReport:
    with pa.open(root) as there:
        return import_model(there, source, **said)


def test_an_imported_model_indexes_what_is_stored_and_answers(
    elsewhere: Path, exported: Path, trained_root: Path, demo_files: DemoFiles
) -> None:
    question = pa.read(demo_files.unknown)[0]
    with pa.open(elsewhere) as there, pa.open(trained_root) as home:
        pa.ingest(there, [demo_files.unknown], collection="mine", tier="sealed")
        report = import_model(there, exported)
        assert (report.model, report.current, report.already_here) == ("raman-1", True, False)
        assert report.indexed == info(there).by_technique["raman"] == 1
        assert [hit.distance for hit in pa.search(there, question).hits] == [0.0]
        here, at_home = (pa.encode(one, [question], model="raman-1") for one in (there, home))
        assert here[0].tobytes() == at_home[0].tobytes()
        assert pa.verify(there).findings == ()


def test_exporting_twice_gives_equal_bytes_and_importing_twice_one_model(
    elsewhere: Path, exported: Path, trained_root: Path, tmp_path: Path
) -> None:
    first = take_in(elsewhere, exported)
    with pa.open(elsewhere) as there:
        report = export_model(there, "raman-1", tmp_path / "back.zip")
        assert (tmp_path / "back.zip").read_bytes() == exported.read_bytes()
        assert (report.digest, report.edition) == (first.digest, False)
    again = take_in(elsewhere, exported, name="raman-9")
    assert (again.model, again.already_here, again.current) == ("raman-1", True, True)
    assert [line.name for line in listed(elsewhere)] == ["raman-1"]
    assert take_in(elsewhere, trained_root / "models" / "raman-1").already_here


def listed(root: Path) -> tuple[object, ...]:
    with pa.open(root) as there:
        return list_models(there).models


@pytest.fixture(scope="module")
def described(trained_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same weights with another card: another model of the same name."""
    folder = tmp_path_factory.mktemp("described")
    (folder / "d.toml").write_text('limits = "few spectra"', encoding="utf-8")
    with pa.open(trained_root) as home:
        report = export_model(home, "raman-1", folder / "raman-1.zip", describe=folder / "d.toml")
    assert report.edition
    return folder / "raman-1.zip"


def test_a_name_that_is_taken_gives_the_next_one_and_the_card_stays(
    elsewhere: Path, exported: Path, described: Path
) -> None:
    with pa.open(elsewhere) as there:
        assert import_model(there, exported).model == "raman-1"
        second = import_model(there, described)
        assert (second.model, second.made_as, second.current) == ("raman-2", "raman-1", False)
        assert there.open_model("raman-2").card.description.limits == "few spectra"
        assert there.open_model("raman-2").card.edition_of == there.open_model("raman-1").digest
        assert there.next_model(Technique.RAMAN, None) == "raman-3"
        assert [line.made_as for line in list_models(there).models] == ["raman-1", "raman-1"]
        assert pa.verify(there).findings == ()


def test_a_model_may_be_given_a_name(elsewhere: Path, exported: Path, described: Path) -> None:
    assert take_in(elsewhere, exported, name="raman-friend-1").model == "raman-friend-1"
    assert take_in(elsewhere, described).model == "raman-1"
    with pa.open(elsewhere) as there:
        assert pa.verify(there).findings == ()


@pytest.mark.parametrize("name", ["raman", "xrf-1", "../raman-1", "Raman-1", "raman-0", ""])
def test_a_name_that_is_none_is_refused(elsewhere: Path, exported: Path, name: str) -> None:
    with pytest.raises(UsageError, match="for example --name raman-1"):
        take_in(elsewhere, exported, name=name)
    nothing_of_it(elsewhere)


def nothing_of_it(root: Path) -> None:
    with pa.open(root) as there:
        assert list(there.models.names()) == []
        assert list((root / "staging").iterdir()) == []
        assert Event.MODEL_ADDED not in [line.event for line in there.ledger.lines()]
        assert there.description.models == {}


def test_the_name_of_another_model_is_refused(elsewhere: Path, exported: Path, described: Path) -> None:
    take_in(elsewhere, exported)
    with pytest.raises(UsageError, match="is or was another model"):
        take_in(elsewhere, described, name="raman-1")


def test_the_digest_told_is_compared(elsewhere: Path, exported: Path, trained_root: Path) -> None:
    with pa.open(trained_root) as home:
        digest = home.open_model("raman-1").digest
    with pytest.raises(CorruptModel, match="not the digest noted"):
        take_in(elsewhere, exported, digest="0" * 64)
    with pytest.raises(UsageError, match="64 hexadecimal"):
        take_in(elsewhere, exported, digest=digest[:12])
    nothing_of_it(elsewhere)
    assert take_in(elsewhere, exported, digest=digest).digest == digest


def test_a_damaged_file_leaves_nothing(elsewhere: Path, exported: Path, tmp_path: Path) -> None:
    content = bytearray(exported.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "damaged.zip").write_bytes(content)
    for source in (tmp_path / "damaged.zip", Path(__file__)):
        with pytest.raises(CorruptModel) as caught:
            take_in(elsewhere, source)
        assert caught.value.where.startswith(source.name)
    with pytest.raises(UsageError):
        take_in(elsewhere, tmp_path / "none.zip")
    nothing_of_it(elsewhere)


KILLED = """
import os, signal, sys
import pigment_archive as pa
from pigment_archive.storage import files, models
from pigment_archive.workflows import model_exchange

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

owner, name = {"move": (files, "move"), "note": (models, "note_model"), "adopt": (model_exchange, "adopt")}[sys.argv[3]]
setattr(owner, name, die)
with pa.open(sys.argv[1]) as archive:
    model_exchange.import_model(archive, sys.argv[2])
"""  # noqa: E501


@pytest.mark.parametrize(("before", "models"), [("move", 0), ("note", 1), ("adopt", 1)])
def test_a_killed_import_leaves_nothing_or_is_finished(
    elsewhere: Path, exported: Path, before: str, models: int
) -> None:
    subprocess.run([sys.executable, "-c", KILLED, elsewhere, exported, before], check=False)
    with pa.open(elsewhere) as there:
        with there.writing():
            pass
        assert len(list_models(there).models) == models
        assert pa.verify(there).findings == ()
        report = import_model(there, exported)
        assert (report.model, report.already_here, report.current) == ("raman-1", bool(models), True)


def test_a_model_that_was_lost_is_restored_under_its_name(elsewhere: Path, exported: Path) -> None:
    take_in(elsewhere, exported, name="raman-7")
    shutil.rmtree(elsewhere / "models" / "raman-7")
    assert take_in(elsewhere, exported).model == "raman-7"
    with pa.open(elsewhere) as there:
        assert pa.verify(there).findings == ()


def test_a_model_that_saw_sealed_records_goes_only_if_that_is_said(
    trained: Path, demo_files: DemoFiles, elsewhere: Path, tmp_path: Path
) -> None:
    output = tmp_path / "private.zip"
    with pa.open(trained) as home:
        pa.ingest(home, [demo_files.unknown], tier="sealed", collection="smith-bequest")
        pa.train(home, "raman", tiers=tuple(Tier), network=BRIEF.model_copy(update={"max_epochs": 1}))
        with pytest.raises(DisclosureError, match="--not-for-publication"):
            export_model(home, "raman-2", output)
        assert not output.exists()
        report = export_model(home, "raman-2", output, not_for_publication=True)
        assert (report.publishable, report.edition) == (False, True)
        fingerprints = list(read_split(home.open_model("raman-2").path))
    sent = output.read_bytes()
    assert b"smith-bequest" not in sent
    assert not [one for one in fingerprints if one.encode() in sent]
    assert b"**Not for publication.**" in sent
    with pa.open(elsewhere) as there:
        arrived = import_model(there, output)
        bundle = there.open_model(arrived.model)
        assert (arrived.publishable, bundle.card.split_included, read_split(bundle.path)) == (
            False,
            False,
            {},
        )
        assert "not for publication" in arrived.lines()[-1]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("limit = 'x'", "limit"),
        ("[[data]]\nlicence = 'MIT'", "data.0.collection"),
        ("experimental = 'perhaps'", "experimental"),
        ("= x", "not TOML"),
        (b"\xff", "not TOML"),
        (None, "cannot be read"),
    ],
)
def test_a_description_that_is_none_is_told(
    trained_root: Path, tmp_path: Path, text: str | bytes | None, problem: str
) -> None:
    if text is not None:
        (tmp_path / "d.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pa.open(trained_root) as home, pytest.raises(UsageError, match=problem):
        export_model(home, "raman-1", tmp_path / "x.zip", describe=tmp_path / "d.toml")
    with pa.open(trained_root) as home, pytest.raises(UsageError, match=r"\.zip"):
        export_model(home, "raman-1", tmp_path / "x.tar")
    assert list(tmp_path.glob("x*")) == []


def test_the_sources_of_a_model_are_counted_by_collection_and_licence(trained_root: Path) -> None:
    with pa.open(trained_root) as home:
        usable, _ = gather(home, home.open_model("raman-1").recipe, tuple(Tier))
    assert sources_of(usable) == (DataSource(collection="demo", spectra=len(usable)),)
    licensed = replace(usable[0], facts={"rights_licence": "CC-BY-4.0"})
    assert sources_of([licensed, *usable[1:3]]) == (
        DataSource(collection="demo", spectra=2),
        DataSource(collection="demo", licence="CC-BY-4.0", spectra=1),
    )


def test_neither_way_loads_torch(exported: Path, elsewhere: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import pigment_archive as pa\n"
        "from pigment_archive.workflows.model_exchange import export_model, import_model\n"
        "with pa.open(sys.argv[1]) as a:\n"
        "    import_model(a, sys.argv[2]); export_model(a, 'raman-1', Path(sys.argv[3]))\n"
        "print(*sys.modules)"
    )
    words = [sys.executable, "-c", code, elsewhere, exported, elsewhere / "out.zip"]
    loaded = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    assert "pyarrow" in loaded
    assert not {"torch", "sklearn"} & set(loaded)


def test_the_commands(trained_root: Path, elsewhere: Path, tmp_path: Path) -> None:
    output = tmp_path / "raman-1.zip"
    sent = archive("models", "export", "raman-1", "--output", output, "--archive", trained_root, "--json")
    digest = sent.document["digest"]
    words = ("models", "import", output, "--sha256", digest, "--archive", elsewhere)
    assert archive(*words).out.startswith("raman-1: imported; current")
    assert archive(*words, "--json").document["already_here"] is True
    wrong = archive("models", "import", Path(__file__), "--archive", elsewhere, "--json")
    assert (wrong.status, wrong.document["error"]) == (43, "corrupt_model")
    shown = archive("models", "list", "--starters", "--archive", elsewhere, "--json")
    assert [one["starter"] for one in shown.document["starters"]] == [
        f"starter:{name}" for name in starters()
    ]
