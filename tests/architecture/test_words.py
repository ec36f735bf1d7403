"""One word an idea; and nothing in the repository tells where it was written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.source import REPOSITORY, Module, modules, planted

SAY_INSTEAD: Final = {
    "embedding": "latent",
    "modality": "technique",
    "pipeline": "recipe",
    "reflectivity": "reflectance",
    "specimen": "sample",
}

# Absolute places of one machine; a path in a text is relative, or one that every machine has.
MACHINE_PATH: Final = re.compile(r"(?<![\w.$}~-])/(?:home|root|work|tmp|mnt|Users)/\w")

TEXTS: Final = (
    "pyproject.toml", "Makefile", "CITATION.cff", "constraints.txt", "*.md", ".ci/*", "docs/**/*",
    "deploy/**/*", "schemas/*", "pigment_archive/**/*", "tests/**/*",
)  # fmt: skip


def said_otherwise(where: str, text: str) -> list[str]:
    """Words in a text that have another name here."""
    words = re.findall(r"[a-z]+", text.lower())
    return [
        f"{where}: {word}, say {SAY_INSTEAD[word.removesuffix('s')]}"
        for word in sorted(set(words))
        if word.removesuffix("s") in SAY_INSTEAD
    ]


def telling(where: str, text: str) -> list[str]:
    """Absolute paths that tell of the machine a text was written on."""
    return [f"{where}: {found}" for found in MACHINE_PATH.findall(text)]


def spoken(tree: Sequence[Module]) -> Iterator[tuple[str, str]]:
    """What the code says: its docstrings and the names it defines."""
    for module in tree:
        yield module.path, module.path
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{module.path} {getattr(node, 'name', '')}", ast.get_docstring(node) or ""
            name = getattr(node, "name", None) or getattr(node, "arg", None)
            if isinstance(name, str) and not isinstance(node, ast.alias | ast.keyword):
                yield module.path, name.replace("_", " ")


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the repository."""
    found = {path for pattern in TEXTS for path in REPOSITORY.glob(pattern)}
    for path in sorted(found):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(REPOSITORY).as_posix(), _text(path)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


def test_one_word_an_idea_in_code():
    assert [line for where, text in spoken(modules()) for line in said_otherwise(where, text)] == []


def test_one_word_an_idea_in_prose():
    prose = [(where, text) for where, text in texts() if where.endswith(".md")]
    assert [line for where, text in prose for line in said_otherwise(where, text)] == []


def test_no_text_tells_where_it_was_written():
    assert [line for where, text in texts() for line in telling(where, text)] == []


@pytest.mark.parametrize(
    "text", ["def embed(): 'An embedding.'", "def f(pipelines): ...", "class Modality: ..."]
)
def test_a_planted_synonym_is_caught(text):
    planted_module = planted("search/x.py", text)
    assert (
        len([line for where, said in spoken([planted_module]) for line in said_otherwise(where, said)]) == 1
    )


def test_a_planted_machine_path_is_caught():
    assert len(telling("x.py", f'open("/{"home"}/me/data")')) == 1
    assert telling("x.py", "raman/tmp/x and ../home/x are relative") == []
