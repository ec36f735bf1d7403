"""Spectra of multichannel analysers: their numbers, and what energy a channel has.

Channels are counted from 0, zero counts are data, and channels below 0 keV exist.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, Truncated
from pigment_archive.readers.border import Meaning
from pigment_archive.readers.dates import iso_date
from pigment_archive.readers.meaning import with_technique
from pigment_archive.records import Note, Quantity, Technique
from pigment_archive.units import AxisKind

Floats = npt.NDArray[np.float64]
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?")
_MONTH_FIRST: Final = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_KEV_PER_CHANNEL: Final = (0.0005, 0.5)
_LARGEST_ENERGY: Final = 1e9
_LARGEST_HEADERS: Final = 2_000_000
XRAY_END_KEV: Final = 200.0


@dataclass(frozen=True, slots=True, eq=False)
class EnergyAxis:
    """The axis of a channel spectrum.

    Attributes:
        values: float64 (n,), in `unit`.
        kind: ENERGY where the file calibrates its channels, else CHANNEL.
        unit: keV, eV or channel.
        notes: What had to be concluded.
    """

    values: Floats
    kind: AxisKind
    unit: str
    notes: tuple[Note, ...] = ()


def numbers_of(text: str) -> Floats:
    """The numbers of a block, separated by white space or commas, in any number of lines.

    Raises:
        Inconsistent: Something in it is not a number.
    """
    try:
        if "_" in text:
            raise ValueError
        return np.array([float(word) for word in text.replace(",", " ").split()], dtype=np.float64)
    except ValueError as cause:
        raise Inconsistent("there is something else than numbers among the counts") from cause


def leading_numbers(line: str) -> list[float]:
    """The numbers a line begins with; a unit and what follows it are left."""
    found: list[float] = []
    for word in line.replace(",", " ").split():
        try:
            found.append(float(word))
        except ValueError:
            break
    return found


def number_in(text: str | None) -> float | None:
    """The first number of a text; None if there is none, or one too large to be any."""
    found = _NUMBER.search(text or "")
    value = float(found.group()) if found else math.nan
    return value if math.isfinite(value) else None


def amount_in(text: str | None) -> float | None:
    """The first number of a text where it can be a time, a voltage or a current: not negative."""
    value = number_in(text)
    return value if value is not None and value >= 0 else None


def iso_date_month_first(text: str) -> str | None:
    """A date of a format that defines `mm/dd/yyyy`, in ISO 8601; other writings as `iso_date` takes them."""
    found = _MONTH_FIRST.search(text)
    if found is None or int(found[1]) > 12:
        return iso_date(text)
    return iso_date(f"{found[3]}-{found[1]}-{found[2]}{text[found.end() :]}")


def check_count(found: int, declared: int) -> None:
    """Hold the number of channels that are there against what the file declares.

    Raises:
        Truncated: There are fewer.
        Inconsistent: There are more.
    """
    if found < declared:
        raise Truncated(
            f"{declared} channels are declared, the file holds {found}", remedy="Export or copy it again."
        )
    if found > declared:
        raise Inconsistent(f"{declared} channels are declared, the file holds {found}")


def check_headers(entries: int) -> None:
    """Refuse a file whose header, repeated for each of its spectra, would fill the memory.

    Raises:
        TooLarge: More than two million entries.
    """
    if entries > _LARGEST_HEADERS:
        raise TooLarge(
            f"the headers of its spectra have {entries} entries, at most {_LARGEST_HEADERS} are read"
        )


def energy_axis(channels: Floats, coefficients: Sequence[float], unit: str | None) -> EnergyAxis:
    """Energy of each channel: E = a + b c + d c² + ...

    a is the offset (negative where channel 0 lies below 0 keV), b the gain per channel, c the channel. A
    gain of 0, or the identity (0, 1, 0) without a unit, says that nobody calibrated: the axis stays channels.
    Without a unit a gain of 0.0005 to 0.5 can only be keV per channel; any other stays channels.

    Args:
        channels: float64 (n,).
        coefficients: a, b, d, ... as many as there are.
        unit: `keV`, `eV`, or None if the file does not say.

    Raises:
        Inconsistent: The energies are beyond any detector.
    """
    gain = coefficients[1] if len(coefficients) > 1 else 0.0
    higher = any(coefficients[2:])
    identity = unit is None and tuple(coefficients[:2]) == (0.0, 1.0) and not higher
    if not np.isfinite(coefficients).all() or (gain == 0 and not higher) or identity:
        note = Note(code="not_calibrated", text="the channels have no energy calibration")
        return EnergyAxis(channels, AxisKind.CHANNEL, "channel", (note,))
    said = " + ".join(f"{value:g} c^{power}" for power, value in enumerate(coefficients) if value)
    least, most = _KEV_PER_CHANNEL
    if unit is None and not least <= abs(gain) < most:
        note = Note(code="calibration_unclear", text=f"the calibration {said} states no unit and is not used")
        return EnergyAxis(channels, AxisKind.CHANNEL, "channel", (note,))
    return EnergyAxis(
        energies_of(channels, coefficients),
        AxisKind.ENERGY,
        unit or "keV",
        () if unit else (Note(code="unit_assumed", text=f"the calibration {said} is taken as keV"),),
    )


def energies_of(channels: Floats, coefficients: Sequence[float]) -> Floats:
    """a + b c + d c² + ... of each channel c.

    Raises:
        Inconsistent: The energies are beyond any detector.
    """
    with np.errstate(all="ignore"):
        energies = np.polynomial.polynomial.polyval(channels, np.array(coefficients, dtype=np.float64))
    return believable(np.asarray(energies, dtype=np.float64))


def believable(energies: Floats) -> Floats:
    """The energies themselves.

    Raises:
        Inconsistent: They are not finite, or beyond any detector.
    """
    if not (np.abs(energies) < _LARGEST_ENERGY).all():
        raise Inconsistent("the energy calibration gives energies that no detector measures")
    return energies


def line_through(points: Floats) -> tuple[tuple[float, float], tuple[Note, ...]] | None:
    """Offset and gain of the least-squares line through calibration points; None below two channels.

    Args:
        points: float64 (n, 2), channel and energy.
    """
    channel, energy = points[:, 0], points[:, 1]
    if len(points) < 2 or not (np.abs(points) < _LARGEST_ENERGY).all() or np.ptp(channel) == 0:
        return None
    from_mean = channel - channel.mean()
    gain = float(from_mean @ (energy - energy.mean()) / (from_mean @ from_mean))
    offset = float(energy.mean() - gain * channel.mean())
    text = f"a line through {len(points)} calibration points"
    if len(points) > 2:
        text += f", at most {np.abs(offset + gain * channel - energy).max():.3g} away from them"
    return (offset, gain), (Note(code="calibration_fitted", text=text),)


def meaning_of_energy(
    axis: EnergyAxis, quantity: Quantity, hint: Technique | None, *, doubt: Note | None = None
) -> Meaning:
    """What a channel spectrum is: X-ray fluorescence, unless there is a doubt only the person can settle.

    Args:
        axis: Its axis.
        quantity: What the values measure.
        hint: The technique the person gave.
        doubt: Why an energy axis alone does not make it fluorescence (electrons excited it). An axis that
            ends beyond 200 keV, where tubes end and gamma rays are measured, is such a doubt as well.
    """
    meaning = Meaning(axis.kind, axis.unit, quantity, notes=axis.notes)
    end = np.abs(axis.values).max(initial=0.0) * (0.001 if axis.unit == "eV" else 1.0)
    if doubt is None and axis.kind is AxisKind.ENERGY and end > XRAY_END_KEV:
        text = f"the axis ends at {end:.0f} keV, beyond X-ray fluorescence"
        doubt = Note(code="beyond_xrays", text=text)
    if doubt is None:
        return with_technique(meaning, hint)
    technique = hint if hint is Technique.XRF and axis.kind is AxisKind.ENERGY else None
    return replace(meaning, technique=technique, notes=(*meaning.notes, doubt))


BY_ELECTRONS: Final = Note(
    code="electron_excited", text="electrons excited it, which is not X-ray fluorescence"
)
