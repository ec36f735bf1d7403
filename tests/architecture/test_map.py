"""The package's docstring is the map of the house: every unit at the top, in the order of the journey."""

from __future__ import annotations

import ast
import re
from typing import Final

from tests.architecture.source import modules

PATH_ORDER: Final = (
    "errors", "units", "settings", "records", "readers", "curation", "preprocessing", "quality", "encoder",
    "starters", "storage", "answers", "evaluation", "privacy", "release", "archive", "workflows", "pages",
    "demo", "cli", "service",
)  # fmt: skip

_LINE = re.compile(r"^ {4}(\w+)(?:/|\.py)? {2,}\S", re.MULTILINE)


def mapped(docstring: str) -> list[str]:
    """The units a map lists: lines `    name   what it is`, in order."""
    return _LINE.findall(docstring)


def wrong_map(docstring: str, units: set[str]) -> list[str]:
    """Units that are not on the map, lines without a unit, and a wrong order."""
    listed = mapped(docstring)
    found = [f"{unit} is not on the map" for unit in sorted(units - set(listed))]
    found += [f"{unit} is on the map only" for unit in sorted(set(listed) - units)]
    in_order = sorted((unit for unit in listed if unit in PATH_ORDER), key=PATH_ORDER.index)
    return found + ([] if listed == in_order else [f"not in path order: {', '.join(listed)}"])


def test_the_map_shows_the_house():
    root = next(module for module in modules() if module.unit == "" and module.is_package)
    units = {module.unit for module in modules()} - {""}
    assert wrong_map(ast.get_docstring(root.tree) or "", units) == []


def test_a_wrong_map_is_caught():
    drawing = (
        "The house.\n\n    errors.py   every error\n    readers/    file to spectrum\n    records/    kept\n"
    )
    assert mapped(drawing) == ["errors", "readers", "records"]
    assert wrong_map(drawing, {"errors", "records", "search"}) == [
        "search is not on the map",
        "readers is on the map only",
        "not in path order: errors, readers, records",
    ]
    assert wrong_map("\n    errors   x\n    records  y\n\n    import z\n", {"errors", "records"}) == []
