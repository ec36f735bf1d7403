"""Run as a program: kill ingests and amendments with signal 9 at every step and at every call that writes.

    python -m tests.unit.storage.crashes FOLDER

Each crash happens in a forked child on a copy of an archive; the parent then tells, in one JSON document,
what the inspection found and what is left after recovery. Only the children use pyarrow's threads.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

import pigment_archive.storage.table_reading  # noqa: F401 - loaded once, before the forks
from pigment_archive.storage import files
from pigment_archive.storage.archive_toml import init_archive
from pigment_archive.storage.inspection import inspect_archive
from pigment_archive.storage.recovery import recover
from pigment_archive.storage.steps import IngestStep
from tests.unit.storage.samples import add_accession, amend_accession

WRITING: Final = ("creating", "append", "replace", "move", "make_folder", "remove_tree")
Work = Callable[[Path], object]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at_call(number: int) -> None:
    """From now on, the `number`-th call that writes is not made: the process dies instead."""
    calls = 0

    def patched(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == number:
                die()
            return function(*arguments, **options)

        return call

    for name in WRITING:
        setattr(files, name, patched(getattr(files, name)))


def killed(work: Work, root: Path) -> bool:
    """Do the work in a forked child; whether it was killed before its end."""
    child = os.fork()
    if child == 0:
        os.fsync = lambda descriptor: None  # type: ignore[assignment]
        work(root)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def aftermath(root: Path) -> dict[str, Any]:
    found = [finding.where for finding in inspect_archive(root)]
    recover(root)
    left = [finding.where for finding in inspect_archive(root)]
    folders = [path for path in (root / "accessions").iterdir() if path.is_dir()]
    return {
        "found": found,
        "left": left + [path.name for path in (root / "staging").iterdir()],
        "versions": [len(list(path.glob("v[1-9]*"))) for path in folders],
    }


def crash(start: Path, work: Work) -> dict[str, Any] | None:
    """Work on a copy of the archive; what a crash left, None where the work came to its end."""
    root = shutil.copytree(start, start.parent / "copy")
    answer = aftermath(root) if killed(work, root) else None
    shutil.rmtree(root)
    return answer


def at_every_call(start: Path, work: Work) -> Iterator[dict[str, Any]]:
    for number in count(1):

        def dying(root: Path, number: int = number) -> None:
            die_at_call(number)
            work(root)

        answer = crash(start, dying)
        if answer is None:
            return
        yield answer


def main(folder: Path) -> None:
    source = folder / "vermilion.txt"
    source.write_text("150 1\n151 2\n")
    empty, held = folder / "empty", folder / "held"
    init_archive(empty)
    init_archive(held)
    child = os.fork()
    if child == 0:
        add_accession(held, source)
        os._exit(0)
    os.waitpid(child, 0)
    accession = next(path.name for path in (held / "accessions").iterdir() if path.is_dir())

    def dying_at(step: IngestStep) -> Work:
        return lambda root: add_accession(
            root, source, checkpoint=lambda reached: die() if reached is step else None
        )

    answer = {
        "steps": {step.value: crash(empty, dying_at(step)) for step in IngestStep},
        "adding": list(at_every_call(empty, lambda root: add_accession(root, source))),
        "amending": list(at_every_call(held, lambda root: amend_accession(root, accession))),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
