"""MASKS: which pixels of an image are taken, drawn in any paint program or saved by an analysis program.

Black, 0 or transparent leaves a pixel out. Every other colour or number names a region of interest.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import UsageError

Mask = npt.NDArray[np.uint16]
MOST_PIXELS: Final = 200_000_000
MOST_REGIONS: Final = 65_535
MOST_COLOURS: Final = 1_000
_EXACT: Final = ("PNG", "TIFF", "BMP", "GIF")
_BLURRING: Final = ("jpeg", "tiff_jpeg", "webp")
_FORMS: Final = "a PNG, TIFF, BMP or GIF image, or a two-dimensional .npy of whole numbers"


def read_mask(path: Path) -> Mask:
    """The regions of a mask: uint16 (lines, samples), 0 = left out.

    Regions of a grey or paletted image and of an array keep their numbers; the colours of a colour image are
    numbered from 1 in the order of their red, green and blue.

    Raises:
        UsageError: It is missing, cannot be read, is no mask, does not keep exact colours (JPEG), or has too
            many pixels, regions or colours.
    """
    try:
        drawn = _array(path) if path.suffix.lower() == ".npy" else _image(path)
    except FileNotFoundError as cause:
        raise UsageError(
            "there is no mask of this name", where=str(path), remedy="Check the name."
        ) from cause
    except OSError as cause:
        raise UsageError("the mask cannot be read", where=str(path), remedy=f"Give {_FORMS}.") from cause
    if drawn.ndim != 2 or drawn.size == 0 or drawn.min() < 0 or drawn.max() > MOST_REGIONS:
        raise UsageError(
            f"a mask has two dimensions and at most {MOST_REGIONS} regions", where=str(path),
            remedy=f"Give {_FORMS}.",
        )  # fmt: skip
    return drawn.astype(np.uint16)


def _array(path: Path) -> npt.NDArray[np.int64]:
    try:
        with warnings.catch_warnings(action="error"):
            stored = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError, UserWarning) as cause:
        raise OSError("no array") from cause
    if stored.size > MOST_PIXELS or stored.dtype.kind not in "biu":
        raise OSError("no array of whole numbers")
    return np.array(stored, dtype=np.int64)


def _image(path: Path) -> npt.NDArray[np.int64]:
    from PIL import Image, UnidentifiedImageError

    damage = (UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError, UserWarning)
    try:
        with warnings.catch_warnings(action="error"), Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                raise OSError("too many pixels")
            _require_exact(path, image.format, image.info.get("compression"))
            if image.mode in ("1", "L", "P", "I", "I;16", "I;16B"):
                return np.asarray(image).astype(np.int64)
            red, green, blue, seen = np.moveaxis(np.asarray(image.convert("RGBA")).astype(np.int64), -1, 0)
    except damage as cause:
        raise OSError("no image") from cause
    colour = np.where(seen == 0, 0, (red << 16) + (green << 8) + blue)
    names, regions = np.unique(colour, return_inverse=True)
    if len(names) > MOST_COLOURS:
        raise UsageError(
            f"the mask has {len(names)} colours, each would be a region; at most {MOST_COLOURS} are taken",
            where=str(path), remedy="Draw and save it without smoothing (antialiasing).",
        )  # fmt: skip
    return regions.reshape(colour.shape) + int(names[0] != 0)


def _require_exact(path: Path, form: str | None, compression: object) -> None:
    """Lossy formats blur the edges of the drawn regions into colours that nobody drew."""
    if form not in _EXACT or compression in _BLURRING:
        raise UsageError(
            f"a mask in the format {form or 'unknown'} may not keep exact colours, and each blurred colour "
            "would be a region",
            where=str(path), remedy=f"Draw it again and save it as {_FORMS}.",
        )  # fmt: skip
