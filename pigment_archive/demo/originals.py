"""The contents of the demonstration's files, each in the way of its format, each saying it is simulated."""

from __future__ import annotations

from typing import Final

import numpy as np

from pigment_archive.demo import formats, plan
from pigment_archive.demo.literature import Band, Feature
from pigment_archive.demo.plan import Piece
from pigment_archive.demo.simulate import FloatArray, RamanSitting, measured_reflectance, raman_counts

REFLECTANCE_AXIS: Final = np.arange(380.0, 1000.1, 2.0)


def unknown_text(seed: int) -> str:
    """The spectrum to search with, as delimited text: where it was measured, not what it is."""
    where, piece = plan.VISITING_785, plan.unknown_piece()
    labels = {"sample": piece.sample} | _sitting_labels(where) | _simulated()
    return formats.delimited(labels, where.axis, _counts(piece, where, seed))


def delimited_text(piece: Piece, where: RamanSitting, seed: int) -> str:
    """One spectrum as delimited text."""
    return formats.delimited(_labels(piece, where), where.axis, _counts(piece, where, seed))


def matrix_text(pieces: list[Piece], where: RamanSitting, seed: int) -> str:
    """All spectra of a sitting in one table."""
    rows = [(_labels(piece, where), _counts(piece, where, seed)) for piece in pieces]
    return formats.matrix(rows, where.axis)


def jcamp_text(piece: Piece, where: RamanSitting, seed: int) -> str:
    """One spectrum as JCAMP-DX; facts the format has no record for stand in records of our own (`##$`)."""
    said = _simulated(piece.pigment.bands)
    labels = {
        "TITLE": piece.sample,
        "ORIGIN": f"{said['note']} ({said['sources']})",
        "OWNER": "public domain",
        "SIMULATED": said["simulated"],
        "NAMES": piece.pigment.name,
        "SPECTROMETER/DATA SYSTEM": where.instrument,
        "RESOLUTION": f"{where.resolution:g}",
        "$SESSION": where.name,
        "$LASER_WAVELENGTH": f"{where.laser_wavelength:g}",
    }
    return formats.jcamp(labels, where.axis, _counts(piece, where, seed))


def rruff_file(piece: Piece, where: RamanSitting, seed: int) -> tuple[str, str]:
    """Name and text of one spectrum in the way of RRUFF, whose file names tell technique and laser."""
    pigment, said = piece.pigment, _simulated(piece.pigment.bands)
    labels = {
        "NAMES": pigment.name,
        "RRUFFID": piece.sample,
        "IDEAL CHEMISTRY": pigment.formula,
        "SIMULATED": said["simulated"],
        "SOURCE": said["sources"],
        "DESCRIPTION": said["note"],
        "SESSION": where.name,
    }
    plain = pigment.name.replace(" ", "")
    name = f"{plain}__{piece.sample}__Raman__{where.laser_wavelength:g}__0__unoriented__Simulated.txt"
    return name, formats.rruff(labels, where.axis, _counts(piece, where, seed))


def envi_library(pieces: list[Piece], session: str, seed: int) -> tuple[str, bytes]:
    """Header and numbers of the reflectance library of a session."""
    rows = [(_row_labels(piece), _reflectance(piece, session, seed)) for piece in pieces]
    labels = {"simulated": "true", "technique": "reflectance", "session": session}
    return formats.envi_library(rows, REFLECTANCE_AXIS, labels)


def _counts(piece: Piece, where: RamanSitting, seed: int) -> FloatArray:
    return raman_counts(piece.pigment.bands, where, **_generators(piece, where.name, seed))


def _reflectance(piece: Piece, session: str, seed: int) -> FloatArray:
    black = piece.pigment.colour == "black"
    randomness = _generators(piece, session, seed)
    return measured_reflectance(piece.pigment.features, REFLECTANCE_AXIS, black=black, **randomness)


def _generators(piece: Piece, session: str, seed: int) -> dict[str, np.random.Generator]:
    """One stream a sample and one a spectrum: no spectrum depends on which others are made."""
    sample = [seed, *f"{piece.pigment.name}/{piece.sample}".encode()]
    return {
        "sample": np.random.default_rng(sample),
        "spot": np.random.default_rng([*sample, *session.encode()]),
    }


def _simulated(data: tuple[Band, ...] | tuple[Feature, ...] = ()) -> dict[str, str]:
    said = {"simulated": "true", "note": formats.NOTICE}
    sources = "; ".join(sorted({item.source for item in data}))
    return said | ({"sources": sources} if sources else {})


def _labels(piece: Piece, where: RamanSitting) -> dict[str, str]:
    pigment = piece.pigment
    about = {
        "material": pigment.name,
        "material_formula": pigment.formula,
        "material_origin": pigment.origin.value,
        "sample": piece.sample,
        "object": piece.object or "",
    }
    return about | _sitting_labels(where) | _simulated(pigment.bands)


def _sitting_labels(where: RamanSitting) -> dict[str, str]:
    return {
        "technique": "raman",
        "session": where.name,
        "instrument": where.instrument,
        "laser_wavelength": f"{where.laser_wavelength:g}",
        "resolution": f"{where.resolution:g}",
    }


def _row_labels(piece: Piece) -> dict[str, str]:
    return {"spectra names": piece.sample, "pname": piece.pigment.name, "object": piece.object or ""}
