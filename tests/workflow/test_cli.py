"""The door itself: how a command may be typed, what it prints where, and how it ends."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from pigment_archive.cli.app import app
from pigment_archive.demo.collection import DemoFiles
from tests.conftest import REPOSITORY
from tests.workflow.command import ENTRY, archive

ESCAPE = "\x1b"
INTERRUPTIBLE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"  # as in a terminal


def commands(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with the words that call it."""
    for name, command in node.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


ROOT: Any = typer.main.get_command(app)
COMMANDS = dict(commands(ROOT))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_has_an_example_that_parses(path: tuple[str, ...]) -> None:
    example = re.search(r"Example: archive (.+)", COMMANDS[path].help)
    assert example is not None
    words = shlex.split(example[1])
    assert tuple(words[: len(path)]) == path
    node, context = ROOT, None
    for name in path:
        node = node.commands[name]
    context = node.make_context(path[-1], words[len(path) :])
    assert not context.args


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_answers_json_and_names_its_archive(path: tuple[str, ...]) -> None:
    options = {option for parameter in COMMANDS[path].params for option in parameter.opts}
    assert "--json" in options
    assert "--archive" in options or path == ("demo",)


WRONG = [
    ("nosuch",),
    ("search",),
    ("search", "x", "--nosuch"),
    ("search", "x", "--top", "0"),
    ("train", "ramen"),
    ("ingest", "x", "--tier", "secret"),
    ("models", "nosuch"),
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_wrong_command_is_one_line_and_one_document(words: tuple[str, ...]) -> None:
    ran = archive(*words)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert "--help" in ran.err
    told = archive(*words, "--json")
    assert (told.status, told.document["error"], told.err) == (2, "usage", "")


@pytest.mark.parametrize("words", [(), ("models",), ("release",)])
def test_a_command_without_words_shows_its_help(words: tuple[str, ...]) -> None:
    ran = archive(*words)
    assert (ran.status, ran.err) == (2, "")
    assert "Commands" in ran.out


def test_the_card_of_a_model_is_json_with_and_without_the_option(trained_root: Path) -> None:
    plain = archive("models", "show", "raman-1", "--archive", trained_root)
    asked = archive("models", "show", "raman-1", "--archive", trained_root, "--json")
    assert plain.document == asked.document
    missing = archive("models", "show", "raman-9", "--archive", trained_root, "--json")
    assert (missing.status, missing.document["error"]) == (42, "model_not_found")


@pytest.mark.parametrize("seconds", ["soon", "-1"])
def test_a_wrong_environment_is_a_usage_error(trained_root: Path, seconds: str) -> None:
    ran = archive("info", "--archive", trained_root, PIGMENT_ARCHIVE_LOCK_WAIT=seconds)
    assert (ran.status, ran.out) == (2, "")
    assert "PIGMENT_ARCHIVE_LOCK_WAIT" in ran.err


def test_the_archive_may_be_named_by_the_environment(trained_root: Path) -> None:
    assert archive("info", "--json", PIGMENT_ARCHIVE=str(trained_root)).document["records"] > 0


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes only on POSIX")
@pytest.mark.parametrize("encoding", ["utf-8:strict", "ascii", "latin-1"])
def test_a_hostile_file_name_neither_reaches_the_terminal_nor_stops_an_answer(
    trained_root: Path, demo_files: DemoFiles, tmp_path: Path, encoding: str
) -> None:
    unknown = tmp_path / os.fsdecode(b"\xff\x1b[31mred\xe2\x80\xae.txt")
    unknown.write_bytes(demo_files.unknown.read_bytes())
    shown = archive("search", unknown, "--archive", trained_root, PYTHONIOENCODING=encoding)
    assert shown.status == 0, shown.err
    assert ESCAPE not in shown.out + shown.err
    told = archive("search", unknown, "--archive", trained_root, "--json", PYTHONIOENCODING="utf-8:strict")
    assert told.document["answers"][0]["query"]["file"].startswith("��[31mred")


def run(*words: str | Path, stdout: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE + ENTRY, *map(str, words)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"},
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_standard_output_is_an_error(trained_root: Path) -> None:
    with Path("/dev/full").open("w") as full, run("info", "--archive", trained_root, stdout=full) as ran:
        assert ran.stderr is not None
        said = ran.stderr.read()
    assert ran.returncode == 55
    assert len(said.splitlines()) == 1
    assert "standard output" in said


def test_a_reader_who_leaves_is_no_error_to_talk_about(trained_root: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody, run("info", "--archive", trained_root, stdout=nobody) as ran:
        assert ran.stderr is not None
        said = ran.stderr.read()
    assert (ran.returncode, said) == (1, "")


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise there")
@pytest.mark.parametrize("stage", ["reading", "training"])
def test_an_interrupted_training_leaves_the_archive_as_it_was(trained: Path, stage: str) -> None:
    def began() -> bool:
        if stage == "reading":
            return bool((trained / "lock").read_bytes())
        return any((trained / "staging").iterdir())

    before = sorted(path.name for path in (trained / "models").iterdir())
    with run("train", "raman", "--archive", trained, stdout=subprocess.DEVNULL) as ran:
        while ran.poll() is None and not began():
            time.sleep(0.02)
        ran.send_signal(signal.SIGINT)
        assert ran.stderr is not None
        said = ran.stderr.read()
    assert ran.returncode == 130
    assert len(said.splitlines()) == 1
    assert "interrupted" in said
    assert sorted(path.name for path in (trained / "models").iterdir()) == before
    assert archive("verify", "--archive", trained).status == 0


def test_a_search_can_draw_what_it_answered(trained: Path, demo_files: DemoFiles, tmp_path: Path) -> None:
    drawing = tmp_path / "match.svg"
    ran = archive("search", demo_files.unknown, "--archive", trained, "--plot", drawing, "--json")
    assert ran.status == 0, ran.err
    best = ran.document["answers"][0]["hits"][0]
    assert f"unknown.txt over {best['material']}" in drawing.read_text("utf-8")
    nothing = archive(
        "search", demo_files.unknown, "--archive", trained, "--plot", drawing, "--where", "collection=nowhere"
    )
    assert nothing.status == 2
    assert "no hit to draw" in nothing.err
