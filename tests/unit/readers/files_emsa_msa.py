"""EMSA/MAS files, written from ISO 22029 and the forms vendors give it."""

from __future__ import annotations

import numpy as np

from tests.spectrum_files import SampleFile
from tests.unit.readers.xray_counts import CHANNELS, COUNTS, lines

STEP, OFFSET = 0.1, -0.5
ENERGY = np.round(OFFSET + STEP * np.arange(CHANNELS), 5)


def emsa(
    block: str = lines(COUNTS, each=4, between=", ", end=".\r\n"),
    *,
    end: str = "#ENDOFDATA   : \r\n",
    spectrum: str = "#SPECTRUM    : Spectral Data Starts Here\r\n",
    **keywords: str,
) -> bytes:
    """One file; keywords replace or add."""
    said = {
        "VERSION     ": "1.0",
        "TITLE       ": "lead white 46000",
        "DATE        ": "15-FEB-2022",
        "TIME        ": "13:54",
        "OWNER       ": "",
        "NPOINTS     ": f"{CHANNELS}.",
        "NCOLUMNS    ": "4.",
        "XUNITS      ": "keV",
        "YUNITS      ": "counts",
        "DATATYPE    ": "Y",
        "XPERCHAN    ": f"{STEP}",
        "OFFSET      ": f"{OFFSET}",
        "SIGNALTYPE  ": "XRF",
        "LIVETIME  -s": "20.0",
        "REALTIME  -s": "30.527",
        "BEAMKV   -kV": "50.0",
    }
    for keyword, text in keywords.items():
        key = next((key for key in said if key.split()[0] == keyword), keyword)
        said[key] = text
    head = "".join(f"#{key}: {text}\r\n" for key, text in said.items() if text is not None)
    return f"#FORMAT      : EMSA/MAS Spectral Data File\r\n{head}{spectrum}{block}{end}".encode()


def pairs(axis: np.ndarray = ENERGY, between: str = ", ") -> str:
    """x and y, a pair a line, as Oxford writes them."""
    return "".join(f"{x:.5f}{between}{y}.0\r\n" for x, y in zip(axis, COUNTS, strict=True))


def oxford(**keywords: str) -> bytes:
    """XY of an electron microscope, with the vendor's own keywords."""
    return emsa(
        pairs(),
        **{
            "DATATYPE": "XY",
            "NCOLUMNS": "1.",
            "SIGNALTYPE": "EDS_SEM",
            "CHOFFSET": "5.0",
            "PROBECUR    ": "1.005128",
            "#OXINSTLABEL": "6, 0.277, C K",
            **keywords,
        },
    )


def pixl() -> bytes:
    """Two detectors, a column each, a number for each in the keywords."""
    block = "".join(f"{a}, {b}\r\n" for a, b in zip(COUNTS, 2 * COUNTS, strict=True))
    return emsa(
        block,
        spectrum="#SPECTRUM    :\r\n",
        DATATYPE="YY",
        NCOLUMNS="2",
        XUNITS=" eV",
        XPERCHAN=" 10.0, 20.0    eV per channel",
        OFFSET=" 0.0, -5.0    eV of first channel",
        LIVETIME=" 25.09,  25.08",
    )


def samples() -> list[SampleFile]:
    """Y in four columns, XY, two detectors."""
    return [
        SampleFile("emsa_msa", "four.msa", emsa(), declares_length=True),
        SampleFile("emsa_msa", "oxford.msa", oxford(), declares_length=True),
        SampleFile("emsa_msa", "pixl.msa", pixl(), 2, declares_length=True),
    ]
