"""CSV of Bruker handheld XRF as S1PXRF writes it, and of ESPRIT."""

from __future__ import annotations

from tests.spectrum_files import SampleFile
from tests.unit.readers.xray_counts import CHANNELS, COUNTS

NAME = "130125-brickn679-100sec-4.csv"


def pxrf(*, channels: int = CHANNELS, rows: int = CHANNELS, end: str = "\r", **entries: str) -> bytes:
    """One file with CR line ends; entries replace or add by key."""
    said = {
        "Label": '"130125-brickn679-100sec-4"',
        "Duration Time": "100",
        "Ambient Temperature": '"86.8"',
        "Live Time": "95.316055",
        "HV DAC": "203",
        "HV ADC": "40.000000",
        "Filament DAC": "215",
        "Filament ADC": "27.900000",
        "Filter": "2",
        "eV per channel": "20",
        "Number of Channels": str(channels),
        "Vacuum": "766",
    } | {key.replace("_", " "): value for key, value in entries.items()}
    head = "".join(f"{key},{value}{end}" for key, value in said.items())
    data = "".join(f'{channel},"{count}"{end}' for channel, count in enumerate(COUNTS[:rows]))
    return f"Bruker AXS Handheld Inc. S1PXRF Spectrum {end}{head}Channel#,Intensity{end}{data}\r\n".encode()


def esprit() -> bytes:
    """Three columns under a few lines."""
    head = "Spectrum: , point 3\r\nLife time: ,,29979,ms\r\nPrimary energy: ,,20.0,keV\r\n"
    rows = "".join(f"{i},{0.01 * i - 0.48:.4f},{count}\r\n" for i, count in enumerate(COUNTS))
    return (head + "Channel,Energy,Counts\r\n" + rows).encode()


def samples() -> list[SampleFile]:
    """Handheld, and ESPRIT."""
    return [
        SampleFile("bruker_pxrf_csv", NAME, pxrf(), declares_length=True),
        SampleFile("bruker_pxrf_csv", "esprit.csv", esprit()),
    ]
