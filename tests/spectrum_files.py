"""Small files in every format that is read, written from scratch: the ground truth of the reader tests."""

from __future__ import annotations

import importlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

POINTS = 24
SHIFT = np.round(150.0 + 4.5 * np.arange(POINTS), 4)
INTENSITY = np.round(100.0 + 80.0 * np.sin(np.arange(POINTS) / 3.0), 4)
MICROMETRES = np.round(0.35 + 0.05 * np.arange(POINTS), 6)
REFLECTANCE = np.round(0.2 + 0.01 * np.arange(POINTS), 6)


@dataclass(frozen=True)
class SampleFile:
    """One file and what must come out of it."""

    reader: str
    name: str
    data: bytes
    spectra: int = 1
    header: bytes | None = None
    declares_length: bool = False


def rruff(mineral: str = "Cinnabar", rruff_id: str = "R040064", end: str = "##END=\n\n\n") -> bytes:
    """RRUFF text as the project writes it: LF header, CRLF data."""
    header = [
        f"##NAMES={mineral}",
        f"##RRUFFID={rruff_id}",
        "##IDEAL CHEMISTRY=HgS",
        "##LOCALITY=Almadén, Spain",
    ]
    header += ["##OWNER=RRUFF", "##SOURCE=Somebody", "##DESCRIPTION=red", "##STATUS=ok", "##URL=rruff.info/x"]
    data = "".join(f"{x:.4f}, {y:.4f}\r\n" for x, y in zip(SHIFT, INTENSITY, strict=True))
    return ("\n".join(header) + "\n" + data + end).encode()


RRUFF_NAME = "Cinnabar__R040064__Raman__532__0__unoriented__Raman_Data_Processed__9421.txt"


def splib06(title: str = "Hematite GDS69.d 30-45um      W1R1Bb AREF", rows: list[str] | None = None) -> bytes:
    """USGS splib06a ASCII."""
    preface = ["USGS Digital Spectral Library splib06a", "Clark and others 2007, USGS, Data Series 231.", ""]
    preface += ["For further information on spectrsocopy, see: x", "", "ASCII Spectral Data file contents:"]
    preface += ["line 15 title", "line 16 history", "line 17 to end:  3-columns of data:"]
    preface += [
        "     wavelength    reflectance    standard deviation",
        "",
        "(standard deviation of 0.000000 ...)",
    ]
    preface += ["(      -1.23e34  indicates a deleted number)", "-" * 52]
    if rows is None:
        rows = [splib06_row(x, y, 0.001) for x, y in zip(MICROMETRES, REFLECTANCE, strict=True)]
    return ("\n".join([*preface, title, "copy of splib05a r 7233", *rows]) + "\n").encode()


def splib06_row(axis: float, value: float, sigma: float) -> str:
    """One data line of fixed width."""
    return "".join(f"{x:15.6e}" if abs(x) > 1e30 else f"{x:15.6f}" for x in (axis, value, sigma))


def splib07(name: str = "Vermillion GDS779", **changes: object) -> bytes:
    """USGS splib07 JSON record."""
    record: dict[str, object] = {"id": "usgs_splib07_x", "name": name}
    record |= {"wavelengths": MICROMETRES.tolist(), "reflectance": REFLECTANCE.tolist()}
    return json.dumps(record | changes).encode()


def jcamp(*, end: str = "##END=\n", table: str | None = None, **records: str) -> bytes:
    """JCAMP-DX, AFFN, six numbers a line; records replace or add by label."""
    said = {
        "TITLE": "vermilion in oil",
        "JCAMP-DX": "4.24",
        "DATA TYPE": "RAMAN SPECTRUM",
        "OWNER": "A museum",
        "XUNITS": "1/CM",
        "YUNITS": "ARBITRARY UNITS",
        "XFACTOR": "1.0",
        "YFACTOR": "0.5",
        "FIRSTX": f"{SHIFT[0]}",
        "LASTX": f"{SHIFT[-1]}",
        "NPOINTS": f"{POINTS}",
        "$IRUG NOTE": "kept as it is",
    }
    said |= {label.replace("_", " "): value for label, value in records.items()}
    if table is None:
        lines = []
        for start in range(0, POINTS, 6):
            numbers = " ".join(f"{2 * y:.4f}" for y in INTENSITY[start : start + 6])
            lines.append(f"{SHIFT[start]:.1f} {numbers}")
        table = "##XYDATA=(X++(Y..Y))\n" + "\n".join(lines) + "\n"
    return ("".join(f"##{label}={value}\n" for label, value in said.items()) + table + end).encode()


