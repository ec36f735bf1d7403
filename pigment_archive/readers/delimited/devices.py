"""Tables of known instruments whose labels alone do not say what is wanted: data, found by the labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Device:
    """The table of one maker.

    Attributes:
        name: Maker, for the note.
        labels: First words of labels, lower case, all of which must be there; `|` stands between others.
        axis: First word of the label of the axis.
        values: First words of the label of the values; empty for the one column that is none of `labels`.
        axis_words: What the axis is; empty where its label says it.
        value_words: What the values are; empty where their label says it.
        only_with: A setting of the header that must be a number above 0.
    """

    name: str
    labels: tuple[str, ...]
    axis: str
    values: str
    axis_words: str = ""
    value_words: str = ""
    only_with: str = ""


DEVICES: Final = (
    Device(
        "B&W Tek, Raman",
        ("pixel", "wavelength", "raman shift", "dark", "reference", "dark subtracted"),
        axis="raman shift",
        values="dark subtracted",
        axis_words="raman shift cm-1",
        value_words="intensity",
        only_with="laser_wavelength",
    ),
    Device(
        "Avantes",
        ("wave", "sample", "dark", "reference|ref"),
        axis="wave",
        values="",
        axis_words="wavelength nm",
    ),
    Device(
        "Neegala, Raman",
        ("pixels", "wavelength", "raman shift", "raw data", "background data", "processed data"),
        axis="raman shift",
        values="processed data",
        axis_words="raman shift cm-1",
        value_words="intensity",
    ),
    Device("Ocean Optics Jaz", ("w", "d", "r", "s", "p"), axis="w", values="p", axis_words="wavelength nm"),
)


def _first(labels: list[str], words: str) -> list[int]:
    starts = re.compile(rf"(?:{words})(?![^\W_])")
    return [place for place, label in enumerate(labels) if starts.match(label)]


def device_of(labels: list[str], settings: dict[str, float]) -> tuple[Device, int, int] | None:
    """The device whose table this is, the place of its axis and of its values; None if unknown.

    Args:
        labels: The labels of the columns.
        settings: The numbers the header states, by flat key.
    """
    plain = [" ".join(label.lower().replace("_", " ").split()) for label in labels]
    for device in DEVICES:
        places = {words: _first(plain, words) for words in device.labels}
        if not all(places.values()) or (device.only_with and not settings.get(device.only_with, 0.0) > 0):
            continue
        known = {place for found in places.values() for place in found}
        values = places[device.values] if device.values else [p for p in range(len(plain)) if p not in known]
        if len(values) == 1 and len(places[device.axis]) == 1:
            return device, places[device.axis][0], values[0]
    return None
