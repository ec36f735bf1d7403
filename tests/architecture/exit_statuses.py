"""The error tree as its docstring draws it, and the README's table of exit statuses made from it."""

from __future__ import annotations

import re
from typing import NamedTuple

from pigment_archive import errors

BEGIN = "<!-- exit-statuses:begin -->"
END = "<!-- exit-statuses:end -->"

_LINE = re.compile(r"^(?P<branch>[ │├└─]*)(?P<name>[A-Z]\w*) (?P<status>\d+) +(?P<text>\S.*)$")


class Drawn(NamedTuple):
    """One line of the tree: `text` is who can act for a family, the code for an error within one."""

    name: str
    parent: str
    status: int
    text: str


def drawn_tree(docstring: str) -> list[Drawn]:
    """The lines of the tree in order; each level of the drawing is four characters wide."""
    matches = [match for line in docstring.splitlines() if (match := _LINE.match(line))]
    edge = min((len(match["branch"]) for match in matches), default=0)
    above: list[str] = []
    tree = []
    for match in matches:
        depth = (len(match["branch"]) - edge) // 4
        above[depth:] = [match["name"]]
        parent = above[depth - 1] if depth else "Exception"
        tree.append(Drawn(match["name"], parent, int(match["status"]), match["text"].strip()))
    return tree


def exit_status_table() -> str:
    """The README's table, markers included."""
    rows = ["| exit status | `error` in `--json` | meaning | who can act |", "|---|---|---|---|"]
    rows.append(f"| {errors.EXIT_DONE} | | Done. | |")
    listed = [
        (errors.EXIT_SOME_REFUSED, "| | Done, but some items were refused. | the person with the files |")
    ]
    actor = {}
    for line in drawn_tree(errors.__doc__ or ""):
        error = getattr(errors, line.name)
        family = line.parent in ("Exception", "ArchiveError")
        actor[line.name] = line.text.split(":")[0] if family else actor[line.parent]
        said = (error.__doc__ or "").splitlines()[0]
        listed.append((line.status, f"| `{error.code}` | {said} | {actor[line.name]} |"))
    rows += [f"| {status} {cells}" for status, cells in sorted(listed)]
    return "\n".join([BEGIN, *rows, END])
