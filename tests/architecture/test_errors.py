"""The error tree in the docstring is the class tree, and exit statuses are public."""

from __future__ import annotations

import inspect

import pytest

from pigment_archive import errors
from tests.architecture.exit_statuses import BEGIN, END, Drawn, drawn_tree, exit_status_table
from tests.architecture.source import REPOSITORY

TREE = drawn_tree(errors.__doc__ or "")


def error_classes() -> dict[str, type[errors.ArchiveError]]:
    return {
        name: value
        for name, value in inspect.getmembers(errors, inspect.isclass)
        if issubclass(value, errors.ArchiveError)
    }


def test_the_drawing_is_the_class_tree():
    classes = error_classes()
    real = {(name, error.__bases__[0].__name__, error.exit_status) for name, error in classes.items()}
    assert {(line.name, line.parent, line.status) for line in TREE} == real


def test_the_drawing_names_the_codes():
    within = [line for line in TREE if line.parent not in ("Exception", "ArchiveError")]
    assert {line.name: line.text for line in within} == {
        line.name: getattr(errors, line.name).code for line in within
    }


def test_exit_statuses_and_codes_are_unique():
    classes = error_classes().values()
    statuses = [error.exit_status for error in classes] + [errors.EXIT_DONE, errors.EXIT_SOME_REFUSED]
    assert len(set(statuses)) == len(statuses)
    assert len({error.code for error in classes}) == len(classes)


def test_a_family_is_the_decade_of_its_errors():
    families = {line.name: line.status for line in TREE if line.parent == "ArchiveError"}
    within = [line for line in TREE if line.parent in families]
    assert all(families[line.parent] < line.status < families[line.parent] + 10 for line in within)


def test_the_readme_has_the_statuses():
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    if BEGIN not in readme:
        pytest.skip("the README has no table of exit statuses yet")
    shown = readme[readme.index(BEGIN) : readme.index(END) + len(END)]
    assert shown == exit_status_table()


def test_a_drawing_is_read_by_its_indentation():
    drawing = """Errors, drawn::

        A 1          anybody
        ├── B 10     the operator
        │   └── C 11 c
        └── D 20     nobody
    """
    assert drawn_tree(drawing) == [
        Drawn("A", "Exception", 1, "anybody"),
        Drawn("B", "A", 10, "the operator"),
        Drawn("C", "B", 11, "c"),
        Drawn("D", "A", 20, "nobody"),
    ]
