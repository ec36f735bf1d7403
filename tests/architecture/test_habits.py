"""What the package never does, and the one file that may where there is one."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import pytest

from tests.architecture.source import Module, dotted, imports, modules, planted

CODE_IN_DATA: Final = frozenset({"pickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"})
ENVIRONMENT: Final = frozenset({"os.environ", "os.environb", "os.getenv"})
STREAMS: Final = frozenset({"sys.stdout", "sys.stderr"})
BROAD: Final = frozenset({"Exception", "BaseException"})
BY_NAME: Final = frozenset({"importlib.import_module", "import_module", "__import__"})

Finding = tuple[int, str]
Habit = Callable[[Module], Iterator[Finding]]


def asserts(module: Module) -> Iterator[Finding]:
    """`assert` is for tests: -O removes it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assert):
            yield node.lineno, "assert"


def prints(module: Module) -> Iterator[Finding]:
    """One module speaks to people; standard output belongs to it."""
    for node in ast.walk(module.tree):
        if (isinstance(node, ast.Call) and dotted(node.func) == "print") or dotted(node) in STREAMS:
            yield node.lineno, "prints"


def reads_environment(module: Module) -> Iterator[Finding]:
    """One module looks at the environment; everybody else is told."""
    for node in ast.walk(module.tree):
        if dotted(node) in ENVIRONMENT:
            yield node.lineno, "reads the environment"
    for item in imports(module):
        if f"{item.target}.{item.symbol}" in ENVIRONMENT:
            yield item.line, "reads the environment"


def runs_data(module: Module) -> Iterator[Finding]:
    """Data is never executed: no pickles, no torch.load, no eval."""
    for item in imports(module):
        if item.target.split(".")[0] in CODE_IN_DATA:
            yield item.line, f"imports {item.target}"
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        if dotted(node.func) in ("eval", "exec", "torch.load"):
            yield node.lineno, f"calls {dotted(node.func)}"
        if any(key.arg == "allow_pickle" and ast.unparse(key.value) != "False" for key in node.keywords):
            yield node.lineno, "allows pickles"


def catches_anything(module: Module) -> Iterator[Finding]:
    """A broad except hides programming errors, unless all it does is clean up and `raise`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and not _raises_again(node):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(name is None or dotted(name) in BROAD for name in caught):
                yield node.lineno, "catches anything"


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def imports_by_name(module: Module) -> Iterator[Finding]:
    """An import by computed name escapes the rules of layers and homes."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) in BY_NAME:
            yield node.lineno, "imports by name"


# Each habit with the files that may have it.
HABITS: Final[dict[Habit, frozenset[str]]] = {
    asserts: frozenset(),
    prints: frozenset({"cli/render.py"}),
    reads_environment: frozenset({"settings.py"}),
    runs_data: frozenset(),
    # Qdrant Edge raises bare Exception; the file that owns it translates it.
    catches_anything: frozenset({"storage/index/edge.py"}),
    # Lazy public names; readers that load when their format comes.
    imports_by_name: frozenset({"__init__.py", "readers/__init__.py"}),  # lazy public names
}


def bad_habits(habit: Habit, tree: Sequence[Module]) -> list[str]:
    """Where the habit shows in a file that may not have it."""
    allowed = HABITS[habit]
    return [
        f"{module.path}:{line} {what}"
        for module in tree
        if module.path not in allowed
        for line, what in habit(module)
    ]


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)
def test_the_package_has_no_bad_habit(habit):
    assert bad_habits(habit, modules()) == []


@pytest.mark.parametrize(
    ("habit", "text"),
    [
        (asserts, "assert x"),
        (prints, "print('here')"),
        (prints, "sys.stdout.write('here')"),
        (reads_environment, "os.environ['HOME']"),
        (reads_environment, "os.getenv('HOME')"),
        (reads_environment, "from os import environ"),
        (runs_data, "import pickle"),
        (runs_data, "from joblib import load"),
        (runs_data, "torch.load(path)"),
        (runs_data, "np.load(path, allow_pickle=True)"),
        (runs_data, "eval(text)"),
        (catches_anything, "try: f()\nexcept: g()"),
        (catches_anything, "try: f()\nexcept Exception: g()"),
        (catches_anything, "try: f()\nexcept (OSError, BaseException): g()"),
        (catches_anything, "try: f()\nexcept Exception as e: raise ReadError from e"),
        (imports_by_name, "importlib.import_module(name)"),
    ],
)
def test_a_planted_habit_is_caught(habit, text):
    assert len(bad_habits(habit, [planted("search/x.py", text)])) == 1


@pytest.mark.parametrize(
    ("habit", "path", "text"),
    [
        (prints, "cli/render.py", "print('here')"),
        (prints, "cli/x.py", "render.print_table()"),
        (reads_environment, "settings.py", "os.environ"),
        (runs_data, "encoder/x.py", "network.eval()\nnp.load(path, allow_pickle=False)"),
        (catches_anything, "storage/index/edge.py", "try: f()\nexcept Exception: g()"),
        (catches_anything, "storage/x.py", "try: f()\nexcept (OSError, ValueError): g()"),
        (catches_anything, "storage/x.py", "try: f()\nexcept BaseException:\n    g()\n    raise"),
        (imports_by_name, "__init__.py", "import_module(name)"),
    ],
)
def test_a_rightful_use_is_left_alone(habit, path, text):
    assert bad_habits(habit, [planted(path, text)]) == []
