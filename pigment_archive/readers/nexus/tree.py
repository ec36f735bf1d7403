"""An HDF5 file walked safely: no link leads out of it, no loop, no size is believed before it is checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pigment_archive.errors import Inconsistent, TooLarge, UnsupportedVariant

MOST_OBJECTS: Final = 20_000
MOST_DEPTH: Final = 32
MOST_LINKS: Final = 8
MOST_ENTRIES: Final = 2_000
LONGEST_TEXT: Final = 2_000
Node = Any


def resolved(group: Node, name: str, hops: int = MOST_LINKS) -> Node | None:
    """The object under a name or path, through hard and soft links; None if absent.

    Raises:
        UnsupportedVariant: A link leads to another file.
        Inconsistent: Soft links lead in a circle.
    """
    import h5py

    here = group.file if name.startswith("/") else group
    for part in (part for part in name.split("/") if part not in ("", ".")):
        link = here.get(part, getlink=True) if isinstance(here, h5py.Group) else None
        if link is None:
            return None
        if isinstance(link, h5py.ExternalLink):
            raise UnsupportedVariant(
                "the data lie in another file, to which a link leads",
                remedy="Save a copy with the linked data in the file itself.",
            )
        if isinstance(link, h5py.SoftLink):
            if hops == 0:
                raise Inconsistent("links in the file lead in a circle")
            here = resolved(here, link.path, hops - 1)
        else:
            here = here[part]
    return here


def groups(root: Node) -> Iterator[Node]:
    """Every group by hard links, the root first, each once.

    Raises:
        TooLarge: There are too many, or too deep.
    """
    import h5py

    waiting, seen = [(root, 0)], set()
    while waiting:
        group, depth = waiting.pop(0)
        address = h5py.h5o.get_info(group.id).addr
        if address in seen:
            continue
        seen.add(address)
        if len(seen) > MOST_OBJECTS or depth > MOST_DEPTH:
            raise TooLarge(f"more than {MOST_OBJECTS} groups, or more than {MOST_DEPTH} levels")
        yield group
        for name in group:
            if isinstance(group.get(name, getlink=True), h5py.HardLink):
                child = group[name]
                if isinstance(child, h5py.Group):
                    waiting.append((child, depth + 1))


def datasets(group: Node) -> dict[str, Node]:
    """The datasets directly in a group, by name; links to other files are left out."""
    import h5py

    found = {}
    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.ExternalLink):
            child = resolved(group, name)
            if isinstance(child, h5py.Dataset):
                found[name] = child
    return found


def text_of(value: Any) -> str:
    """A scalar, attribute or short list as text, empty for everything else."""
    import numpy as np

    plain = value
    if isinstance(plain, np.ndarray):
        plain = plain.tolist() if plain.size <= 16 else ""
    if isinstance(plain, list):
        return ", ".join(text_of(one) for one in plain)[:LONGEST_TEXT]
    if isinstance(plain, bytes):
        plain = plain.decode("utf-8", "replace")
    return str(plain)[:LONGEST_TEXT] if isinstance(plain, str | int | float | np.generic) else ""


def entries_of(root: Node) -> dict[str, str]:
    """What a subtree says in words and single numbers, by path."""
    said: dict[str, str] = {}
    for group in groups(root):
        prefix = group.name.removeprefix(root.name).strip("/")
        for key, value in group.attrs.items():
            said[f"{prefix}@{key}"] = text_of(value)
        for name, dataset in datasets(group).items():
            place = f"{prefix}/{name}".strip("/")
            if dataset.shape == () or (dataset.shape == (1,) and dataset.nbytes <= LONGEST_TEXT):
                said[place] = text_of(dataset[()])
            for key, value in dataset.attrs.items():
                said[f"{place}@{key}"] = text_of(value)
            if len(said) > MOST_ENTRIES:
                return {key: value for key, value in said.items() if value}
    return {key: value for key, value in said.items() if value}
