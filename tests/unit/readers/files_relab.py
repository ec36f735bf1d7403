"""RELAB files written from the laboratory's description of its columns."""

from __future__ import annotations

import numpy as np

from tests.spectrum_files import SampleFile

POINTS = 400
AXIS = 320.0 + 10.0 * np.arange(POINTS)
REFLECTANCE = np.round(0.05 + 0.001 * np.arange(POINTS), 5)
SIGMA = np.round(0.001 + 0.0001 * np.arange(POINTS), 5)
REMARKS = [
    " C1XX01      .ASC                        ",
    "",
    " XX-YYY-001                                  ",
    " Vermilion <45 um                            ",
    " * User: Somebody                            ",
    "",
    " Source Ang: 30.00   Detect Ang:  0.00  Volt: 1.222",
    " Date:  7-FEB-05   Time: 15:39:26",
]


def asc(
    *,
    sigma: np.ndarray | None = SIGMA,
    axis: np.ndarray = AXIS,
    count: int | None = None,
    remarks: list[str] = REMARKS,
) -> bytes:
    """The form as measured: count, rows, three blank lines, remarks. A sigma of 0 is not written."""
    values = np.resize(REFLECTANCE, axis.size)
    deviations = np.zeros(axis.size) if sigma is None else np.resize(sigma, axis.size)
    rows = [f"  {axis.size if count is None else count}"]
    for x, y, s in zip(axis, values, deviations, strict=True):
        rows.append(f"   {x:6.1f}   {y:.5f}" + (f"   {s:.5f}" if s else ""))
    return "\r\n".join([*rows, "", "", "", *remarks, ""]).encode()


def txt(*, sigma: bool = False, end: str = "\r\n") -> bytes:
    """The form as distributed: title, labels, rows in micrometres."""
    labels = "Wavelength(micron)\tReflectance" + ("\tStandard Deviation" if sigma else "")
    rows = ["Brown University Keck/NASA Relab Spectrum XX-YYY-001/C1XX01", labels]
    for x, y, s in zip(AXIS, REFLECTANCE, SIGMA, strict=True):
        rows.append(f"{x / 1000:g}\t{y:.5f}" + (f"\t{s:.5f}" if sigma else ""))
    return ("\r\n".join(rows) + end).encode()


def samples() -> list[SampleFile]:
    """Both forms, with and without a standard deviation."""
    return [
        SampleFile("relab", "c1xx01.asc", asc(), declares_length=True),
        SampleFile("relab", "c1xx02.asc", asc(sigma=None), declares_length=True),
        SampleFile("relab", "c1xx01.txt", txt()),
        SampleFile("relab", "c1xx01s.txt", txt(sigma=True)),
    ]
