"""The start-up rule: a search must feel instant, so the quick roads load no slow library."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final

import pytest

from tests.architecture.source import REPOSITORY, modules

SLOW: Final = (
    "torch", "sklearn", "numba", "umap", "pyarrow", "qdrant_client", "pandas", "matplotlib",
)  # fmt: skip

QUICK: Final = frozenset(
    {
        "pigment_archive.archive",
        "pigment_archive.settings",
        "pigment_archive.cli.app",
        "pigment_archive.cli.render",
        "pigment_archive.workflows.search",
        "pigment_archive.workflows.encode",
        "pigment_archive.workflows.info",
    }
)

# Imports each name in turn; reports the slow libraries that came with it, or why it cannot be imported.
PROBE: Final = """
import importlib, json, sys
slow, names = json.loads(sys.argv[1]), json.loads(sys.argv[2])
report = {}
for name in names:
    before = set(sys.modules)
    try:
        importlib.import_module(name)
        report[name] = [library for library in slow if library in sys.modules and library not in before]
    except Exception as error:
        report[name] = [f"cannot be imported: {error!r}"]
print(json.dumps(report))
"""


def loaded_by(names: list[str], slow: tuple[str, ...] = SLOW) -> dict[str, list[str]]:
    """What each import newly loads of the slow libraries, in one fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(slow), json.dumps(names)],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def quick_modules() -> list[str]:
    """Every package (an `__init__` pulls in nothing slow) and the quick roads."""
    return sorted(module.name for module in modules() if module.is_package or module.name in QUICK)


@pytest.fixture(scope="module")
def loaded():
    return loaded_by(quick_modules())


@pytest.mark.parametrize("name", quick_modules())
def test_a_quick_module_loads_nothing_slow(loaded, name):
    assert loaded[name] == []


def test_a_slow_import_is_caught():
    report = loaded_by(["json", "xml.dom.minidom", "no_such_module"], slow=("xml",))
    assert report["json"] == []
    assert report["xml.dom.minidom"] == ["xml"]
    assert report["no_such_module"][0].startswith("cannot be imported")
