"""Spectral Evolution SED files written from the form of the maker's program."""

from __future__ import annotations

import numpy as np

from tests.spectrum_files import SampleFile

AXIS = 350.0 + 1.0 * np.arange(60)
REFERENCE = np.round(50.0 + AXIS / 10.0, 3)
PERCENT = np.round(20.0 + 10.0 * np.sin(AXIS / 9.0), 4)
REFLECTANCE = "Reflect. %"
HEADER = """\
Comment: {comment}
Version: 2.2
File Name: C:\\scans\\red_00001.sed
Instrument: PSR+3500_SN1566060 [3]
Detectors: 512,256,256
Measurement: {measurement}
Date: {date}
Time: 12:37:46,12:55:25
Temperature (C): 24.28,8.54,-5.71,25.89,8.54,-5.77
Averages: 10,10
Integration: 20,32,27,50,50,30
Foreoptic: PROBE  {{DN}}, PROBE  {{DN}}
Units: None
Wavelength Range: 350,409
GPS Time: n/a
Channels: {channels}
Columns [{columns}]:
Data:
"""


def sed(
    labels: tuple[str, ...] = ("Wvl", "Rad. (Ref.)", "Rad. (Target)", REFLECTANCE),
    *,
    axis: np.ndarray = AXIS,
    decimal: str = ".",
    end: str = "\r\n",
    measurement: str = "REFLECTANCE",
    date: str = "06/28/2022,06/28/2022",
    channels: int | None = None,
    comment: str = "",
) -> bytes:
    """A whole file with these columns."""
    percent, reference = np.resize(PERCENT, axis.size), np.resize(REFERENCE, axis.size)
    text = HEADER.format(
        comment=comment,
        measurement=measurement,
        date=date,
        channels=axis.size if channels is None else channels,
        columns=len(labels),
    )
    rows = ["\t".join(labels)]
    for place, (x, r, p) in enumerate(zip(axis, reference, percent, strict=True)):
        rows.append("\t".join(_field(label, place, x, r, p) for label in labels).replace(".", decimal))
    return (text.replace("\n", "\r\n") + "\r\n".join(rows) + end).encode("cp1252")


def _field(label: str, place: int, x: float, reference: float, percent: float) -> str:
    if label.startswith("Chan"):
        return f"{place + 1}"
    if label == "Wvl":
        return f"{x:6.1f}"
    if "%" in label:
        return f"{percent:8.4f}"
    if "[1.0]" in label or label == "Reflect.":
        return f"{percent / 100:9.6f}"
    target = "arget" in label
    return f"{reference * percent / 100 if target else reference:.6E}"


def samples() -> list[SampleFile]:
    """Percent, fraction with decimal comma, and counts alone."""
    fraction = sed(("Chan.#", "Wvl", "Norm. DN (Ref.)", "Norm. DN (Target)", "Reflect. [1.0]"), decimal=",")
    counts = sed(("Wvl", "Norm. DN (Ref.)", "Norm. DN (Target)"), measurement="DIRECT_ENERGY")
    return [
        SampleFile("spectral_evolution_sed", "red_00001.sed", sed(), declares_length=True),
        SampleFile("spectral_evolution_sed", "red_00001-de.sed", fraction, declares_length=True),
        SampleFile("spectral_evolution_sed", "counts.sed", counts, declares_length=True),
    ]
