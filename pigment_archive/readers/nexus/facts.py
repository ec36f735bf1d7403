"""What an entry says about sample, instrument and laser, as facts."""

from __future__ import annotations

import re
from typing import Final

from pigment_archive.readers.nexus.tree import Node, groups, resolved, text_of
from pigment_archive.records import Facts, Material, Measurement, Sample, Technique

_ISO: Final = re.compile(r"^\d{4}-\d{2}-\d{2}")
_MAKER: Final = ("vendor", "model", "name")
_TECHNIQUES: Final = ((re.compile(r"raman", re.IGNORECASE), Technique.RAMAN),)
_STATING: Final = ("definition", "experiment_type", "technique", "experiment_documentation/E.method")


def technique_of(header: dict[str, str], label: str) -> Technique | None:
    """The technique the entry or its signal names, None if they do not."""
    said = " ".join([label, *(header.get(key, "") for key in _STATING)])
    return next((technique for pattern, technique in _TECHNIQUES if pattern.search(said)), None)


def facts_of(entry: Node, plot: Node) -> Facts:
    """Facts of a signal in an entry."""
    samples = [group for group in groups(entry) if text_of(group.attrs.get("NX_class", "")) == "NXsample"]
    named = [said for sample in samples if (said := _said(sample, "name"))]
    formulas = [said for sample in samples if (said := _said(sample, "chemical_formula"))]
    start = _said(entry, "start_time")
    return Facts(
        material=Material(formula=formulas[0] if formulas else None),
        sample=Sample(name=named[0] if named else _said(plot, "title") or None),
        measurement=Measurement(
            instrument=_instrument(entry),
            laser_wavelength=_laser(entry),
            measured_at=start if _ISO.match(start) else None,
        ),
    )


def _said(group: Node, path: str) -> str:
    found = resolved(group, path)
    return text_of(found[()]).strip() if found is not None and getattr(found, "shape", None) == () else ""


def _instrument(entry: Node) -> str | None:
    for place in ("instrument", "instrument/device_information"):
        parts = [said for key in _MAKER if (said := _said(entry, f"{place}/{key}"))]
        if parts:
            return " ".join(parts)
    return None


def _laser(entry: Node) -> float | None:
    for path in ("instrument/beam_incident/wavelength", "instrument/beam_incident/incident_wavelength"):
        found = resolved(entry, path)
        if found is None or getattr(found, "shape", None) != () or found.dtype.kind not in "iuf":
            continue
        unit = text_of(found.attrs.get("units", found.attrs.get("unit", "")))
        value = float(found[()])
        if unit == "nm" and value > 0:
            return value
    return None
