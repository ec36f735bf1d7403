"""What people cite, read first and install: the version in three places, and a pin for every distribution."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pigment_archive import __version__
from tests.architecture.source import REPOSITORY

HOUSE = "pigment-archive"

Needs = Callable[[str], Iterable[str]]


def pins(text: str) -> dict[str, str]:
    """Name → version of every exact pin; any other line of a constraints file is left out."""
    found = re.findall(r"^([a-z0-9-]+)==([\w.]+)$", text, re.MULTILINE)
    return dict(found)


def wanted(project: dict[str, Any], needs: Needs) -> set[str]:
    """Every distribution that the base install and all extras bring in, through however many hands.

    Args:
        project: The `[project]` table.
        needs: Requirement lines of an installed distribution; none for one that is not installed.
    """
    extras = project["optional-dependencies"]
    waiting = [*project["dependencies"], *(line for lines in extras.values() for line in lines)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        key = (name, frozenset(requirement.extras))
        if name != HOUSE and key not in seen:
            seen.add(key)
            waiting += _applying(needs(name), requirement.extras)
    return {name for name, _ in seen}


def _applying(lines: Iterable[str], extras: set[str]) -> Iterator[str]:
    for line in lines:
        marker = Requirement(line).marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield line


def _installed_needs(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def _project() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]


def test_everything_installed_is_pinned():
    pinned = pins((REPOSITORY / "constraints.txt").read_text("utf-8"))
    assert sorted(wanted(_project(), _installed_needs) - set(pinned)) == []
    assert pinned["torch"] == "2.13.0"


def test_a_constraints_file_holds_pins_alone():
    lines = (REPOSITORY / "constraints.txt").read_text("utf-8").splitlines()
    pinned = [line.split("==")[0] for line in lines if not line.startswith("#")]
    assert list(pins("\n".join(lines))) == sorted(pinned)


def test_the_changelog_has_the_version():
    assert f"\n## [{__version__}]" in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")


def test_the_citation_has_the_version():
    assert f"\nversion: {__version__}\n" in (REPOSITORY / "CITATION.cff").read_text("utf-8")


def test_a_missing_pin_is_caught():
    project = {"dependencies": ["A>=1"], "optional-dependencies": {"x": ["b[fast]", f"{HOUSE}[x]"]}}
    behind = {
        "a": ["c; python_version > '3'", "d; python_version < '3'"],
        "b": ["e; extra == 'fast'", "f; extra == 'slow'"],
    }
    assert wanted(project, lambda name: behind.get(name, [])) == {"a", "b", "c", "e"}
    assert pins("# said\na==1.0\nb>=2\nc-d==3.post1\n") == {"a": "1.0", "c-d": "3.post1"}
