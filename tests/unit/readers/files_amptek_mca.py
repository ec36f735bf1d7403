"""AMPTEK `.mca`, written from the description of the Amptek Spectrum File Format."""

from __future__ import annotations

from tests.spectrum_files import SampleFile
from tests.unit.readers.xray_counts import COUNTS, lines

CONFIGURATION = (
    "<<DP5 CONFIGURATION>>\r\nRESC=?;    Reset Configuration\r\nGAIN=25.2;    Total Gain\r\n"
    "MCAC=96;    MCA/MCS Channels\r\n<<DP5 CONFIGURATION END>>\r\n"
    "<<DPP STATUS>>\r\nDevice Type: DP5-X\r\nSerial Number: 1168\r\nBoard Temp: 26°C\r\n"
    "<<DPP STATUS END>>\r\n"
)


def amptek(
    calibration: str = "<<CALIBRATION>>\r\nLABEL - Energy (keV)\r\n0 -0.5\r\n32 2.7\r\n",
    *,
    tail: str = "",
    end: str = "<<END>>\r\n",
    counts: str = lines(COUNTS, end="\r\n"),
    **entries: str,
) -> bytes:
    """One file; entries replace or add by key."""
    said = {
        "TAG": "azurite 10200",
        "DESCRIPTION": "pellet",
        "GAIN": "2",
        "THRESHOLD": "10",
        "LIVE_MODE": "0",
        "PRESET_TIME": "120",
        "LIVE_TIME": "109.680000",
        "REAL_TIME": "120.000000",
        "START_TIME": "10/20/2011 10:16:08",
        "SERIAL_NUMBER": "1668",
    } | entries
    head = "".join(f"{key} - {value}\r\n" for key, value in said.items())
    text = f"<<PMCA SPECTRUM>>\r\n{head}{calibration}<<ROI>>\r\n30 34\r\n<<DATA>>\r\n{counts}{end}{tail}"
    return text.encode("cp1252")


def samples() -> list[SampleFile]:
    """Old and new firmware; two spectra in one file."""
    return [
        SampleFile("amptek_mca", "old.mca", amptek(), declares_length=True),
        SampleFile("amptek_mca", "dp5.mca", amptek(tail=CONFIGURATION)),
        SampleFile("amptek_mca", "two.mca", amptek() + amptek(calibration=""), 2),
    ]
