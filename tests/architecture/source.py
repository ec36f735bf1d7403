"""The package as source text: modules, what they import, and which unit of the map they belong to."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = "pigment_archive"
REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its path below the package folder, its text."""

    name: str
    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def unit(self) -> str:
        """The line of the map it belongs to: `records` for pigment_archive.records.facts, "" for the root."""
        return unit_of(self.name)

    @property
    def is_package(self) -> bool:
        return self.path.endswith("__init__.py")


@dataclass(frozen=True)
class Import:
    """One imported module: `symbol` is the name taken from it, "" for a plain import."""

    target: str
    symbol: str
    line: int
    nested: bool
    typing_only: bool


def unit_of(name: str) -> str:
    """The first part below the root."""
    return name.split(".")[1] if "." in name else ""


def planted(path: str, text: str) -> Module:
    """A module that exists only in a test, as if it stood at `path` below the package."""
    parts = path.removesuffix(".py").removesuffix("__init__").strip("/").split("/")
    return Module(".".join([ROOT, *filter(None, parts)]), path, text)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package, by path."""
    files = sorted(PACKAGE.rglob("*.py"))
    return tuple(planted(file.relative_to(PACKAGE).as_posix(), file.read_text("utf-8")) for file in files)


def is_internal(name: str) -> bool:
    """Whether a dotted name is of this package."""
    return name == ROOT or name.startswith(f"{ROOT}.")


def imports(module: Module) -> tuple[Import, ...]:
    """Every import of a module, inside functions too; `import_module("literal")` counts as one."""
    return tuple(_walk(module, module.tree, nested=False, typing_only=False))


def internal_targets(module: Module, known: Iterable[str]) -> Iterator[tuple[Import, str]]:
    """Internal imports with the module they lead to: `from pkg import part` leads to `pkg.part` if known."""
    names = set(known)
    for found in imports(module):
        if is_internal(found.target):
            deeper = f"{found.target}.{found.symbol}"
            yield found, deeper if deeper in names else found.target


def functions(module: Module) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def dotted(node: ast.AST) -> str:
    """The dotted name an expression spells (`torch.load`), "" for any other expression."""
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return node.id if isinstance(node, ast.Name) else ""


def _walk(module: Module, node: ast.AST, *, nested: bool, typing_only: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        for target, symbol in _targets(module, child):
            yield Import(target, symbol, child.lineno, nested, typing_only)
        guarded = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        inside = nested or isinstance(child, Function | ast.Lambda)
        yield from _walk(module, child, nested=inside, typing_only=typing_only or guarded)


def _targets(module: Module, node: ast.AST) -> list[tuple[str, str]]:
    if isinstance(node, ast.Import):
        return [(alias.name, "") for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = _absolute(module, node)
        return [(base, alias.name) for alias in node.names]
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
        "import_module",
        "__import__",
    ):
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            return [(first.value, "")]
    return []


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if node.level == 0:
        return node.module or ""
    parts = module.name.split(".")
    keep = len(parts) - node.level + (1 if module.is_package else 0)
    return ".".join([*parts[:keep], *filter(None, [node.module])])
