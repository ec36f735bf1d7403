"""Bruker SPX, written from the structure of ESPRIT's and ARTAX' files."""

from __future__ import annotations

from tests.spectrum_files import SampleFile
from tests.unit.readers.xray_counts import CHANNELS, COUNTS, lines

XRF = (
    '<ClassInstance Type="TRTXrfHeader"><Voltage>50</Voltage><Current>599</Current><Anode>45</Anode>'
    "<TubeType>MCBM 50-0.6B Rh</TubeType><TubeWindow><FilterId>Tube window</FilterId>"
    "<AtomicNumber>4</AtomicNumber></TubeWindow>"
    "<ExcitationFilter><FilterId>Al 100 µm</FilterId></ExcitationFilter>"
    "<Atmosphere>Air</Atmosphere><ChassisType>XS-52</ChassisType><ChassisNumber>0126</ChassisNumber></ClassInstance>"
)
MICROSCOPE = '<ClassInstance Type="TRTESMAHeader"><PrimaryEnergy>2E1</PrimaryEnergy></ClassInstance>'


def spectrum(
    excited: str = XRF,
    *,
    name: str = "blue, left sleeve",
    channels: int = CHANNELS,
    gain: str = "1.0E-1",
    offset: str = "-9.56E-1",
    counts: str = lines(COUNTS, each=CHANNELS, between=",", end=""),
) -> str:
    """One spectrum element."""
    return f"""<ClassInstance Type="TRTSpectrum" Name="{name}">
    <TRTHeaderedClass>
      <ClassInstance Type="TRTSpectrumHardwareHeader"><RealTime>31527</RealTime><LifeTime>29979</LifeTime>
        <DeadTime>4</DeadTime></ClassInstance>
      <ClassInstance Type="TRTDetectorHeader">
        <TRTKnownHeader><Type>RTDetector</Type></TRTKnownHeader>
        <Type>XFlash 430</Type><Serial>11881</Serial></ClassInstance>
      {excited}
    </TRTHeaderedClass>
    <ClassInstance Type="TRTSpectrumHeader"><Date>2.12.2022</Date><Time>18:0:24</Time>
      <ChannelCount>{channels}</ChannelCount><CalibAbs>{offset}</CalibAbs><CalibLin>{gain}</CalibLin></ClassInstance>
    <Channels>{counts}</Channels>
  </ClassInstance>
"""


def spx(*spectra: str, root: str = "TRTSpectrum", before: str = "", attributes: str = "") -> bytes:
    """A file of these spectra, or of one."""
    body = "".join(spectra or (spectrum(),))
    text = f"""<?xml version="1.0" encoding="WINDOWS-1252" standalone="yes"?>
{before}<{root}{attributes}>
  <RTHeader><ProjectVersion>2.1.2.17832</ProjectVersion></RTHeader>
  {body}</{root}>
"""
    return text.replace("\n", "\r\n").encode("cp1252")


def samples() -> list[SampleFile]:
    """One spectrum; a project of two; a default namespace."""
    return [
        SampleFile("bruker_spx", "one.spx", spx(), declares_length=True),
        SampleFile(
            "bruker_spx",
            "two.spx",
            spx(spectrum(), spectrum(MICROSCOPE), root="TRTProject"),
            2,
            declares_length=True,
        ),
        SampleFile(
            "bruker_spx",
            "space.spx",
            spx(attributes=' xmlns="http://bruker.example/x"'),
            declares_length=True,
        ),
    ]