def envi(
    values: np.ndarray | None = None, names: list[str] | None = None, dtype: str = "<f4", **entries: str
) -> tuple[bytes, bytes]:
    """ENVI spectral library: (header, data)."""
    rows = np.vstack([REFLECTANCE, REFLECTANCE + 0.1]) if values is None else values
    names = names or [f"spectrum {i + 1}" for i in range(len(rows))]
    code = {"f4": 4, "f8": 5, "i2": 2}[dtype[1:]]
    said = {
        "samples": str(rows.shape[1]),
        "lines": str(rows.shape[0]),
        "bands": "1",
        "header offset": "0",
        "file type": "ENVI Spectral Library",
        "data type": str(code),
        "interleave": "bsq",
        "byte order": "0" if dtype[0] == "<" else "1",
        "wavelength units": "Micrometers",
        "z plot titles": "{Wavelength, Reflectance}",
        "spectra names": "{" + " , ".join(names) + "}",
        "wavelength": "{" + ", ".join(f"{x:.6f}" for x in MICROMETRES) + "}",
    }
    said |= {key.replace("_", " "): value for key, value in entries.items()}
    text = "ENVI\n" + "".join(f"{key} = {value}\n" for key, value in said.items() if value)
    return text.encode(), rows.astype(dtype).tobytes()


def npy(array: np.ndarray | None = None) -> bytes:
    """A .npy of axis and values."""
    buffer = io.BytesIO()
    np.save(buffer, np.vstack([SHIFT, INTENSITY]) if array is None else array)
    return buffer.getvalue()


def npz(*, compressed: bool = False, **arrays: object) -> bytes:
    """A .npz; without arrays two labelled Raman spectra."""
    buffer = io.BytesIO()
    if not arrays:
        arrays = {
            "axis": SHIFT,
            "values": np.vstack([INTENSITY, INTENSITY + 1]),
            "axis_label": "Raman shift (cm-1)",
        }
    (np.savez_compressed if compressed else np.savez)(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def columns(header: str = "Raman shift (cm-1),intensity", delimiter: str = ",", decimal: str = ".") -> bytes:
    """Two columns under a row of labels."""
    lines = [header] if header else []
    for x, y in zip(SHIFT, INTENSITY, strict=True):
        lines.append(f"{x:.4f}{delimiter}{y:.4f}".replace(".", decimal))
    return ("\n".join(lines) + "\n").encode()


def matrix(unit: str = " nm") -> bytes:
    """One spectrum a row, with labels in front."""
    lines = ["material,sample," + ",".join(f"{x * 1000:.0f}{unit}" for x in MICROMETRES)]
    for number, name in enumerate(("cinnabar", "azurite", "lead white")):
        lines.append(f"{name},S{number}," + ",".join(f"{y + number / 10:.6f}" for y in REFLECTANCE))
    return ("# quantity: reflectance\n" + "\n".join(lines) + "\n").encode()


def all_samples() -> list[SampleFile]:
    """One or more files of every format: those below and the `samples()` of every `files_<format>.py`."""
    header, data = envi()
    own = [
        SampleFile("rruff", RRUFF_NAME, rruff(), declares_length=True),
        SampleFile("usgs_splib06", "hematite.asc", splib06()),
        SampleFile("usgs_splib07", "vermillion.json", splib07(), declares_length=True),
        SampleFile("jcamp", "oil.jdx", jcamp(), declares_length=True),
        SampleFile("envi", "library.sli", data, 2, header, declares_length=True),
        SampleFile("numpy_arrays", "one.npy", npy(), declares_length=True),
        SampleFile("numpy_arrays", "two.npz", npz(), 2, declares_length=True),
        SampleFile("delimited", "columns.csv", columns()),
        SampleFile("delimited", "matrix.csv", matrix(), 3),
    ]
    homes = sorted(Path(__file__).parent.glob("unit/readers/files_*.py"))
    modules = [importlib.import_module(f"tests.unit.readers.{home.stem}") for home in homes]
    return own + [sample for module in modules for sample in module.samples()]
