"""Delimited text in the forms laboratories and makers write, from descriptions, with own numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from tests.spectrum_files import SampleFile

NM = np.round(400.0 + 12.5 * np.arange(24), 3)
SHIFT = np.round(150.25 + 8.5 * np.arange(24), 3)
WAVENUMBER = np.round(650.0 + 100.0 * np.arange(24), 3)
REFLECTANCE = np.round(0.2 + 0.02 * np.arange(24), 4)
PERCENT = np.round(100 * REFLECTANCE, 2)
COUNTS = np.round(1000 + 400 * np.sin(np.arange(24) / 3), 4)
ABSORBANCE = np.round(0.05 + 0.04 * np.arange(24), 5)


def table(*columns: Iterable[float], delimiter: str = "\t", comma: bool = False, end: str = "") -> str:
    """Rows of numbers."""
    rows = []
    for row in zip(*columns, strict=True):
        fields = [f"{value:g}" if isinstance(value, int) else f"{value:.4f}" for value in row]
        fields = [field.replace(".", ",") for field in fields] if comma else fields
        rows.append(delimiter.join(fields) + end)
    return "\n".join(rows) + "\n"


def ocean_optics(mode: str = "XAxis mode: Wavelengths\n", end: str = "") -> str:
    """OceanView; SpectraSuite has no axis mode and closes the table with `end`."""
    return (
        "Data from SP1_Reflection_00001.txt Node\n\n"
        "Date: Wed Jun 11 14:59:44 CEST 2018\nUser: somebody\nSpectrometer: USB2G14232\nTrigger mode: 0\n"
        "Integration Time (sec): 1.000000E-1\nScans to average: 20\nElectric dark correction enabled: true\n"
        f"Boxcar width: 2\n{mode}Number of Pixels in Spectrum: 24\n>>>>>Begin Spectral Data<<<<<\n"
        + table(NM, PERCENT)
        + end
    )


def jaz() -> str:
    """Ocean Optics Jaz: wavelength, dark, reference, sample, processed."""
    return (
        "Jaz Data File\n++++++++++++++++++++++++++++++++++++\nDate: Wed Jun 11 14:59:44 2018\nUser: jaz\n"
        "Dark Spectrum Present: Yes\nReference Spectrum Present: Yes\nSpectrometers: JAZA1234\n"
        "Integration Time (usec): 60000 (JAZA1234)\nSpectra Averaged: 5 (JAZA1234)\n"
        ">>>>>Begin Processed Spectral Data<<<<<\nW\tD\tR\tS\tP\n"
        + table(NM, 0 * NM + 12, 0 * NM + 50000, 40 * PERCENT, PERCENT)
        + ">>>>>End Processed Spectral Data<<<<<\n"
    )


def bwtek(laser: str = "784,9") -> str:
    """B&W Tek: settings, then eleven columns, decimal commas, a delimiter at the end, blanks at the ends."""
    head = "File Version;BWRam4.11_1\nDate;2022-05-19 17:31:13\ntitle;BWS415-785S\noperator;\nunits;3\n"
    head += f"intigration times(ms);10\naverage number;3\npixel_num;24\nlaser_wavelength;{laser}\n"
    labels = "Pixel;Wavelength;Wavenumber;Raman Shift;Dark;Reference;Raw data #1;Dark Subtracted #1;%TR #1;"
    rows = []
    for pixel in range(24):
        outside = pixel < 2 or pixel > 21
        axes = (
            ["   "] * 3 if outside else [f"{800 + pixel:.2f}", f"{12000 - pixel:.2f}", f"{SHIFT[pixel]:.3f}"]
        )
        rest = ["713,0000", "65535,0000", "853,0000", f"{COUNTS[pixel]:.4f}", "0,0000", "0,0000"]
        rows.append(";".join([str(pixel), *axes, *rest]).replace(".", ",") + ";")
    return head + labels + "Absorbance #1;\n" + "\n".join(rows) + "\n"


def avantes(columns: str = "Reflectance", unit: str = "[%]") -> str:
    """AvaSoft: names, units below them, a blank line, five columns."""
    return (
        "\nIntegration time [ms]:   15,000\nAveraging Nr. [scans]: 10\nSmoothing Nr. [pixels]: 0\n"
        "Data measured with spectrometer [name]: 1204091U1\n"
        f"Wave   ;Sample   ;Dark     ;Reference;{columns}\n[nm]   ;[counts] ;[counts] ;[counts] ;{unit}\n\n"
        + table(NM, 40 * PERCENT, 0 * NM + 10.5, 0 * NM + 4000.5, PERCENT, delimiter="; ", comma=True)
    )


def jasco(kind: str = "", units: str = "NANOMETERS", delimiter: str = "\t") -> str:
    """JASCO: keys, XYDATA, falling rows, a blank line, a footer in brackets."""
    pairs = [
        ("TITLE", "ochre 1"), ("DATA TYPE", kind), ("ORIGIN", "JASCO"), ("OWNER", ""), ("DATE", "26/02/12"),
        ("SPECTROMETER/DATA SYSTEM", "JASCO Corp., V-730, Rev. 1.00"), ("DELTAX", "-12.5"), ("XUNITS", units),
        ("YUNITS", "ABSORBANCE" if kind != "RAMAN SPECTRUM" else "INTENSITY"), ("NPOINTS", "24"),
    ]  # fmt: skip
    head = "".join(f"{key}{delimiter}{value}\n" for key, value in pairs) + "XYDATA\n"
    footer = f"\n[Comments]\nSample name{delimiter}ochre\n[Measurement Information]\nLamp{delimiter}D2/WI\n"
    return head + table(NM[::-1], ABSORBANCE[::-1], delimiter=delimiter) + footer


def perkin_elmer_asc() -> str:
    """PerkinElmer ASCII: fixed lines, #HDR, #GR with units and number of points, #DATA."""
    head = "PE UV       SUBTECH     SPECTRUM    ASCII       PEDS        4.00        \n-1\nochre.asc\n"
    head += "18/01/26\n10:11:12.00\n18/01/26\n10:15:12.00\nsomebody\nochre\n\n\nLambda 900\nNONE\n"
    gr = f"#GR\nnm\n%R\n1.000000\n0.000000\n{NM[-1]:.6f}\n-12.500000\n24\n4\n95.0\n5.0\n"
    return head + "#HDR\n-1\n-1\n" + gr + "#DATA\n" + table(NM[::-1], PERCENT[::-1])


