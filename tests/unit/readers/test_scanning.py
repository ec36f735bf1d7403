"""Paths to items: what is found, in which order, under which name, and what is refused at once."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pigment_archive.errors import (
    Inconsistent,
    TooLarge,
    Truncated,
    UnknownFormat,
    UnsupportedVariant,
    UsageError,
)
from pigment_archive.readers import Limits, count, read, scan
from pigment_archive.records import Technique
from tests import spectrum_files as files
from tests.unit.readers.test_containers import make_tar, make_zip

NOBODY = 65534


def put(folder: Path, **content: bytes) -> Path:
    for name, data in content.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_read_gives_the_spectra_of_a_file(tmp_path):
    put(tmp_path, a_csv=files.matrix())
    assert len(read(tmp_path / "a.csv")) == 3
    assert len(read(str(tmp_path / "a.csv"), technique=Technique.RAMAN)) == 3


def test_read_raises_with_the_place(tmp_path):
    put(tmp_path, a_txt=b"")
    with pytest.raises(Truncated, match="empty") as refused:
        read(tmp_path / "a.txt")
    assert refused.value.where == str(tmp_path / "a.txt")


def test_read_of_a_table_about_spectra_or_a_text_says_so(tmp_path):
    put(tmp_path, a_csv=b"id,name\n1,x\n2,y\n", README_md=b"# hello")
    with pytest.raises(UnknownFormat, match="table about spectra"):
        read(tmp_path / "a.csv")
    with pytest.raises(UnknownFormat, match="documentation"):
        read(tmp_path / "README.md")


def test_read_leaves_out_what_is_refused_on_its_own_and_raises_when_nothing_is_left(tmp_path):
    lines = files.matrix().decode().splitlines()
    lines[2] = "cinnabar,S0" + ",nan" * files.POINTS
    put(tmp_path, a_csv="\n".join(lines).encode(), b_csv="\n".join(lines[:3]).encode())
    assert len(read(tmp_path / "a.csv")) == 2
    with pytest.raises(Inconsistent, match="more than half"):
        read(tmp_path / "b.csv")


def test_missing_paths_and_directories_are_usage_errors(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        read(tmp_path / "nothing.csv")
    with pytest.raises(UsageError, match="directory"):
        read(tmp_path)
    put(tmp_path, a_csv=files.columns())
    with pytest.raises(UsageError, match="no such file"):
        scan([tmp_path / "a.csv", tmp_path / "nothing.csv"])
    with pytest.raises(UsageError, match="no such file"):
        scan([tmp_path / "a.csv" / "below"])
    with pytest.raises(UsageError, match="no such file"):
        count([tmp_path / "nothing.csv"])


def test_a_pipe_is_a_usage_error_and_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="neither"):
        scan([tmp_path / "pipe"])


def test_a_directory_is_walked_in_order_without_hidden_files_and_links(tmp_path):
    folder = put(tmp_path / "kremer", b_csv=files.columns(), sub__a_csv=files.matrix(), notes_md=b"# x")
    put(folder, _hidden_csv=files.columns(), _git__a_csv=files.columns())
    (folder / "link.csv").symlink_to(folder / "b.csv")
    items = list(scan([folder]))
    assert [item.relative for item in items] == ["kremer/b.csv", "kremer/notes.md", "kremer/sub/a.csv"]
    assert [len(item.spectra) for item in items] == [1, 0, 3]
    assert items[1].skipped == "documentation"
    assert count([folder]) == 3


def test_an_item_states_digest_size_and_reader(tmp_path):
    put(tmp_path, a_csv=files.columns())
    (item,) = scan([tmp_path / "a.csv"])
    assert item.sha256 == hashlib.sha256(files.columns()).hexdigest()
    assert (item.size, item.reader, item.relative) == (len(files.columns()), "delimited/2", "a.csv")
    assert (item.member, item.companions, item.error, item.skipped) == (None, (), None, None)


def test_one_bad_file_does_not_stop_a_scan(tmp_path):
    put(tmp_path, a_csv=b"", b_csv=files.columns(), c_bin=bytes(100), d_csv=files.columns())
    items = list(scan([tmp_path]))
    assert [len(item.spectra) for item in items] == [0, 1, 0, 1]
    assert [getattr(item.error, "code", None) for item in items] == [
        "truncated",
        None,
        "unknown_format",
        None,
    ]
    assert all(str(item.error).startswith(str(item.source)) for item in items if item.error)


def test_a_file_named_twice_comes_once(tmp_path):
    put(tmp_path, a_csv=files.columns())
    assert len(list(scan([tmp_path / "a.csv", tmp_path / "a.csv"]))) == 1


@pytest.mark.parametrize(
    "names", [("x.hdr", "x.sli"), ("x.sli.hdr", "x.sli"), ("X.HDR", "X.SLI"), ("x.hdr", "x")]
)
def test_a_pair_is_one_item_whichever_file_is_named(tmp_path, names):
    header, data = files.envi()
    for name, content in zip(names, (header, data), strict=True):
        (tmp_path / name).write_bytes(content)
    for paths in ([tmp_path / names[0]], [tmp_path / names[1]], [tmp_path]):
        (item,) = scan(paths)
        assert (item.source.name, [c.name for c in item.companions]) == (names[1], [names[0]])
        assert item.sha256 == hashlib.sha256(header + data).hexdigest()
        assert item.size == len(header + data)
        assert len(item.spectra) == 2
        assert item.relative.rpartition("/")[2] == names[1]


def test_half_a_pair_is_refused_with_a_remedy(tmp_path):
    header, data = files.envi()
    put(tmp_path, a_hdr=header, b_sli=data)
    first, second = scan([tmp_path])
    assert isinstance(first.error, Truncated)
    assert isinstance(second.error, UnknownFormat)
    assert ".hdr" in second.error.remedy


@pytest.mark.parametrize("kind", ["zip", "w:xz"])
@pytest.mark.parametrize("first", [0, 1])
def test_a_container_gives_its_members_and_pairs(tmp_path, kind, first):
    header, data = files.envi()
    pair = [("lib/x.hdr", header), ("lib/x.sli", data)]
    content = dict(
        [pair[first], ("a.csv", files.columns()), pair[1 - first], ("README.md", b"#"), ("bad.npy", b"x")]
    )
    path = tmp_path / "c"
    if kind == "zip":
        make_zip(path, content)
    else:
        make_tar(path, content, kind)
    items = {item.member: item for item in scan([path])}
    assert set(items) == {"a.csv", "lib/x.sli", "README.md", "bad.npy"}
    assert items["lib/x.sli"].sha256 == hashlib.sha256(header + data).hexdigest()
    assert len(items["lib/x.sli"].spectra) == 2
    assert items["a.csv"].sha256 == hashlib.sha256(files.columns()).hexdigest()
    assert {item.relative for item in items.values()} == {"c"}
    assert items["README.md"].skipped
    assert str(items["bad.npy"].error).startswith(f"{path}:bad.npy")
    assert count([path]) == (5 if kind == "zip" else None)


def test_parts_without_partner_in_a_container_come_alone(tmp_path):
    header, data = files.envi()
    path = make_zip(tmp_path / "c", {"a/x.hdr": header, "b/x.sli": data})
    assert [(item.member, item.error.code) for item in scan([path])] == [
        ("a/x.hdr", "truncated"),
        ("b/x.sli", "unknown_format"),
    ]


def test_a_broken_container_is_an_item_of_its_own(tmp_path):
    path = make_tar(tmp_path / "c", {"a.csv": files.columns(), "b.csv": files.columns()})
    path.write_bytes(path.read_bytes()[:1600])
    items = list(scan([path]))
    assert (items[0].member, len(items[0].spectra)) == ("a.csv", 1)
    assert items[-1].member is None
    assert isinstance(items[-1].error, Truncated)


def test_an_npz_is_a_file_and_no_container(tmp_path):
    put(tmp_path, a_npz=files.npz())
    (item,) = scan([tmp_path])
    assert (item.member, len(item.spectra)) == (None, 2)


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path):
    put(tmp_path, a_csv=files.columns())
    (item,) = scan([tmp_path], limits=Limits(member_bytes=10))
    assert isinstance(item.error, TooLarge)


@pytest.mark.parametrize(
    "head",
    [b"LabSpec6", b"#WXD", b"PEPE2D", b"MAPSPECTRA_DATA", b"%PDF", b"RDX3", b"\x19\0p\0d\0z\0", b"WIT_PRCT"],
)
def test_known_formats_that_are_not_read_say_how_to_go_on(tmp_path, head):
    put(tmp_path, a_bin=head + bytes(600))
    (item,) = scan([tmp_path])
    assert isinstance(item.error, UnsupportedVariant)
    assert item.error.remedy


def test_content_is_believed_before_the_suffix(tmp_path):
    put(tmp_path, a_md=files.jcamp(), b_xls=files.npy(), c_jdx=files.columns())
    assert [item.reader for item in scan([tmp_path])] == ["jcamp/2", "numpy_arrays/1", "delimited/2"]


def test_documents_are_skipped_and_named(tmp_path):
    put(tmp_path, README=b"1,2\n" * 9, page_html=b"<p>")
    (tmp_path / "licence_of_data.txt").write_bytes(b"free for all")
    items = list(scan([tmp_path]))
    assert len(items) == 3
    assert all(item.skipped and item.error is None for item in items)


def test_documents_of_office_that_are_no_workbooks_are_refused_with_the_way_out(tmp_path):
    put(tmp_path, a_doc_bin=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    make_zip(tmp_path / "b.bin", {"[Content_Types].xml": b"<xml/>", "word/document.xml": b"<xml/>"})
    for item in scan([tmp_path]):
        assert item.error is not None, item
        assert item.error.remedy


def test_words_are_refused_unless_their_name_says_documentation(tmp_path):
    put(tmp_path, a_txt=b"this is no spectrum", source_csv=files.columns())
    make_zip(tmp_path / "b.bin", {"[Content_Types].xml": b"<xml/>"})
    refused, office, taken = scan([tmp_path])
    assert isinstance(refused.error, UnknownFormat)
    assert isinstance(office.error, UnsupportedVariant)
    assert len(taken.spectra) == 1


def test_importing_the_readers_loads_no_reader_library():
    code = "import sys, pigment_archive.readers; print(sorted({'spectral', 'pyarrow'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.fixture
def unprivileged():
    """A folder anyone can enter, and this process as nobody for the length of the test."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "open.csv").write_bytes(files.columns())
    (folder / "closed.csv").write_bytes(files.columns())
    (folder / "closed.csv").chmod(0)
    (folder / "locked").mkdir(mode=0o700)
    (folder / "locked").chmod(0 if os.geteuid() else 0o700)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        os.seteuid(user)
        (folder / "locked").chmod(0o700)
        shutil.rmtree(folder)


def test_no_permission(unprivileged):
    assert os.geteuid() != 0
    for name in ("closed.csv", "locked"):
        with pytest.raises(UsageError, match="no permission"):
            scan([unprivileged / name])
    closed, opened, locked = scan([unprivileged])
    assert isinstance(closed.error, UsageError)
    assert len(opened.spectra) == 1
    assert (locked.source.name, locked.error.problem[:13]) == ("locked", "the directory")
