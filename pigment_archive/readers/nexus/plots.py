"""Which dataset is the signal, which its spectral axis: NXdata by attributes, other groups by names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.meaning import axis_of, looks_like_axis
from pigment_archive.readers.nexus.tree import Node, datasets, groups, resolved, text_of

Floats = npt.NDArray[np.float64]
_NUMBERS: Final = "iuf"
MOST_DIMENSIONS: Final = 3
_USUAL_SIGNALS: Final[tuple[str, ...]] = ("data", "counts", "intensity")


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """One signal with its spectral axis.

    Attributes:
        group: The group that holds it.
        signal: The dataset of values, one to three dimensions.
        dimension: Which of them is spectral.
        axis: The dataset of the axis, None where there is none.
        errors: The dataset of standard deviations, None where there is none.
    """

    group: Node
    signal: Node
    dimension: int
    axis: Node | None
    errors: Node | None

    @property
    def channels(self) -> int:
        """Number of points of each spectrum."""
        return int(self.signal.shape[self.dimension])


def plots_of(root: Node) -> Iterator[Plot]:
    """Every signal of a file, each dataset once: those of NXdata, or where there is none, of any group."""
    import h5py

    every = list(groups(root))
    named = [group for group in every if text_of(group.attrs.get("NX_class", "")) == "NXdata"]
    seen: set[int] = set()
    for group in named or every:
        for plot in _of_nxdata(group) if named else _of_names(group):
            address = h5py.h5o.get_info(plot.signal.id).addr
            if address not in seen:
                seen.add(address)
                yield plot


def label_of(dataset: Node) -> str:
    """What a dataset calls itself, with its unit."""
    name = text_of(dataset.attrs.get("long_name", "")) or dataset.name.rsplit("/", 1)[-1]
    unit = text_of(dataset.attrs.get("units", dataset.attrs.get("unit", "")))
    return f"{name} ({unit})" if unit else name


def checked(dataset: Node, most: int) -> Node:
    """The dataset, if it holds numbers that lie in this file and are not too many.

    Raises:
        UnsupportedVariant: The numbers lie in another file, or are no numbers.
        TooLarge: There are more than `most`.
        Truncated: Space is declared, but nothing was ever written.
    """
    if dataset.external or dataset.is_virtual:
        raise UnsupportedVariant("the data lie in another file", remedy="Save a copy with all data in it.")
    if dataset.dtype.kind not in _NUMBERS:
        raise UnsupportedVariant("a dataset of something else than real numbers")
    if dataset.size > most:
        raise TooLarge(f"a dataset of {dataset.size} numbers, at most {most} are read")
    if dataset.size and not dataset.id.get_storage_size():
        raise Truncated("a dataset is declared, but was never written")
    return dataset


def _of_nxdata(group: Node) -> Iterator[Plot]:
    inside = datasets(group)
    for name in _signal_names(group, inside):
        signal = resolved(group, name)
        if signal is None or not hasattr(signal, "shape"):
            raise Inconsistent(f"the signal {name[:40]} is not there")
        if signal.dtype.kind in _NUMBERS and 1 <= len(signal.shape) <= MOST_DIMENSIONS:
            axes = _axes(group, signal, inside)
            dimension = _spectral(signal, axes)
            axis = axes.get(dimension)
            errors = inside.get(f"{name}_errors", inside.get("errors"))
            matching = errors is not None and errors.shape == signal.shape
            yield Plot(group, signal, dimension, axis, errors if matching else None)


def _signal_names(group: Node, inside: dict[str, Node]) -> list[str]:
    said = text_of(group.attrs.get("signal", ""))
    if said:
        more = group.attrs.get("auxiliary_signals", [])
        return [said, *(text_of(one) for one in np.atleast_1d(more).tolist())]
    marked = [name for name, dataset in inside.items() if text_of(dataset.attrs.get("signal", "")) == "1"]
    return marked or [name for name in _USUAL_SIGNALS if name in inside][:1]


def _axes(group: Node, signal: Node, inside: dict[str, Node]) -> dict[int, Node]:
    """The axis of each dimension where one is named and fits."""
    said = group.attrs.get("axes", signal.attrs.get("axes", []))
    listed = [text_of(one) for one in np.atleast_1d(said).tolist()]
    if len(listed) == 1 and listed[0] not in inside:
        listed = re.split(r"[:,]", listed[0].strip("[]"))
    found: dict[int, Node] = {}
    for place, name in enumerate(listed):
        where = group.attrs.get(f"{name}_indices")
        dimension = int(np.ravel(where)[0]) if where is not None and np.size(where) == 1 else place
        if name.strip() in inside:
            found[dimension] = inside[name.strip()]
    for dataset in inside.values():
        order = text_of(dataset.attrs.get("axis", ""))
        if order.isdigit() and int(order) - 1 not in found:
            found[int(order) - 1] = dataset
    return {
        dimension: axis
        for dimension, axis in found.items()
        if 0 <= dimension < len(signal.shape) and _fits(axis, signal.shape[dimension])
    }


def _fits(axis: Node, length: int) -> bool:
    return len(axis.shape) == 1 and axis.dtype.kind in _NUMBERS and axis.shape[0] in (length, length + 1)


def _spectral(signal: Node, axes: dict[int, Node]) -> int:
    """The dimension whose axis is spectral by its label, else the last."""
    last = len(signal.shape) - 1
    clear = [place for place, axis in axes.items() if axis_of(label_of(axis))]
    likely = clear or [place for place, axis in axes.items() if looks_like_axis(label_of(axis))]
    return likely[-1] if likely else last


def _of_names(group: Node) -> Iterator[Plot]:
    """A group with exactly one dataset named as an axis, and others that are as long."""
    inside = {
        name: dataset
        for name, dataset in datasets(group).items()
        if dataset.dtype.kind in _NUMBERS and 1 <= len(dataset.shape) <= MOST_DIMENSIONS
    }
    axes = [one for one in inside.values() if len(one.shape) == 1 and looks_like_axis(label_of(one))]
    if len(axes) != 1:
        return
    for dataset in inside.values():
        if dataset is not axes[0] and dataset.shape[-1] == axes[0].shape[0]:
            yield Plot(group, dataset, len(dataset.shape) - 1, axes[0], None)
