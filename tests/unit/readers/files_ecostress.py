"""ECOSTRESS and ASTER library text written from the libraries' description of their header."""

from __future__ import annotations

import numpy as np

from tests.spectrum_files import SampleFile

AXIS = np.round(0.4 + 0.01 * np.arange(80), 4)
PERCENT = np.round(30.0 + 20.0 * np.sin(AXIS * 9.0), 4)
NEW = {
    "Name": "Cinnabar  HgS",
    "Type": "mineral",
    "Class": "sulfide",
    "Subclass": "none",
    "Particle Size": "Fine",
    "Sample No.": "S-17",
    "Owner": "A university",
    "Wavelength Range": "VSWIR",
    "Origin": "Almadén, Spain",
    "Collection Date": "7/29/2014",
    "Description": "red: massive",
    "Measurement": "Bidirectional reflectance",
    "First Column": "X",
    "Second Column": "Y",
    "X Units": "Wavelength (micrometers)",
    "Y Units": "Reflectance (percent)",
    "First X Value": "{first}",
    "Last X Value": "{last}",
    "Number of X Values": "{count}",
    "Additional Information": "none",
}
OLD = """\
Name: Cinnabar HgS
Type: Mineral
Class: Sulfide
Subclass:
Particle Size:  45-75um
Sample No.: S-17
Owner: A university
Wavelength Range: All
Origin: Almadén, Spain
 from the old mine.
Phase: Solid
Description: Red powder with grains of 45 um: hand picked.
Some grains are dark.



End of it.
Measurement:  Directional (10 Degree) Hemispherical Reflectance
First Column: X
Second Column: Y
X Units: Wavelength (micrometers)
Y Units: Reflectance (percent)
First X Value: {first}
Last X Value: {last}
Number of X Values: {count}
Additional Information: s17.ancillary.txt
 and more

"""


def rows_of(axis: np.ndarray, values: np.ndarray, between: str) -> str:
    """Rows of fixed width."""
    return "".join(f"{x:7.4f}{between}{y:7.4f}\n" for x, y in zip(axis, values, strict=True))


def ecostress(
    axis: np.ndarray = AXIS,
    percent: np.ndarray = PERCENT,
    *,
    count: str | None = None,
    encoding: str = "utf-8",
    tail: str = "",
    **entries: str,
) -> bytes:
    """The newer form; entries replace by key, with spaces for underscores."""
    said = NEW | {key.replace("_", " "): value for key, value in entries.items()}
    header = "".join(f"{key}: {value}\n" for key, value in said.items())
    header = header.format(first=axis[0], last=axis[-1], count=len(axis) if count is None else count)
    text = header + "\n" + rows_of(axis, percent, "\t") + tail
    return text.replace("\n", "\r\n").encode(encoding)


def aster(
    axis: np.ndarray = AXIS[::-1], percent: np.ndarray = PERCENT[::-1], encoding: str = "latin-1"
) -> bytes:
    """The older form: values over several lines, axis falling."""
    header = OLD.format(first=axis[0], last=axis[-1], count=len(axis))
    return (header + rows_of(axis, percent, "  ")).encode(encoding)


def samples() -> list[SampleFile]:
    """Both forms."""
    return [
        SampleFile("ecostress", "cinnabar.spectrum.txt", ecostress(), declares_length=True),
        SampleFile("ecostress", "aster.spectrum.txt", aster(), declares_length=True),
    ]
