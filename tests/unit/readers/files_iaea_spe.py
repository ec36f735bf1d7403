"""IAEA `.spe`, written from the descriptions of the MiniMCA (IAEA) and of ORTEC Maestro."""

from __future__ import annotations

from tests.spectrum_files import SampleFile
from tests.unit.readers.xray_counts import CHANNELS, COUNTS, lines


def maestro(*, last: int = CHANNELS - 1, counts: str = lines(COUNTS, end="\r\n"), **blocks: str) -> bytes:
    """As Maestro writes it: calibration after the counts; blocks replace or add by name."""
    said = {
        "SPEC_ID": "vermilion on parchment",
        "SPEC_REM": "DET# 1\r\nDETDESC# digiBASE SN 16039579\r\nAP# Maestro Version 7.01",
        "DATE_MEA": "03/26/2016 13:19:43",
        "MEAS_TIM": "285 300",
        "DATA": f"0 {last}\r\n{counts}".rstrip(),
        "ROI": "0",
        "PRESETS": "None\r\n0\r\n0",
        "ENER_FIT": "-0.480000 0.100000",
        "MCA_CAL": "3\r\n-4.800000E-001 1.000000E-001 1.000000E-006 keV",
        "SHAPE_CAL": "3\r\n0.000000E+000 0.000000E+000 0.000000E+000",
    } | blocks
    return "".join(f"${name}:\r\n{text}\r\n" for name, text in said.items() if text).encode()


def minimal(first: int = 0, last: int = CHANNELS - 1) -> bytes:
    """As PyMca's example: eight counts a line, the counts last."""
    counts = "".join(f"{count:9d}." for count in COUNTS)
    rows = "\n".join(counts[start : start + 80] for start in range(0, len(counts), 80))
    return f"$SPEC_ID:\n\n$ENER_FIT:\n0.1 0.02\n$DATA:\n       {first}        {last}\n{rows}\n".encode()


def samples() -> list[SampleFile]:
    """Calibrated after the counts, and counts last."""
    return [
        SampleFile("iaea_spe", "maestro.Spe", maestro()),
        SampleFile("iaea_spe", "pymca.spe", minimal(), declares_length=True),
    ]