def perkin_elmer_csv() -> str:
    """PerkinElmer Spectrum: a line about the dataset, a line of units."""
    return "Created as New Dataset,\ncm-1,%T\n" + table(WAVENUMBER[::-1], PERCENT[::-1], delimiter=",")


def cary() -> str:
    """Agilent Cary: names, labels in pairs, a shorter second pair, text after the table."""
    rows = []
    for place in range(24):
        second = f"{NM[place]:.4f},{PERCENT[place]:.4f}" if place < 20 else ","
        rows.append(f"{NM[-1 - place]:.4f},{PERCENT[-1 - place]:.4f},{second},")
    after = (
        "\nochre\nCollection Time: 3/4/2019 10:11:12 AM\n[Wavelength] \nScan Rate (nm/min)          600.000\n"
    )
    labels = "ochre,,azurite,,\nWavelength (nm),%R,Wavelength (nm),%R,\n"
    return labels + "\n".join(rows) + "\n" + after


def shimadzu() -> str:
    """Shimadzu UVProbe: a title, quoted labels."""
    return '"ochre - RawData"\n"Wavelength nm.","R%"\n' + table(NM, PERCENT, delimiter=",")


def witec_table() -> str:
    """WITec table: names, then units."""
    return "X-Axis\tSpectrum--000--Spec.Data 1\nrel. 1/cm\tCCD cts\n" + table(SHIFT, COUNTS)


def sections() -> str:
    """Axis and values in sections of one column each."""
    axis = "".join(f"{value:.4f}\n" for value in SHIFT)
    values = "".join(f"{value:.4f}\n" for value in COUNTS)
    head = "//Exported ASCII-File\n\n[Header]\nGraphName = ochre\nSizeGraph = 24\nXUnits = rel. 1/cm\n"
    return head + f"[XData]\n{axis}[SpectrumHeader]\nPositionX = 1.5\n[SpectrumData]\n{values}"


def thorlabs() -> str:
    """Thorlabs: settings as comments, a mark, semicolons."""
    head = "Thorlabs FTS\n#[SpectrumHeader]\n#Date;20190304\n#XAxisUnit;nm_air\n#YAxisUnit;intensity\n"
    return head + "#[Data]\n" + table(NM, COUNTS, delimiter=";") + "#[EndOfFile]\n"


def konica_minolta() -> str:
    """Konica Minolta: one row a sample, specular component included and excluded side by side."""
    places = [f"{group} {nm:.0f}nm" for group in ("SCI", "SCE") for nm in NM]
    rows = [
        f"{number},{name},2019/03/04 10:11:12,{50 + number}.1,"
        + ",".join(f"{value + number:.2f}" for value in (*PERCENT, *(PERCENT - 2)))
        for number, name in enumerate(("ochre", "azurite"), 1)
    ]
    return "No.,Data Name,Date,L*(D65)," + ",".join(places) + "\n" + "\n".join(rows) + "\n"


def renishaw() -> str:
    """Renishaw WiRE text: labels behind comment marks, two tabs between."""
    return "#Wave\t\t#Intensity\n" + table(SHIFT[::-1], COUNTS[::-1])


def german() -> str:
    """Labels in German, decimal commas, a line that states the delimiter."""
    rows = table(NM, REFLECTANCE, delimiter=";", comma=True)
    return "sep=;\nProbe: Ocker\nWellenlänge [nm];Reflexionsgrad\n" + rows


def long_form() -> str:
    """One point a row."""
    lines = ["sample,wavelength_nm,reflectance"]
    for number, name in enumerate(("ochre", "azurite")):
        lines += [f"{name},{x},{y + number / 10:.4f}" for x, y in zip(NM, REFLECTANCE, strict=True)]
    return "\n".join(lines) + "\n"


MAKERS: dict[str, tuple[Callable[[], str], int]] = {
    "ocean_optics.txt": (ocean_optics, 1),
    "jaz.txt": (jaz, 1),
    "bwtek.txt": (bwtek, 1),
    "avantes.ttt": (avantes, 1),
    "jasco.txt": (jasco, 1),
    "perkin_elmer.asc": (perkin_elmer_asc, 1),
    "perkin_elmer.csv": (perkin_elmer_csv, 1),
    "cary.csv": (cary, 2),
    "shimadzu.txt": (shimadzu, 1),
    "witec_table.txt": (witec_table, 1),
    "witec_sections.txt": (sections, 1),
    "thorlabs.csv": (thorlabs, 1),
    "konica_minolta.csv": (konica_minolta, 4),
    "german.csv": (german, 1),
    "long.csv": (long_form, 2),
}


def samples() -> list[SampleFile]:
    """One file of each maker."""
    return [
        SampleFile("delimited", name, write().encode(), spectra) for name, (write, spectra) in MAKERS.items()
    ]
