"""Containers: members in order, and whatever climbs, links, repeats, bursts or breaks."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.containers import is_container, member_count, members
from pigment_archive.readers.reader import Limits

FILES = {"a.txt": b"alpha" * 100, "sub/b.txt": b"beta" * 100}
TARS = ["w:", "w:gz", "w:xz", "w:bz2"]


def make_tar(path: Path, content: dict[str, bytes], mode: str = "w:") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def make_zip(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def walk(path: Path, limits: Limits | None = None):
    head = path.read_bytes()[:512]
    assert is_container(head)
    return list(members(path, head, limits or Limits()))


def make(kind: str, path: Path, content: dict[str, bytes]) -> Path:
    return make_zip(path, content) if kind == "zip" else make_tar(path, content, kind)


@pytest.mark.parametrize("kind", ["zip", *TARS])
def test_members_come_in_order_with_their_bytes(tmp_path, kind):
    found = walk(make(kind, tmp_path / "no-suffix", FILES))
    assert {member.name: member.data for member in found} == FILES
    assert [member.name for member in found] == list(FILES)
    assert all(member.error is None for member in found)


@pytest.mark.parametrize("kind", ["zip", "w:"])
@pytest.mark.parametrize(
    "name", ["../up.txt", "/etc/passwd", "a/../../b.txt", "..\\up.txt", "C:\\x.txt", "C:/x.txt"]
)
def test_a_name_that_climbs_out_is_refused_and_the_rest_goes_on(tmp_path, kind, name):
    bad, good = walk(make(kind, tmp_path / "c", {name: b"x", "good.txt": b"y"}))
    assert isinstance(bad.error, Inconsistent)
    assert bad.data == b""
    assert (good.name, good.data) == ("good.txt", b"y")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(tmp_path, kind):
    with tarfile.open(tmp_path / "c", "w:") as archive:
        info = tarfile.TarInfo("odd")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    (member,) = walk(tmp_path / "c")
    assert isinstance(member.error, Inconsistent)
    assert "link or a device" in member.error.problem


def test_a_colon_or_dots_in_a_name_are_no_climbing(tmp_path):
    content = {"scan 12:30.txt": b"x", "./a..b/.c.txt": b"y"}
    assert [member.error for member in walk(make_tar(tmp_path / "c", content))] == [None, None]


def test_a_link_in_a_zip_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "c", "w") as archive:
        info = zipfile.ZipInfo("odd")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    (member,) = walk(tmp_path / "c")
    assert isinstance(member.error, Inconsistent)


def test_a_name_that_repeats_is_refused(tmp_path):
    with tarfile.open(tmp_path / "c", "w:") as archive:
        for data in (b"one", b"two"):
            info = tarfile.TarInfo("a.txt")
            info.size = 3
            archive.addfile(info, io.BytesIO(data))
    first, second = walk(tmp_path / "c")
    assert first.data == b"one"
    assert isinstance(second.error, Inconsistent)


@pytest.mark.parametrize("kind", ["zip", "w:"])
def test_a_container_in_a_container_is_not_opened(tmp_path, kind):
    inner = make_zip(tmp_path / "inner", FILES).read_bytes()
    (member,) = walk(make(kind, tmp_path / "c", {"inner.zip": inner}))
    assert isinstance(member.error, UnsupportedVariant)


@pytest.mark.parametrize("kind", ["zip", "w:", "w:xz"])
def test_a_large_member_is_refused_and_the_rest_goes_on(tmp_path, kind):
    path = make(kind, tmp_path / "c", {"large": b"x" * 5000, "small": b"y"})
    large, small = walk(path, Limits(member_bytes=1000))
    assert isinstance(large.error, TooLarge)
    assert small.data == b"y"


@pytest.mark.parametrize("kind", ["zip", "w:gz"])
def test_a_container_that_expands_beyond_the_limit_stops(tmp_path, kind):
    path = make(kind, tmp_path / "c", {f"{i}": bytes(50_000) for i in range(40)})
    found = walk(path, Limits(expansion_bytes=500_000))
    assert isinstance(found[-1].error, TooLarge)
    assert len(found) < 40


def test_a_zip_bomb_is_refused_by_its_ratio(tmp_path):
    bomb, good = walk(make_zip(tmp_path / "c", {"bomb": bytes(40 * 2**20), "good": b"y"}))
    assert isinstance(bomb.error, TooLarge)
    assert bomb.data == b""
    assert good.data == b"y"


def test_a_tar_bomb_is_refused_by_its_ratio(tmp_path):
    path = make_tar(tmp_path / "c", {f"{i}": bytes(2**20) for i in range(40)}, "w:xz")
    found = walk(path)
    assert isinstance(found[-1].error, TooLarge)
    assert "times" in found[-1].error.problem


def test_too_many_members_stop(tmp_path):
    content = {f"{i}.txt": b"x" for i in range(10)}
    for kind in ("zip", "w:"):
        found = walk(make(kind, tmp_path / "c", content), Limits(members=5))
        assert isinstance(found[-1].error, TooLarge)


@pytest.mark.parametrize("kind", TARS)
@pytest.mark.parametrize("percent", [30, 60, 90])
def test_a_cut_tar_gives_what_came_before_and_an_error(tmp_path, kind, percent):
    path = make_tar(tmp_path / "c", {f"{i}.txt": bytes(range(256)) * 40 for i in range(9)}, kind)
    whole = len(walk(path))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * percent // 100])
    found = walk(path)
    assert isinstance(found[-1].error, Truncated)
    assert found[-1].name == ""
    assert len(found) <= whole


def test_a_tar_cut_between_two_members_is_noticed(tmp_path):
    path = make_tar(tmp_path / "c", {f"{i}.txt": b"x" * 512 for i in range(4)})
    path.write_bytes(path.read_bytes()[: 2 * 1024])
    found = walk(path)
    assert [member.name for member in found] == ["0.txt", "1.txt", ""]
    assert isinstance(found[-1].error, Truncated)


def test_a_cut_zip_is_truncated(tmp_path):
    path = make_zip(tmp_path / "c", FILES)
    path.write_bytes(path.read_bytes()[:-30])
    (member,) = walk(path)
    assert isinstance(member.error, Truncated)


def test_a_damaged_member_of_a_zip_leaves_the_others(tmp_path):
    path = make_zip(tmp_path / "c", FILES)
    data = bytearray(path.read_bytes())
    data[40] ^= 0xFF
    path.write_bytes(data)
    first, second = walk(path)
    assert isinstance(first.error, Truncated)
    assert second.data == FILES["sub/b.txt"]


def test_a_compressed_file_that_is_no_tar_is_refused(tmp_path):
    (tmp_path / "c.gz").write_bytes(gzip.compress(b"1,2\n3,4\n" * 200))
    (member,) = walk(tmp_path / "c.gz")
    assert isinstance(member.error, UnsupportedVariant)


def test_an_encrypted_member_is_refused(tmp_path):
    path = make_zip(tmp_path / "c", {"a.txt": b"alpha"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    (member,) = walk(path)
    assert isinstance(member.error, UnsupportedVariant)


def test_members_are_counted_where_that_is_cheap(tmp_path):
    path = make_zip(tmp_path / "z", FILES)
    assert member_count(path, path.read_bytes()[:512]) == 2
    path = make_tar(tmp_path / "t", FILES)
    assert member_count(path, path.read_bytes()[:512]) is None


def test_empty_containers_have_no_members(tmp_path):
    assert walk(make_zip(tmp_path / "z", {})) == []
