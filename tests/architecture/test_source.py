"""The reader of imports sees every way of writing one."""

from __future__ import annotations

import pytest

from tests.architecture.source import imports, internal_targets, modules, planted


@pytest.mark.parametrize(
    ("path", "text", "target"),
    [
        ("answers/answer.py", "import torch.nn", "torch.nn"),
        ("answers/answer.py", "from pigment_archive.records import Record", "pigment_archive.records"),
        ("answers/answer.py", "from .hit import Hit", "pigment_archive.answers.hit"),
        ("answers/__init__.py", "from .hit import Hit", "pigment_archive.answers.hit"),
        ("answers/answer.py", "from ..encoder import Bundle", "pigment_archive.encoder"),
        ("answers/answer.py", "def f():\n    import umap", "umap"),
        ("answers/answer.py", "class A:\n    def f(self):\n        from torch import nn", "torch"),
        ("answers/answer.py", "importlib.import_module('sklearn.svm')", "sklearn.svm"),
    ],
)
def test_an_import_is_seen(path, text, target):
    assert [found.target for found in imports(planted(path, text))] == [target]


def test_nested_and_typing_imports_are_told_apart():
    text = "if TYPE_CHECKING:\n    import a\ndef f():\n    import b\nimport c"
    found = {item.target: (item.nested, item.typing_only) for item in imports(planted("x.py", text))}
    assert found == {"a": (False, True), "b": (True, False), "c": (False, False)}


def test_a_submodule_taken_from_its_package_is_the_submodule():
    importer = planted(
        "archive.py", "from pigment_archive import records\nfrom pigment_archive.records import Tier"
    )
    targets = [target for _, target in internal_targets(importer, ["pigment_archive.records"])]
    assert targets == ["pigment_archive.records", "pigment_archive.records"]


def test_the_package_is_found():
    names = {module.name for module in modules()}
    assert {"pigment_archive", "pigment_archive.errors", "pigment_archive.records.spectrum"} <= names
