"""Spectra Vista SIG files written from the form of the maker's program."""

from __future__ import annotations

import re

import numpy as np

from tests.spectrum_files import SampleFile

VNIR = 900.0 + 10.0 * np.arange(12)
SWIR1 = 985.0 + 5.0 * np.arange(14)
SWIR2 = 1035.0 + 15.0 * np.arange(12)
PRESERVED = np.concatenate([VNIR, SWIR1, SWIR2])
REMOVED = np.concatenate([VNIR[VNIR <= 990], SWIR1[(SWIR1 > 990) & (SWIR1 <= 1040)], SWIR2[SWIR2 > 1040]])
HEADER = """\
/*** Spectra Vista SIG Data ***/
name= red_001.sig
instrument= HI: 1152050 (HR-1024i)
integration= 70.0, 9.0, 7.0, 200.0, 30.0, 7.0
scan method= Time-based, Time-based
scan coadds= 28, 170, 205, 10, 61, 205
optic= FIBER1(2), FIBER1(2)
temp= 25.6, -5.1, -9.7, 25.6, -5.1, -9.8
error= 7, 3
units= Radiance, Radiance
time= {time}
longitude=                 ,                 \nlatitude=                 ,                 \ncomm= first layer
memory slot= 0, 0
factors= 1.080, 1.137, 1.000 [Overlap: {overlap}, Matching Type: None]
"""


def percent_of(axis: np.ndarray) -> np.ndarray:
    """Reflectance in percent, as written."""
    return np.round(20.0 + 15.0 * np.sin(axis / 50.0), 2)


def sig(
    axis: np.ndarray = PRESERVED,
    *,
    overlap: str = "Preserve",
    decimal: str = ".",
    columns: int = 4,
    time: str = "7/29/2017 1:54:23 AM, 7/29/2017 1:55:32 PM",
    end: str = "\r\n",
    **entries: str,
) -> bytes:
    """A whole file; entries replace by key, with spaces for underscores."""
    lines = HEADER.format(time=time, overlap=overlap).splitlines()
    for key, value in entries.items():
        lines = [f"{key}= {value}" if line.startswith(f"{key}=") else line for line in lines]
    percent = percent_of(axis)
    reference = np.round(1000.0 + axis, 2)
    target = np.round(reference * percent / 100.0, 2)
    rows, point = [], re.compile(r"(?<=\d)\.(?=\d)")
    for x, *others in zip(axis, reference, target, percent, strict=True):
        rows.append("  ".join([f"{x:.1f}", *(f"{other:.2f}" for other in others[: columns - 1])]))
    lines = [line if line.startswith(("name", "time")) else point.sub(decimal, line) for line in lines]
    rows = [point.sub(decimal, row) for row in rows]
    return ("\r\n".join([*lines, "data= ", *rows]) + end).encode("cp1252")


def samples() -> list[SampleFile]:
    """Overlap kept and removed, with decimal point and comma."""
    german = sig(decimal=",", time="29.07.2017 01:54:23, 29.07.2017 13:55:32")
    return [
        SampleFile("svc_sig", "red_001-en.sig", sig()),
        SampleFile("svc_sig", "red_001-de.sig", german),
        SampleFile("svc_sig", "red_001_moc.sig", sig(REMOVED, overlap="Remove @ 990,1040")),
    ]
