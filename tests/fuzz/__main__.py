"""The long run: `make fuzz`. At least 20,000 damaged files for every reader, over all cores.

python -m tests.fuzz [--count 20000] [--seed 1] [--write docs/fuzz.md]
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pigment_archive.readers.interpret import interpret
from pigment_archive.readers.reader import Content
from pigment_archive.readers.registry import REGISTRY
from tests.fuzz.watching import MOST_GROWTH, SLOWEST_S, Tally, fuzz
from tests.spectrum_files import SampleFile, all_samples

LARGEST = 100_000
REAL_SAMPLES = 12
SHARD = 1_000


def real_samples(folder: Path) -> list[SampleFile]:
    """Up to twelve real files of every format, each of at most 100 kB."""
    found: dict[str, list[SampleFile]] = defaultdict(list)
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and path.stat().st_size <= LARGEST:
            data = path.read_bytes()
            reader = interpret(Content(path.name, data), "").reader.partition("/")[0]
            if reader and len(found[reader]) < REAL_SAMPLES:
                found[reader].append(SampleFile(reader, path.name, data))
    return [sample for samples in found.values() for sample in samples]


def shards(samples: list[SampleFile], count: int, seed: int) -> list[tuple[SampleFile, int, int]]:
    """(file, how many, seed) so that each reader gets at least `count` damaged files."""
    own = defaultdict(list)
    for sample in samples:
        own[sample.reader].append(sample)
    cut = []
    for of_reader in own.values():
        each = -(-count // len(of_reader))
        for sample in of_reader:
            pieces = -(-each // SHARD)
            cut += [(sample, -(-each // pieces) + 1, seed + piece) for piece in range(pieces)]
    return cut


def joined(tallies: list[Tally]) -> Tally:
    """One tally of many."""
    return Tally(
        files=sum(tally.files for tally in tallies),
        read=sum(tally.read for tally in tallies),
        refused=sum(tally.refused for tally in tallies),
        skipped=sum(tally.skipped for tally in tallies),
        slowest_s=max(tally.slowest_s for tally in tallies),
        growth=max(tally.growth for tally in tallies),
        faults=[fault for tally in tallies for fault in tally.faults],
    )


def page(results: dict[str, Tally], seconds: float, seed: int) -> str:
    """The result as a page."""
    lines = [
        "# Fuzzing the readers",
        "",
        "Made by `make fuzz`: damaged copies (cut at every percent, flipped bits, random and huge header",
        "fields, zeros, noise, doubled and lost stretches) of the files the tests write and, where the",
        "folder is there, of real files. Every outcome must be spectra with a rising axis, or a read error.",
        "",
        f"Seed {seed}, Python {platform.python_version()}, {os.cpu_count()} cores, {seconds:.0f} s in all.",
        "",
        "| reader | damaged files | read | refused | left out | slowest (s) | memory growth (MB) | faults |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, tally in results.items():
        lines.append(
            f"| {name} | {tally.files} | {tally.read} | {tally.refused} | {tally.skipped} | "
            f"{tally.slowest_s:.2f} | {tally.growth / 1e6:.0f} | {len(tally.faults)} |"
        )
    total = joined(list(results.values()))
    lines += ["", f"{total.files} damaged files, {len(total.faults)} faults.", ""]
    return "\n".join(lines)


def main() -> int:
    """Run, print the page, and give the exit status: 0 without a fault."""
    parser = argparse.ArgumentParser(description="Damage files and read them.")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path)
    said = parser.parse_args()
    data = Path(os.environ.get("PIGMENT_ARCHIVE_DATA", Path(__file__).parents[3] / "shared" / "data"))
    work = shards(all_samples() + real_samples(data / "formats"), said.count, said.seed)
    started, tallies = time.monotonic(), defaultdict(list)
    with ProcessPoolExecutor() as pool:
        done = pool.map(fuzz, *zip(*work, strict=True))
        for number, ((sample, _, _), tally) in enumerate(zip(work, done, strict=True), 1):
            tallies[sample.reader].append(tally)
            print(f"\r{number} of {len(work)} shards", end="", file=sys.stderr, flush=True)
    results = {reader.name: joined(tallies[reader.name]) for reader in REGISTRY}
    text = page(results, time.monotonic() - started, said.seed)
    if said.write:
        said.write.write_text(text)
    print("\n" + text)
    bad = [fault for tally in results.values() for fault in tally.faults]
    print("\n".join(bad[:50]), file=sys.stderr)
    slow = any(tally.slowest_s > SLOWEST_S or tally.growth > MOST_GROWTH for tally in results.values())
    return 1 if bad or slow else 0


if __name__ == "__main__":
    sys.exit(main())
