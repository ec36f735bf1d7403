"""Reading: text and binary files one by one, each in isolation, and an image larger than memory."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.measuring import Row, commands_in_turn, run
from tests.spectrum_files import columns
from tests.unit.readers.files_grams_spc import samples as spc_samples

AddRow = Callable[[Row], None]
TEXTS, BINARIES = 1_500, 6_000
CUBE = (4_000, 2_500, 215)

SCAN = """
import sys
from pigment_archive.readers import scan
found = [len(item.spectra) for item in scan(sys.argv[1:])]
assert all(found)
"""
BARE_TEXT = """
import hashlib, sys
from pathlib import Path
import numpy as np
for path in sorted(Path(sys.argv[1]).iterdir()):
    hashlib.sha256(path.read_bytes())
    np.loadtxt(path, delimiter=",", skiprows=1)
"""
BARE_BYTES = """
import hashlib, sys
from pathlib import Path
import numpy as np
for path in sorted(Path(sys.argv[1]).iterdir()):
    data = path.read_bytes()
    hashlib.sha256(data)
    np.frombuffer(data, "<f4", offset=512, count=(len(data) - 512) // 4).astype(np.float64)
"""
SCAN_CUBE = """
import resource, sys
from pigment_archive.readers import Hints, Sampling, scan
from pigment_archive.readers.pool import shared_pool
(item,) = scan(sys.argv[1:], hints=Hints(sampling=Sampling(every=100, average=True)))
shared_pool().close()
kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
print(len(item.spectra), sum(resource.getrusage(kind).ru_maxrss for kind in kinds))
"""


def rate(folder: Path, count: int, bare: str, what: str, goal: float, add_row: AddRow) -> None:
    """A row for a folder of files, beside a loop that only reads, hashes and parses the numbers."""
    ours, peer = commands_in_turn(
        (sys.executable, "-c", SCAN, folder), (sys.executable, "-c", bare, folder), runs=5
    )
    figure = f"{count / ours.wall:.0f} files/s, {ours.wall / peer.wall:.2f} x"
    add_row(
        Row(
            what,
            str(ours),
            f"a loop without checks: {peer}",
            figure,
            f"{goal:g} files/s",
            count / ours.wall >= goal,
        )
    )


@pytest.mark.benchmark
def test_text_files(tmp_path: Path, add_row: AddRow) -> None:
    rows = [f"{100 + i / 2:.2f},{1000 * np.sin(i / 50) ** 2:.3f}" for i in range(2_000)]
    table = "\n".join(["Raman shift (cm-1),intensity", *rows]).encode()
    assert columns().startswith(table[:20])
    for number in range(TEXTS):
        (tmp_path / f"{number:05}.csv").write_bytes(table)
    rate(tmp_path, TEXTS, BARE_TEXT, f"read {TEXTS} text files of 2,000 points", 150, add_row)


@pytest.mark.benchmark
def test_binary_files(tmp_path: Path, add_row: AddRow) -> None:
    sample = next(one for one in spc_samples() if one.spectra == 1)
    for number in range(BINARIES):
        (tmp_path / f"{number:05}.spc").write_bytes(sample.data)
    what = f"read {BINARIES} GRAMS SPC files of {len(sample.data)} bytes"
    rate(tmp_path, BINARIES, BARE_BYTES, what, 1000, add_row)


@pytest.mark.benchmark
def test_an_image_larger_than_memory(tmp_path: Path, add_row: AddRow) -> None:
    lines, samples, bands = CUBE
    centres = ", ".join(f"{400 + 600 * band / bands:.2f}" for band in range(bands))
    (tmp_path / "cube.hdr").write_text(
        f"ENVI\nlines = {lines}\nsamples = {samples}\nbands = {bands}\nfile type = ENVI Standard\n"
        f"data type = 2\ninterleave = bil\nbyte order = 0\nwavelength units = nm\n"
        f"reflectance scale factor = 10000\nwavelength = {{{centres}}}\n"
    )
    with (tmp_path / "cube.img").open("wb") as file:
        file.truncate(2 * lines * samples * bands)
        for line in range(50, lines, 100):
            file.seek(2 * line * samples * bands)
            file.write(np.full((bands, samples), 3000, "<i2").tobytes())
    done = run(sys.executable, "-c", SCAN_CUBE, tmp_path)
    spectra, kilobytes = map(int, done.out.split())
    assert spectra == (lines // 100) * (samples // 100)
    what = (
        f"an ENVI image of {2 * lines * samples * bands / 1e9:.1f} GB (sparse) to {spectra} means of blocks"
    )
    add_row(Row(what, str(done.times), "", "", ""))
    peak = kilobytes / 1e3
    add_row(Row("the most memory both processes held", f"{peak:.0f} MB", "", "", "below 500 MB", peak < 500))
