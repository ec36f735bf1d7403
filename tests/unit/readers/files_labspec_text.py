"""LabSpec text exports, written as LabSpec 6 lays them out."""

from __future__ import annotations

import numpy as np

from tests.spectrum_files import INTENSITY, SHIFT, SampleFile

HEADER = {
    "Acq. time (s)": "\t3",
    "Accumulations": "\t2",
    "Range (cm-¹)": "\t150...250",
    "Detector temperature (°C)": "\t-70.1",
    "Instrument": "\tLabRAM HR Evol",
    "Detector": "\tSynapse CCD",
    "Objective": "\tx50 LWD",
    "Grating": "\t600 gr/mm",
    "ND Filter": "\t10%",
    "Laser (nm)": "\t532 ",
    "Hole": "\t100.02",
    "Sample": "\tvermilion, Almadén",
    "Acquired": "\t17.05.2023 11:16:52",
}
SINGLE = [("Intens", "Cnt"), ("Spectr", "1/cm")]
MAP = [*SINGLE, ("X", "µm"), ("Y", "µm")]
ROWS = np.stack([INTENSITY + n for n in range(6)])


def header(axes: list[tuple[str, str]], **changes: str) -> str:
    """The `#` lines."""
    said = HEADER | {key.replace("_", " "): value for key, value in changes.items()}
    lines = [f"#{key}={value}" for key, value in said.items()]
    for number, (label, unit) in enumerate(axes):
        lines += [f"#AxisType[{number}]={label}", f"#AxisUnit[{number}]={unit}"]
    return "\n".join(lines) + "\n"


def single(
    axes: list[tuple[str, str]] = SINGLE, decimal: str = ".", delimiter: str = "\t", **changes: str
) -> bytes:
    """Two columns."""
    lines = [f"{x:g}{delimiter}{y:g}".replace(".", decimal) for x, y in zip(SHIFT, INTENSITY, strict=True)]
    return (header(axes, **changes) + "\n".join(lines) + "\n").encode("cp1252")


def rows(before: list[list[float]], axes: list[tuple[str, str]], **changes: str) -> bytes:
    """The axis in the first line, then one spectrum a line behind its numbers."""
    lines = ["\t" * len(before[0]) + "\t".join(f"{x:g}" for x in SHIFT)]
    for numbers, values in zip(before, ROWS, strict=False):
        lines.append("\t".join(f"{number:g}" for number in [*numbers, *values]))
    return (header(axes, **changes) + "\n".join(lines) + "\n").encode("cp1252")


def area() -> bytes:
    """Two lines of three places: Y stands first and changes most slowly."""
    places = [[y, x] for y in (-1.0, 1.0) for x in (-2.0, 0.0, 2.0)]
    return rows(places, MAP)


def series() -> bytes:
    """Three points, one after the other."""
    return rows([[1], [2], [3]], [*SINGLE, ("Points", "")])


def samples() -> list[SampleFile]:
    """Single, with commas, series, map, and two windows one after the other."""
    windows = single() + single([("Intens", "Cnt"), ("Spectr", "nm")])
    return [
        SampleFile("labspec_text", "single.txt", single()),
        SampleFile("labspec_text", "comma.txt", single(decimal=",")),
        SampleFile("labspec_text", "series.txt", series(), 3),
        SampleFile("labspec_text", "map.txt", area(), 6),
        SampleFile("labspec_text", "windows.txt", windows, 2),
    ]
