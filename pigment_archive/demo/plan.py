"""Who is measured where: the simulated samples on simulated objects, and the sittings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pigment_archive.demo.literature import Pigment, pigments
from pigment_archive.demo.simulate import RamanSitting
from pigment_archive.records import Origin

# Pigments common enough, and told apart well enough, that every one of them fills a cell of a release.
COMMON: Final = frozenset(
    {
        "anatase", "azurite", "barite", "chrome yellow", "cinnabar", "egyptian blue",
        "gypsum", "hematite", "lazurite", "malachite", "orpiment", "realgar",
    }
)  # fmt: skip
UNKNOWN: Final = "cinnabar"

_OBJECTS: Final = 24
_OBJECTS_OF_COMMON: Final = 12
_OBJECTS_OF_RARE: Final = 5
_OBJECTS_OF_REFLECTANCE: Final = 6
_STONES: Final = 2
# Steps through the objects; coprime to their number, so that a pigment meets each object at most once.
_STRIDE: Final = 5

BENCH_532: Final = RamanSitting(
    name="simulated session 1",
    instrument="simulated bench spectrometer",
    laser_wavelength=532.0,
    first=100.0,
    last=1400.0,
    step=1.6,
    shift=0.4,
    resolution=4.0,
    exposure=8000.0,
    readout=8.0,
    fluorescence=0.9,
)
PORTABLE_785: Final = RamanSitting(
    name="simulated session 2",
    instrument="simulated portable spectrometer",
    laser_wavelength=785.0,
    first=105.0,
    last=1395.0,
    step=2.0,
    shift=-0.9,
    resolution=9.0,
    exposure=3000.0,
    readout=15.0,
    fluorescence=0.5,
)
BENCH_633: Final = RamanSitting(
    name="simulated session 3",
    instrument="simulated bench spectrometer",
    laser_wavelength=633.0,
    first=98.0,
    last=1398.0,
    step=1.5,
    shift=0.8,
    resolution=5.0,
    exposure=6000.0,
    readout=8.0,
    fluorescence=1.2,
)
STONES_532: Final = RamanSitting(
    name="simulated session 4",
    instrument="simulated mineral spectrometer",
    laser_wavelength=532.0,
    first=120.0,
    last=1380.0,
    step=1.2,
    shift=0.1,
    resolution=3.0,
    exposure=12000.0,
    readout=6.0,
    fluorescence=0.4,
)
STONES_780: Final = RamanSitting(
    name="simulated session 5",
    instrument="simulated mineral spectrometer",
    laser_wavelength=780.0,
    first=125.0,
    last=1385.0,
    step=1.4,
    shift=-0.3,
    resolution=5.0,
    exposure=5000.0,
    readout=8.0,
    fluorescence=0.2,
)
VISITING_785: Final = RamanSitting(
    name="simulated session 6",
    instrument="simulated visiting spectrometer",
    laser_wavelength=785.0,
    first=110.0,
    last=1390.0,
    step=1.7,
    shift=-0.5,
    resolution=7.0,
    exposure=4000.0,
    readout=12.0,
    fluorescence=0.8,
)
PAINT_SITTINGS: Final = (BENCH_532, PORTABLE_785, BENCH_633)
REFLECTANCE_SESSIONS: Final = ("simulated session 7", "simulated session 8")


@dataclass(frozen=True, slots=True)
class Piece:
    """One sample of one pigment: paint from an object, or a stone of its own.

    Attributes:
        pigment: What it is.
        sample: Its name.
        object: The object it is from, None for a stone.
        sessions: Names of the sessions it is measured in.
    """

    pigment: Pigment
    sample: str
    object: str | None
    sessions: tuple[str, ...]


def paint_pieces() -> tuple[Piece, ...]:
    """Paint samples for Raman, each measured in two of the three PAINT_SITTINGS."""
    return tuple(
        _paint(pigment, row + turn, tuple(where.name for where in _two_of_three(row + turn)))
        for row, pigment in enumerate(pigment for pigment in pigments() if pigment.bands)
        for turn in range(_OBJECTS_OF_COMMON if pigment.name in COMMON else _OBJECTS_OF_RARE)
    )


def stone_pieces() -> tuple[Piece, ...]:
    """Minerals for Raman, each its own sample without an object, measured in STONES_532 and STONES_780."""
    minerals = [pigment for pigment in pigments() if pigment.bands and pigment.origin is not Origin.SYNTHETIC]
    return tuple(
        Piece(pigment, f"D{number:06d}", None, (STONES_532.name, STONES_780.name))
        for number, pigment in enumerate((pigment for pigment in minerals for _ in range(_STONES)), start=1)
    )


def reflectance_pieces() -> tuple[Piece, ...]:
    """Paint samples for reflectance, each measured in both REFLECTANCE_SESSIONS."""
    return tuple(
        _paint(pigment, row + turn, REFLECTANCE_SESSIONS)
        for row, pigment in enumerate(pigment for pigment in pigments() if pigment.features)
        for turn in range(_OBJECTS_OF_REFLECTANCE)
    )


def unknown_piece() -> Piece:
    """A sample of UNKNOWN that no other session has seen, measured in VISITING_785."""
    pigment = next(pigment for pigment in pigments() if pigment.name == UNKNOWN)
    return Piece(pigment, "unknown", None, (VISITING_785.name,))


def measured_in(session: str, pieces: tuple[Piece, ...]) -> list[Piece]:
    """Those of the pieces that a session measures."""
    return [piece for piece in pieces if session in piece.sessions]


def _two_of_three(turn: int) -> tuple[RamanSitting, RamanSitting]:
    first, second = turn % len(PAINT_SITTINGS), (turn + 1) % len(PAINT_SITTINGS)
    return PAINT_SITTINGS[first], PAINT_SITTINGS[second]


def _paint(pigment: Pigment, place: int, sessions: tuple[str, ...]) -> Piece:
    number = place * _STRIDE % _OBJECTS + 1
    plain = pigment.name.replace("'", "").replace(" ", "-")
    return Piece(pigment, f"P{number:02d}-{plain}", f"simulated object {number:02d}", sessions)
