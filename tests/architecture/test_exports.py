"""What a package exports is sorted, exists, and is said in `__all__`."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Sequence

import pytest

import pigment_archive
from tests.architecture.source import Function, Module, internal_targets, modules, planted


def exported(module: Module) -> list[str] | None:
    """The names in `__all__`, None where there is none."""
    for node in module.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            return list(ast.literal_eval(node.value))
    return None


def unsorted_exports(names: Sequence[str]) -> list[str]:
    """The names, if they are not in order: CONSTANTS, Classes, functions, each by alphabet and number."""
    return [] if list(names) == sorted(names, key=_rank) else list(names)


def silent_packages(tree: Sequence[Module]) -> list[str]:
    """Packages that only pass on what they import, and do not say in `__all__` what that is."""
    return [
        module.path
        for module in tree
        if module.is_package
        and exported(module) is None
        and any(internal_targets(module, ()))
        and not any(isinstance(node, Function | ast.ClassDef) for node in module.tree.body)
    ]


def _rank(name: str) -> tuple[int, list[tuple[int, str]]]:
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    pieces = re.findall(r"\d+|\D+", name)
    return kind, [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces]


def exporting() -> list[Module]:
    return [module for module in modules() if module.is_package and exported(module)]


@pytest.mark.parametrize("module", exporting(), ids=lambda module: module.name)
def test_exports_are_sorted_and_exist(module):
    names = exported(module)
    assert unsorted_exports(names) == []
    home = importlib.import_module(module.name)
    assert [name for name in names if not hasattr(home, name)] == []


def test_packages_say_what_they_export():
    assert silent_packages(modules()) == []


def test_the_public_names_are_listed_and_lazy():
    assert "open" in pigment_archive.__all__
    assert set(pigment_archive.__all__) <= set(dir(pigment_archive))
    with pytest.raises(AttributeError, match="no_such_name"):
        pigment_archive.no_such_name  # noqa: B018


def test_wrong_exports_are_caught():
    assert unsorted_exports(["FIELDS", "Facts", "open"]) == []
    assert unsorted_exports(["open", "Facts"]) == ["open", "Facts"]
    assert unsorted_exports(["Step2", "Step10"]) == []
    silent = planted("search/__init__.py", "from pigment_archive.answers.hit import Hit")
    assert silent_packages([silent]) == ["search/__init__.py"]
    assert silent_packages([planted(silent.path, f"{silent.text}\ndef find(): ...")]) == []
    assert exported(planted("x.py", "__all__ = ['a', 'b']")) == ["a", "b"]
