"""The README's tour does what it says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.workflow.command import archive


def tour() -> list[str]:
    text = (REPOSITORY / "README.md").read_text("utf-8")
    block = re.search(r"<!-- tour:begin -->\n```sh\n(.*?)```\n<!-- tour:end -->", text, re.DOTALL)
    assert block is not None
    return block[1].splitlines()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tour")


def test_every_line_of_the_tour_works(place: Path) -> None:
    said: dict[str, str] = {}
    for line in tour():
        command, *words = shlex.split(line)
        if command == "rm":
            shutil.rmtree(place / words[-1])
            continue
        assert command == "archive", f"the tour uses {command}"
        ran = archive(*words, cwd=place)
        assert ran.status == 0, f"{line}\n{ran.err}"
        said[words[0]] = ran.out
    assert "cinnabar" in said["demo"]
    assert "(right)" in said["demo"]
    assert "already here" in said["ingest"]
    assert "nothing is damaged" in said["verify"]
    for name in ("match.svg", "latent-map.html", "archive/releases"):
        assert (place / "my-demo" / name).exists()
