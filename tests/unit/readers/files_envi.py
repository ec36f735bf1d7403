"""ENVI images in the three orders, written from the description of the format."""

from __future__ import annotations

from itertools import product

import numpy as np

from tests.spectrum_files import SampleFile

LINES, SAMPLES, BANDS = 4, 3, 25
NANOMETRES = np.round(400.0 + 24.0 * np.arange(BANDS), 3)
ORDERS = {"bsq": (2, 0, 1), "bil": (0, 2, 1), "bip": (0, 1, 2)}


def cube_values() -> np.ndarray:
    """Reflectance (lines, samples, bands), every number another."""
    count = LINES * SAMPLES * BANDS
    return (0.1 + 0.5 * np.arange(count) / count).reshape(LINES, SAMPLES, BANDS)


def cube(
    interleave: str = "bil", dtype: str = "<f4", values: np.ndarray | None = None, **entries: str
) -> tuple[bytes, bytes]:
    """An ENVI image: (header, data)."""
    numbers = cube_values() if values is None else values
    lines, samples, bands = numbers.shape
    said = {
        "description": "{a painting}",
        "samples": str(samples),
        "lines": str(lines),
        "bands": str(bands),
        "header offset": "0",
        "file type": "ENVI Standard",
        "data type": str({"f4": 4, "f8": 5, "u2": 12, "i2": 2}[dtype[1:]]),
        "interleave": interleave,
        "byte order": "0" if dtype[0] == "<" else "1",
        "wavelength units": "Nanometers",
        "z plot titles": "{Wavelength, Reflectance}",
        "wavelength": "{" + ", ".join(f"{x:.3f}" for x in NANOMETRES[:bands]) + "}",
    }
    said |= {key.replace("_", " "): value for key, value in entries.items()}
    text = "ENVI\n" + "".join(f"{key} = {value}\n" for key, value in said.items() if value)
    data = np.ascontiguousarray(numbers.transpose(ORDERS[interleave])).astype(dtype).tobytes()
    return text.encode(), data


def samples() -> list[SampleFile]:
    """An image of every order."""
    found = []
    for interleave, dtype in product(ORDERS, ("<f4", ">f8")):
        header, data = cube(interleave, dtype)
        name = f"cube-{interleave}-{'little' if dtype[0] == '<' else 'big'}.img"
        found.append(SampleFile("envi", name, data, LINES * SAMPLES, header, declares_length=True))
    return found
