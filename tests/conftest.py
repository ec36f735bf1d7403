"""Fixtures for the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real measured spectra; tests that need it skip where it is missing."""
    folder = Path(os.environ.get("PIGMENT_ARCHIVE_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"real spectra are not here: {folder} (set PIGMENT_ARCHIVE_DATA)")
    return folder
