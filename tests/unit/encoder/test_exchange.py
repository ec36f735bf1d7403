"""What leaves comes back the same; what was touched on the way never becomes a model."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from pigment_archive.encoder import Bundle
from pigment_archive.encoder.bundle import WEIGHTS
from pigment_archive.encoder.exchange import SIZES, open_exchanged, pack, read_bundle_files
from pigment_archive.encoder.golden import golden_inputs
from pigment_archive.errors import CorruptModel, UsageError
from tests.unit.encoder.exchanged import Files, digest_after_import, forged


@pytest.fixture(scope="session")
def packed(bundle: Bundle, files: Files) -> bytes:
    return pack(bundle, files)


def test_a_model_travels_unchanged_and_equal_models_give_equal_bytes(
    bundle: Bundle, files: Files, packed: bytes, place: Path
) -> None:
    assert pack(bundle, files) == packed
    place.write_bytes(packed)
    assert read_bundle_files(place) == files
    arrived = open_exchanged(place, files, expected_digest=bundle.digest)
    inputs = golden_inputs(bundle.network.points)
    assert arrived.encode(inputs).mean.tobytes() == bundle.encode(inputs).mean.tobytes()
    assert (arrived.digest, arrived.card) == (bundle.digest, bundle.card)


def test_it_may_be_unpacked_and_the_page_may_be_gone(packed: bytes, files: Files, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert read_bundle_files(tmp_path / "unpacked") == files
    (tmp_path / "unpacked" / "CARD.md").unlink()
    assert read_bundle_files(tmp_path / "unpacked") == files


def test_a_forger_is_told_by_the_digest_alone(files: Files, bundle: Bundle, place: Path) -> None:
    place.write_bytes(forged(files, card={"created_at": "2020-01-01T00:00:00Z"}))
    read = read_bundle_files(place)
    assert open_exchanged(place, read).digest != bundle.digest
    with pytest.raises(CorruptModel, match="not the digest noted"):
        open_exchanged(place, read, expected_digest=bundle.digest)


def test_no_flipped_byte_makes_another_model(packed: bytes, bundle: Bundle, place: Path) -> None:
    """Seeded places everywhere, and every byte of the zip's own records and of the small members' heads."""
    random = np.random.default_rng(11)
    directory = packed.index(b"PK\x01\x02")
    starts = [packed.index(name.encode()) - 30 for name in SIZES]
    heads = [where for start in starts for where in range(start, start + 60, 3)]
    places = {*heads, *range(directory, len(packed), 5), *map(int, random.integers(0, len(packed), 300))}
    outcomes = set()
    for where in sorted(places):
        content = bytearray(packed)
        content[where] ^= int(random.integers(1, 256))
        try:
            outcomes.add(digest_after_import(place, bytes(content)))
        except CorruptModel as damage:
            outcomes.add(damage.remedy)
    assert outcomes == {
        bundle.digest,  # a date or a number that nothing is read by
        "Get the model again from who made it.",
    }


def test_no_flipped_byte_of_a_member_is_taken(packed: bytes, files: Files, place: Path) -> None:
    random = np.random.default_rng(12)
    for content in files.values():
        start = packed.index(content)
        for where in start + random.integers(0, len(content), 15):
            damaged = bytearray(packed)
            damaged[where] ^= 1 << int(random.integers(8))
            with pytest.raises(CorruptModel):
                digest_after_import(place, bytes(damaged))


def test_a_cut_file_is_refused_wherever_it_was_cut(packed: bytes, place: Path) -> None:
    for length in [0, 1, 21, 22, *np.random.default_rng(13).integers(23, len(packed), 60), len(packed) - 1]:
        with pytest.raises(CorruptModel):
            digest_after_import(place, packed[:length])


def repacked(
    files: Mapping[str, bytes], extra: tuple[tuple[str, bytes], ...] = (), method: int = zipfile.ZIP_STORED
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in (("CARD.md", b"x"), *files.items(), *extra):
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "extra", [("notes.txt", b""), ("../evil", b""), ("/etc/evil", b""), ("card.json", b"{}"), ("sub/", b"")]
)
def test_another_member_or_one_twice_is_refused(files: Files, place: Path, extra: tuple[str, bytes]) -> None:
    assert digest_after_import(place, repacked(files))
    with pytest.raises(CorruptModel, match="expected exactly"):
        digest_after_import(place, repacked(files, (extra,)))


def test_a_missing_member_and_a_packed_one_are_refused(files: Files, place: Path) -> None:
    for name in files:
        with pytest.raises(CorruptModel, match="expected exactly"):
            digest_after_import(place, repacked({key: files[key] for key in files if key != name}))
    with pytest.raises(CorruptModel, match="packed"):
        digest_after_import(place, repacked(files, method=zipfile.ZIP_DEFLATED))


def test_a_member_that_declares_ten_gigabytes_is_refused_unread(packed: bytes, place: Path) -> None:
    content = bytearray(packed)
    entry = content.rindex(WEIGHTS.encode()) - 46  # of the central directory
    struct.pack_into("<II", content, entry + 20, 0xF0000000, 0xF0000000)
    with pytest.raises(CorruptModel, match=r"4026531840 bytes, at most"):
        digest_after_import(place, bytes(content))
    size = struct.pack("<HHQQ", 1, 16, 10 << 30, 10 << 30)  # as zip64 says it, in a new extra field
    struct.pack_into("<II", content, entry + 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", content, entry + 30, len(size))
    content[entry + 46 + len(WEIGHTS) : entry + 46 + len(WEIGHTS)] = size
    end = content.rindex(b"PK\x05\x06")
    struct.pack_into("<I", content, end + 12, struct.unpack_from("<I", content, end + 12)[0] + len(size))
    with pytest.raises(CorruptModel, match=r"10737418240 bytes, at most"):
        digest_after_import(place, bytes(content))


def test_a_file_larger_than_any_model_is_refused_unread(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(10 << 30)  # sparse: nothing is written
    with pytest.raises(CorruptModel, match="no model is as large"):
        read_bundle_files(place)


def test_a_folder_with_a_link_or_anything_else_is_refused(files: Files, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "notes.txt").touch()
    with pytest.raises(CorruptModel, match="expected exactly"):
        read_bundle_files(folder)
    (folder / "notes.txt").unlink()
    (folder / WEIGHTS).rename(tmp_path / "elsewhere")
    (folder / WEIGHTS).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorruptModel, match="not a link"):
        read_bundle_files(folder)
    (folder / WEIGHTS).unlink()
    with (folder / WEIGHTS).open("wb") as file:
        file.truncate(10 << 30)
    with pytest.raises(CorruptModel, match="are not read"):
        read_bundle_files(folder)


def test_nothing_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_bundle_files(tmp_path / "none.zip")
