"""Header lines of a key, a mark and a value, kept verbatim and in order."""

from __future__ import annotations

from collections.abc import Iterable


def keyed_lines(lines: Iterable[str], mark: str) -> dict[str, str]:
    """Key to value; a key that comes again keeps all its values, one a line.

    Lines without the mark are left out.

    Args:
        lines: Lines of a header.
        mark: What stands between key and value, for example a colon.
    """
    found: dict[str, list[str]] = {}
    for line in lines:
        key, marked, value = line.partition(mark)
        if marked:
            found.setdefault(key.strip(), []).append(value.strip())
    return {key: "\n".join(values) for key, values in found.items()}
