"""Every library has its home: a leg that owns it, translates its errors and pays for its import."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import pytest

from tests.architecture.source import Module, imports, is_internal, modules, planted

ANYWHERE: Final = frozenset({"numpy", "scipy", "pydantic"})

HOMES: Final[dict[str, frozenset[str]]] = {
    "torch": frozenset({"encoder"}),
    "safetensors": frozenset({"encoder"}),
    "umap": frozenset({"evaluation"}),
    "sklearn": frozenset({"encoder", "evaluation", "release", "workflows"}),
    "qdrant_edge": frozenset({"storage"}),
    "qdrant_client": frozenset({"storage"}),
    "grpc": frozenset({"storage"}),
    "portalocker": frozenset({"storage"}),
    "tomli_w": frozenset({"storage"}),
    "pyarrow": frozenset({"readers", "encoder", "storage", "release"}),
    "spectral": frozenset({"readers"}),
    "h5py": frozenset({"readers"}),
    "PIL": frozenset({"readers"}),
    "brukeropus": frozenset({"readers"}),
    "python_calamine": frozenset({"readers", "curation"}),
    "matplotlib": frozenset({"pages"}),
    "typer": frozenset({"cli"}),
    "rich": frozenset({"cli"}),
}


def away_from_home(tree: Sequence[Module]) -> list[str]:
    """Every third-party import outside the library's home, and every library without one."""
    found = []
    for module in tree:
        for item in imports(module):
            library = item.target.split(".")[0]
            if is_internal(library) or library in sys.stdlib_module_names or library in ANYWHERE:
                continue
            if module.unit not in HOMES.get(library, frozenset()):
                home = ", ".join(sorted(HOMES.get(library, {"no home yet: add it to the table"})))
                found.append(f"{module.path}:{item.line} imports {library} (at home in {home})")
    return found


def test_libraries_stay_at_home():
    assert away_from_home(modules()) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("search/x.py", "import torch"),
        ("workflows/x.py", "def f():\n    from umap import UMAP"),
        ("readers/x.py", "if TYPE_CHECKING:\n    import qdrant_edge"),
        ("pages/x.py", "import rich.console"),
        ("records/x.py", "import requests"),
    ],
)
def test_a_planted_stranger_is_caught(path, text):
    assert len(away_from_home([planted(path, text)])) == 1


def test_a_library_at_home_is_left_alone():
    assert away_from_home([planted("encoder/network.py", "import json, numpy, torch.nn")]) == []
