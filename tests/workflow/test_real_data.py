"""The four real sets in one archive: how many came in, that they are what the files say, and that OCFL holds.

`ocfl-root.py validate --root ARCHIVE/accessions --validate-objects --check-digests` asks the same of any
archive that the last test asks of this one.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import ocfl
import pytest

import pigment_archive as pa
from pigment_archive.records import Record
from pigment_archive.workflows.ingest import IngestReport
from tests.real_sets import EnviLibrary, assert_equals_rruff_text, assert_equals_tidy, tidy_rows

pytestmark = [pytest.mark.data, pytest.mark.xdist_group("real archive")]
RRUFF = "rruff_raman/rruff_excellent_unoriented_train.tar.xz"
SPLIB06 = "usgs_splib06/native_ascii_all.tar.xz"
SETS = {"rruff": RRUFF, "splib06": SPLIB06, "splib07": "usgs_splib07", "hyppigments": "hyppigments/native"}


class Filled(NamedTuple):
    """The archive and what each ingest reported."""

    root: Path
    reports: dict[str, IngestReport]

    def records(self, collection: str) -> Iterator[Record]:
        """All records of a set, from the archive."""
        with pa.open(self.root) as archive:
            yield from archive.accessions.read(self.reports[collection].accessions[0])


@pytest.fixture(scope="module")
def filled(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    root = tmp_path_factory.mktemp("real") / "archive"
    pa.init(root)
    with pa.open(root) as archive:
        reports = {
            name: pa.ingest(archive, [data_dir / path], collection=name, tier="open")
            for name, path in SETS.items()
        }
    return Filled(root, reports)


@pytest.fixture(scope="module")
def rruff_texts(data_dir: Path) -> dict[str, bytes]:
    """Every member of the RRUFF container, read by Python's own tarfile."""
    texts = {}
    with tarfile.open(data_dir / RRUFF, "r|xz") as container:
        for info in container:
            if (file := container.extractfile(info)) is not None:
                texts[info.name] = file.read()
    return texts


def file_name(record: Record) -> str:
    """The name of the file or member the record was read from."""
    return PurePosixPath(record.provenance.member or record.provenance.source).name


@pytest.mark.parametrize(
    ("collection", "stored", "already_here", "refused", "skipped"),
    [
        ("rruff", 4075, 4, {}, 0),
        ("splib06", 1358, 0, {"inconsistent": 7}, 0),
        ("splib07", 3474, 0, {"inconsistent": 425}, 3),
        ("hyppigments", 3184, 0, {}, 2),
    ],
)
def test_every_file_is_stored_refused_or_no_spectrum(
    filled: Filled, collection: str, stored: int, already_here: int, refused: dict[str, int], skipped: int
) -> None:
    report = filled.reports[collection]
    assert (report.stored, report.already_here, report.needs_review) == (stored, already_here, 0)
    assert Counter(refusal.code for refusal in report.refused) == refused
    assert len(report.skipped) == skipped
    assert sum(1 for _ in filled.records(collection)) == stored


def test_what_is_already_here_within_rruff_is_equal_byte_for_byte(rruff_texts: dict[str, bytes]) -> None:
    assert len(rruff_texts) - len(set(rruff_texts.values())) == 4
    assert len(rruff_texts) == 4075 + 4


def test_what_is_refused_has_more_than_half_of_its_channels_deleted(filled: Filled, data_dir: Path) -> None:
    small = filled.reports["splib06"].refused
    tidy = tidy_rows(data_dir / "usgs_splib06", (PurePosixPath(str(r.member)).name for r in small))
    for refusal in small:
        channels = int(refusal.reason.split()[2])
        assert 2 * len(tidy[PurePosixPath(str(refusal.member)).name]["axis"]) < channels
    large = Counter(Path(r.file).stem for r in filled.reports["splib07"].refused if r.code == "inconsistent")
    folder = data_dir / "usgs_splib07" / "native_envi"
    assert large == {
        name: EnviLibrary(folder / f"{name}.hdr").more_than_half_deleted()
        for name in ("s06av95a_envi", "s07_AV95_envi")
    }


