"""Small enough to read in one sitting: files, functions, parameters; names that say something; docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

import pytest

from tests.architecture.source import REPOSITORY, Function, Module, functions, modules, planted

LINES_IN_A_FILE: Final = 300
LINES_IN_A_FUNCTION: Final = 40
POSITIONAL_PARAMETERS: Final = 6
SAYS_NOTHING: Final = frozenset(
    {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "service", "services"}
)


def long_file(name: str, text: str) -> list[str]:
    """The file, if it is longer than allowed."""
    lines = len(text.splitlines())
    return [f"{name} has {lines} lines"] if lines > LINES_IN_A_FILE else []


def code_lines(function: Function, text: str) -> int:
    """Lines of a function without its decorators, docstring, blank lines and comment lines."""
    first, last = function.lineno, function.end_lineno or function.lineno
    inside = set(range(first, last + 1))
    if ast.get_docstring(function, clean=False) is not None:
        docstring = function.body[0]
        inside -= set(range(docstring.lineno, (docstring.end_lineno or 0) + 1))
    source = text.splitlines()
    return sum(1 for line in inside if not re.match(r"\s*(#|$)", source[line - 1]))


def long_functions(tree: Sequence[Module]) -> list[str]:
    """Functions with more lines of code than allowed."""
    return [
        f"{module.path}:{function.lineno} {function.name} has {lines} lines of code"
        for module in tree
        for function in functions(module)
        if (lines := code_lines(function, module.text)) > LINES_IN_A_FUNCTION
    ]


def crowded_functions(tree: Sequence[Module]) -> list[str]:
    """Functions with more positional parameters than allowed, `self` and `cls` not counted."""
    found = []
    for module in tree:
        for function in functions(module):
            names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
            taken = [name for name in names if name not in ("self", "cls")]
            if len(taken) > POSITIONAL_PARAMETERS:
                found.append(f"{module.path}:{function.lineno} {function.name} takes {len(taken)}")
    return found


def empty_names(tree: Sequence[Module]) -> list[str]:
    """Modules whose names say what they are used as, not what they are about (`service/` is a door)."""
    found = []
    for module in tree:
        parts = module.path.removesuffix(".py").split("/")
        words = {word for part in parts for word in part.split("_")}
        if parts[0] == "service":
            words = {word for part in parts[1:] for word in part.split("_")}
        if words & SAYS_NOTHING:
            found.append(module.path)
    return found


def undocumented(tree: Sequence[Module]) -> list[str]:
    """Modules, public functions, classes and methods without a docstring."""
    found = []
    for module in tree:
        if ast.get_docstring(module.tree) is None:
            found.append(module.path)
        found += [f"{module.path}:{node.lineno} {node.name}" for node in _public(module.tree)]
    return found


def _public(scope: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for node in scope.body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield node
        if isinstance(node, ast.ClassDef):
            yield from _public(node)


def test_files_are_short():
    files = [*REPOSITORY.glob("pigment_archive/**/*.py"), *REPOSITORY.glob("tests/**/*.py")]
    names = {file.relative_to(REPOSITORY).as_posix(): file.read_text("utf-8") for file in files}
    assert [line for name, text in sorted(names.items()) for line in long_file(name, text)] == []


def test_functions_are_short():
    assert long_functions(modules()) == []


def test_parameters_are_few():
    assert crowded_functions(modules()) == []


def test_names_say_something():
    assert empty_names(modules()) == []


def test_everything_public_is_documented():
    assert undocumented(modules()) == []


def test_a_long_file_is_caught():
    assert long_file("x.py", "\n" * 300) == []
    assert long_file("x.py", "\n" * 301) == ["x.py has 301 lines"]


def test_only_lines_of_code_are_counted():
    head = '@decorated\ndef f():\n    """One\n    two."""\n\n    # why\n'
    allowed = planted("x.py", head + "    x = 1\n" * 39)
    too_long = planted("x.py", head + "    x = 1\n" * 40)
    assert long_functions([allowed]) == []
    assert long_functions([too_long]) == ["x.py:2 f has 41 lines of code"]


def test_a_crowded_function_is_caught():
    assert crowded_functions([planted("x.py", "def f(self, a, b, c, d, e, f, *, g, h): ...")]) == []
    assert len(crowded_functions([planted("x.py", "def f(a, b, c, d, e, f, g): ...")])) == 1


@pytest.mark.parametrize(
    "path", ["utils.py", "search/text_helpers.py", "storage/index_manager.py", "search/search_service.py"]
)
def test_an_empty_name_is_caught(path):
    assert empty_names([planted(path, "")]) == [path]


def test_the_service_door_keeps_its_name():
    assert empty_names([planted("service/app.py", "")]) == []
    assert empty_names([planted("service/utils.py", "")]) == ["service/utils.py"]


def test_a_missing_docstring_is_caught():
    bare = "def f(): ...\nclass A:\n    def g(self): ...\n    def _h(self): ...\ndef _i(): ...\n"
    assert undocumented([planted("x.py", bare)]) == ["x.py", "x.py:1 f", "x.py:2 A", "x.py:3 g"]
    assert undocumented([planted("x.py", '"""Said."""\ndef f():\n    """Said."""')]) == []
