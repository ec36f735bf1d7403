"""Who may import whom. Imports point down the listing of the map; doors see only the verbs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Final

import pytest

from tests.architecture.source import ROOT, Module, imports, internal_targets, modules, planted, unit_of

EVERYBODY: Final = {"records", "units", "errors"}

LEGS: Final[dict[str, set[str]]] = {
    "readers": set(),
    "curation": {"readers"},
    "preprocessing": set(),
    "quality": {"preprocessing"},
    "encoder": {"preprocessing"},
    "storage": set(),
    "answers": {"preprocessing", "encoder", "storage"},
    "evaluation": {"quality", "encoder", "answers"},
    "privacy": set(),
    "release": {"privacy"},
}
DOORS: Final = {"cli", "service"}
BEHIND_A_DOOR: Final = {"workflows", "pages", "archive", "settings", "privacy", "errors", ""}

MAY_IMPORT: Final[dict[str, set[str]]] = {
    "errors": set(),
    "units": {"errors"},
    "settings": EVERYBODY,
    "records": {"units", "errors"},
    **{leg: EVERYBODY | below for leg, below in LEGS.items()},
    "pages": EVERYBODY | {"answers", "release", "evaluation"},
    "demo": EVERYBODY,
    "starters": EVERYBODY,
    "archive": EVERYBODY | set(LEGS) | {"settings", "starters"},
    "workflows": EVERYBODY | set(LEGS) | {"archive", "pages", "demo", "starters"},
    **dict.fromkeys(DOORS, BEHIND_A_DOOR),
}

COSTLY: Final = {
    "torch", "sklearn", "numba", "umap", "pyarrow", "qdrant_client", "pandas", "matplotlib",
    "scipy", "spectral", "brukeropus", "h5py", "python_calamine", "PIL",
}  # fmt: skip


def forbidden_imports(tree: Sequence[Module]) -> list[str]:
    """Every internal import that the table does not allow."""
    known = {module.name for module in tree}
    found = []
    for module in tree:
        for item, target in internal_targets(module, known):
            if not _allowed(module, target, item.symbol):
                found.append(f"{module.path}:{item.line} must not import {target}")
    return found


def _allowed(module: Module, target: str, symbol: str) -> bool:
    unit = unit_of(target)
    if module.name == ROOT or unit == module.unit:
        return True
    if target == ROOT and symbol == "__version__":
        return True
    if module.path == "cli/serve.py" and unit == "service":
        return True
    return unit in MAY_IMPORT.get(module.unit, set())


def cycles(tree: Sequence[Module]) -> list[str]:
    """One import cycle between modules, if there is any; imports for type checkers alone do not count."""
    known = {module.name for module in tree}
    graph = {
        module.name: {
            target for item, target in internal_targets(module, known) if not item.typing_only
        } - {module.name}
        for module in tree
    }  # fmt: skip
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        return [" -> ".join(cycle.args[1])]
    return []


def idle_lazy_imports(tree: Sequence[Module]) -> list[str]:
    """Internal imports inside a function with no costly library behind them; doors and the root may."""
    known = {module.name for module in tree}
    costly = _costly(tree)
    found = []
    for module in tree:
        if module.unit in DOORS or module.name == ROOT:
            continue
        for item, target in internal_targets(module, known):
            if item.nested and target not in costly:
                found.append(f"{module.path}:{item.line} imports {target} late for no reason")
    return found


def _costly(tree: Sequence[Module]) -> set[str]:
    by_name = {module.name: module for module in tree}
    direct = {name: set(_eager(module, by_name)) for name, module in by_name.items()}
    costly = {name for name, targets in direct.items() if any(t.split(".")[0] in COSTLY for t in targets)}
    while more := {name for name, targets in direct.items() if targets & costly} - costly:
        costly |= more
    return costly


def _eager(module: Module, known: dict[str, Module]) -> Iterator[str]:
    seen = [(item, item.target) for item in imports(module)] + list(internal_targets(module, known))
    yield from (target for item, target in seen if not item.nested and not item.typing_only)


def test_every_unit_has_its_layer():
    assert {module.unit for module in modules()} - {""} <= set(MAY_IMPORT)


def test_imports_point_down():
    assert forbidden_imports(modules()) == []


def test_no_import_cycle():
    assert cycles(modules()) == []


def test_a_late_import_is_earned():
    assert idle_lazy_imports(modules()) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("readers/x.py", "from pigment_archive.preprocessing import Recipe"),
        ("encoder/x.py", "from pigment_archive.storage import Ledger"),
        ("answers/x.py", "def f():\n    from pigment_archive.evaluation import table"),
        ("storage/x.py", "from pigment_archive.settings import Settings"),
        ("workflows/x.py", "from pigment_archive.settings import Settings"),
        ("workflows/x.py", "from pigment_archive.cli import render"),
        ("records/x.py", "import pigment_archive.readers"),
        ("readers/x.py", "from pigment_archive import search"),
        ("cli/x.py", "from pigment_archive.storage import Ledger"),
        ("cli/x.py", "from pigment_archive.records import Record"),
        ("cli/app.py", "def f():\n    from pigment_archive.service import app"),
        ("service/x.py", "from pigment_archive.cli import render"),
        ("misplaced/x.py", "from pigment_archive.errors import ReadError"),
    ],
)
def test_a_planted_import_is_caught(path, text):
    assert len(forbidden_imports([planted(path, text)])) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cli/serve.py", "def f():\n    from pigment_archive.service import app"),
        ("cli/x.py", "import pigment_archive"),
        ("storage/x.py", "from pigment_archive import __version__"),
        ("answers/x.py", "from pigment_archive.answers.hit import Hit"),
    ],
)
def test_a_rightful_import_is_left_alone(path, text):
    assert forbidden_imports([planted(path, text)]) == []


def test_a_planted_cycle_is_caught():
    there = planted("storage/a.py", "def f():\n    from pigment_archive.storage import b")
    back = planted("storage/b.py", "from pigment_archive.storage.a import f")
    assert len(cycles([there, back])) == 1
    assert cycles([there, planted("storage/b.py", "")]) == []


def test_a_planted_late_import_is_caught_unless_a_costly_library_stands_behind_it():
    late = planted("workflows/x.py", "def f():\n    from pigment_archive.encoder import train")
    between = planted("encoder/train.py", "from pigment_archive.encoder import network")
    network = planted("encoder/network.py", "import torch")
    assert idle_lazy_imports([late, between, network]) == []
    assert len(idle_lazy_imports([late, between, planted("encoder/network.py", "import numpy")])) == 1