def test_every_rruff_record_equals_its_text(filled: Filled, rruff_texts: dict[str, bytes]) -> None:
    for record in filled.records("rruff"):
        assert_equals_rruff_text(record.spectrum, rruff_texts[file_name(record)])


def test_every_splib06_record_equals_its_tidy_row(filled: Filled, data_dir: Path) -> None:
    tidy = tidy_rows(data_dir / "usgs_splib06")
    for record in filled.records("splib06"):
        assert_equals_tidy(record.spectrum, tidy[file_name(record)])


def test_every_splib07_record_equals_its_tidy_row_or_spectral(filled: Filled, data_dir: Path) -> None:
    folder = data_dir / "usgs_splib07"
    tidy = tidy_rows(folder)
    libraries = {path.stem: EnviLibrary(path) for path in (folder / "native_envi").glob("*.hdr")}
    compared = Counter()
    for record in filled.records("splib07"):
        if record.provenance.companion is None:
            assert_equals_tidy(record.spectrum, tidy[file_name(record)])
        else:
            libraries[Path(file_name(record)).stem].assert_equals(record.spectrum)
        compared[record.provenance.reader, record.spectrum.sigma is not None] += 1
    assert compared == {("usgs_splib07/2", False): 77, ("envi/2", True): 680, ("envi/2", False): 2717}


def test_every_hyppigments_record_equals_its_tidy_row_or_spectral(filled: Filled, data_dir: Path) -> None:
    tidy = tidy_rows(data_dir / "hyppigments")
    medians = EnviLibrary(data_dir / "hyppigments" / "native" / "__speclib_medians.hdr")
    for record in filled.records("hyppigments"):
        if file_name(record) == "__speclib_averages.sli":
            assert_equals_tidy(record.spectrum, tidy[record.spectrum.header["spectra names"]])
        else:
            medians.assert_equals(record.spectrum)


def test_control_a_spectrum_that_is_one_channel_off_is_noticed(filled: Filled, data_dir: Path) -> None:
    record = next(filled.records("splib06"))
    row = tidy_rows(data_dir / "usgs_splib06", [file_name(record)])[file_name(record)]
    with pytest.raises(AssertionError):
        assert_equals_tidy(record.spectrum, {**row, "axis": row["axis"][:1] + row["axis"][:-1]})
    with pytest.raises(AssertionError):
        assert_equals_tidy(record.spectrum, {**row, "value": row["value"][1:] + row["value"][:1]})


def test_ingested_again_nothing_is_stored(filled: Filled, data_dir: Path) -> None:
    with pa.open(filled.root) as archive:
        before = archive.accessions.ids()
        for name, path in SETS.items():
            report, first = pa.ingest(archive, [data_dir / path], tier="sealed"), filled.reports[name]
            assert (report.stored, report.accessions) == (0, ())
            assert report.already_here == first.stored + first.already_here
        assert archive.accessions.ids() == before


def test_members_packed_otherwise_are_already_here(
    filled: Filled, rruff_texts: dict[str, bytes], tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        for number, text in enumerate(list(rruff_texts.values())[:2000:100]):
            container.writestr(f"another name {number}.txt", text)
    (tmp_path / "again.zip").write_bytes(packed.getvalue())
    with pa.open(filled.root) as archive:
        report = pa.ingest(archive, [tmp_path / "again.zip"], tier="open")
    assert (report.stored, report.already_here, report.refused) == (0, 20, ())


def test_nothing_is_damaged_and_ocfl_py_finds_no_error(filled: Filled) -> None:
    with pa.open(filled.root) as archive:
        checked = pa.verify(archive)
    assert (checked.findings, checked.records) == ((), 4075 + 1358 + 3474 + 3184)
    store = ocfl.StorageRoot(str(filled.root / "accessions"))
    assert store.validate(validate_objects=True, check_digests=True)
    assert (store.good_objects, store.errors) == (4, [])
