"""Parquet tables in the forms people write: tidy (lists), long, and wide (a column a place)."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.spectrum_files import INTENSITY, MICROMETRES, REFLECTANCE, SHIFT, SampleFile

TIDY: dict[str, Any] = {
    "id": ["a:1", "a:2"],
    "material": ["cinnabar", None],
    "sample_id": ["S1", "S2"],
    "technique": ["reflectance VNIR (hyperspectral)", "reflectance VNIR (hyperspectral)"],
    "axis_unit": ["um", "um"],
    "value_unit": ["reflectance (0-1)", "reflectance (0-1)"],
    "axis": [MICROMETRES.tolist(), MICROMETRES.tolist()],
    "value": [REFLECTANCE.tolist(), (REFLECTANCE / 2).tolist()],
}


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    """A table of these columns."""
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, **options)
    return buffer.getvalue()


def long_form() -> bytes:
    """One point a row."""
    points = len(SHIFT)
    return parquet(
        {
            "sample": ["S1"] * points + ["S2"] * points,
            "raman_shift_cm-1": [*SHIFT.tolist(), *SHIFT.tolist()],
            "intensity": [*INTENSITY.tolist(), *(INTENSITY + 1).tolist()],
        }
    )


def wide() -> bytes:
    """One spectrum a row, a column for each place on the axis."""
    places = {
        f"{1000 * x:.0f} nm": [y, y / 2] for x, y in zip(MICROMETRES, REFLECTANCE.tolist(), strict=True)
    }
    return parquet({"material": ["cinnabar", "azurite"], **places})


def columns() -> bytes:
    """Two columns."""
    return parquet({"raman shift (cm-1)": SHIFT.tolist(), "counts": INTENSITY.tolist()})


def samples() -> list[SampleFile]:
    """One table of each form."""
    return [
        SampleFile("parquet", "tidy.parquet", parquet(TIDY), 2, declares_length=True),
        SampleFile("parquet", "long.parquet", long_form(), 2, declares_length=True),
        SampleFile("parquet", "wide.parquet", wide(), 2, declares_length=True),
        SampleFile("parquet", "columns.parquet", columns(), declares_length=True),
    ]
