"""The latent map as one HTML file that opens offline: panels to move in, a legend, a search, each spectrum.

The page draws with a script of its own, `latent_map_panel.js`, and loads nothing from anywhere. Nothing a
record says becomes markup: all of it travels as JSON without `<`, and the script makes text of it.
"""

from __future__ import annotations

import json
import re
import uuid
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.evaluation.maps import Layout
from pigment_archive.pages.axis_labels import AXIS_LABELS
from pigment_archive.pages.coarse import CoarseSpectra
from pigment_archive.pages.map_groups import Groups

_FULL: Final = 65535
_PLACEHOLDER: Final = re.compile(r"\[\[(title|data|script)\]\]")


@dataclass(frozen=True)
class Heading:
    """What stands over a map: its title, what was projected and how, and what a reader must be warned of."""

    title: str
    note: str
    warnings: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class MapRecords:
    """What the page knows of each of its n records.

    Attributes:
        ids: The records' ids, UUIDs as text.
        groups: What they are coloured by.
        facts: By name, the value of a fact for each record; None where it is not stated.
        spectra: Their prepared spectra, coarse.
        axis_kind: What the axis of the spectra measures: raman_shift, wavenumber, wavelength or energy.
    """

    ids: Sequence[str]
    groups: Groups
    facts: Mapping[str, Sequence[str | None]]
    spectra: CoarseSpectra
    axis_kind: str


def latent_map_html(
    heading: Heading, layouts: Sequence[Layout], records: MapRecords, *, columns: int = 1
) -> str:
    """A self-contained page with a panel for each layout, `columns` side by side."""
    data = {
        "title": heading.title,
        "note": heading.note,
        "warnings": list(heading.warnings),
        "count": len(records.ids),
        "columns": columns,
        "panels": [_panel(layout) for layout in layouts],
        "groups": _legend(records.groups),
        "group": _base64(records.groups.codes),
        "facts": [_fact(name, values) for name, values in records.facts.items()],
        "records": b64encode(b"".join(uuid.UUID(one).bytes for one in records.ids)).decode(),
        "spectra": _spectra(records.spectra, records.axis_kind),
    }
    parts = {
        "title": escape(heading.title).encode("ascii", "xmlcharrefreplace").decode(),
        "data": json.dumps(data, separators=(",", ":")).replace("<", "\\u003c"),
        "script": _part("latent_map_panel.js") + _part("latent_map.js"),
    }
    return _PLACEHOLDER.sub(lambda found: parts[found[1]], _part("latent_map.html"))


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _panel(layout: Layout) -> dict[str, str]:
    """Positions in 65,536 steps, the same in x and y, the map in the middle of its square."""
    low, high = layout.positions.min(axis=0), layout.positions.max(axis=0)
    span = float((high - low).max()) or 1.0
    steps = np.rint(((layout.positions - (low + high) / 2) / span + 0.5) * _FULL).astype("<u2")
    up = _FULL - steps[:, 1]  # a canvas counts downwards
    return {"title": layout.title, "x": _base64(steps[:, 0]), "y": _base64(up)}


def _legend(groups: Groups) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "colour": one.colour, "shape": one.shape, "faint": one.faint, "count": count}
        for one, count in zip(groups.entries, groups.counts, strict=True)
    ]


def _fact(name: str, values: Sequence[str | None]) -> dict[str, Any]:
    """The different values once, and for each record the place of its own."""
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    kind = next(kind for kind in ("<u1", "<u2", "<u4") if len(places) <= np.iinfo(kind).max)
    codes = np.array([places[value] for value in values], dtype=kind)
    return {"name": name, "values": list(places), "codes": _base64(codes), "bytes": codes.itemsize}


def _spectra(spectra: CoarseSpectra, axis_kind: str) -> dict[str, Any]:
    points, of = spectra.axis.size, spectra.grid_points
    means = f"{points} means of the {of}" if points < of else f"all {of}"
    return {
        "axis": np.round(spectra.axis, 4).tolist(),
        "label": AXIS_LABELS[axis_kind],
        "low": _base64(spectra.low.astype("<f4")),
        "high": _base64(spectra.high.astype("<f4")),
        "steps": _base64(spectra.steps),
        "remark": f"Prepared spectrum, coarse: {means} grid points, in 256 steps. Not for measuring.",
    }


def _base64(numbers: npt.NDArray[Any]) -> str:
    return b64encode(np.ascontiguousarray(numbers).tobytes()).decode()
