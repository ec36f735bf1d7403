"""The axis of a session against its standard: has the instrument moved since?

A *reference* is measured in every session. The reference measurements of a session are the spectra with its
session name whose material or sample is what the session names as its reference. The *standard* is the
first session, stored ones before those of the batch, in which the same reference was measured on the same
instrument.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.quality.finding import Check, Finding, Verdict, not_applicable, strictness
from pigment_archive.quality.material_names import plain_name
from pigment_archive.quality.shift import shift_between
from pigment_archive.quality.thresholds import Thresholds
from pigment_archive.records import Facts, Technique, Tier
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE
from pigment_archive.units import AXIS_UNITS

FloatArray = npt.NDArray[np.float64]

MOST_OF_A_SESSION: Final = 5
LIMITS_LOOKED_FOR: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What the facts of one spectrum say about where and of what it was measured.

    Attributes:
        technique: How it was measured.
        session: Name of the session.
        reference: What the session names as its reference, None where it names none.
        material: Name of the spectrum's own material.
        sample: Name of its own sample.
        instrument: Name of the instrument.
        measured_at: When, ISO 8601.
        tier: Tier of its record; None for a spectrum that is not to be stored.
        stored: It is a record already, not of the batch.
    """

    technique: Technique
    session: str | None
    reference: str | None = None
    material: str | None = None
    sample: str | None = None
    instrument: str | None = None
    measured_at: str | None = None
    tier: Tier | None = None
    stored: bool = False

    @classmethod
    def of(cls, facts: Facts, technique: Technique, tier: Tier | None) -> Sitting:
        """The sitting of a spectrum of the batch."""
        return cls(
            technique=technique,
            session=facts.session.name,
            reference=facts.session.reference,
            material=facts.material.name,
            sample=facts.sample.name,
            instrument=facts.measurement.instrument,
            measured_at=facts.measurement.measured_at,
            tier=tier,
        )


@dataclass(slots=True)
class _Measured:
    """The reference measurements of one session."""

    session: str
    stored: bool = False
    since: str = "~"
    tiers: set[Tier] = field(default_factory=set)
    spectra: list[tuple[FloatArray, FloatArray]] = field(default_factory=list)

    def order(self) -> tuple[bool, str, str]:
        """Stored before new, then by date, then by name."""
        return not self.stored, self.since, self.session


_Key = tuple[Technique, str, str | None]


class Sessions:
    """What was measured in which session, of the batch and of what is stored: first all of the batch."""

    def __init__(self, limits: Thresholds) -> None:
        self._limits = limits
        self._references: set[str] = set()
        self._measured: dict[_Key, dict[str, _Measured]] = {}
        self._found: dict[tuple[_Key, str], Finding] = {}

    def wants(self, sitting: Sitting) -> bool:
        """Whether a stored spectrum is a measurement of a reference that a session of the batch names."""
        return sitting.session is not None and not self._references.isdisjoint(_names(sitting))

    def add(self, sitting: Sitting, axis: FloatArray, values: FloatArray) -> None:
        """Take a spectrum, of the batch or wanted; axis and values of its good points, float64 (n,).

        Of one material or sample in one session no more than five are kept.
        """
        if sitting.session is None:
            return
        reference = plain_name(sitting.reference)
        if not sitting.stored and reference is not None:
            self._references.add(reference)
        for name in _names(sitting):
            key = (sitting.technique, name, plain_name(sitting.instrument))
            sessions = self._measured.setdefault(key, {})
            measured = sessions.setdefault(sitting.session, _Measured(sitting.session))
            measured.since = min(measured.since, sitting.measured_at or "~")
            measured.stored |= sitting.stored
            if sitting.tier is not None:
                measured.tiers.add(sitting.tier)
            if len(measured.spectra) < MOST_OF_A_SESSION:
                measured.spectra.append((axis, values))

    def finding(self, sitting: Sitting) -> Finding:
        """The axis shift of the session a spectrum was measured in."""
        reference = plain_name(sitting.reference)
        if sitting.session is None:
            return not_applicable(Check.AXIS_SHIFT, "the session is not stated")
        if reference is None:
            return not_applicable(Check.AXIS_SHIFT, f"session {sitting.session} names no reference")
        key = (sitting.technique, reference, plain_name(sitting.instrument))
        place = (key, sitting.session)
        if place not in self._found:
            self._found[place] = self._judge(key, sitting)
        return self._found[place]

    def _judge(self, key: _Key, sitting: Sitting) -> Finding:
        sessions = self._measured.get(key, {})
        here, name = sessions.get(sitting.session or ""), sitting.reference
        if here is None:
            why = f"reference {name} was not found in session {sitting.session}"
            return not_applicable(Check.AXIS_SHIFT, why)
        standard = min(sessions.values(), key=_Measured.order)
        if standard is here:
            why = (
                f"session {here.session} is the first with reference {name}: later ones are compared with it"
            )
            return not_applicable(Check.AXIS_SHIFT, why)
        limits = self._limits.axis_shift[sitting.technique]
        furthest = LIMITS_LOOKED_FOR * limits.failed
        shifts = [shift_between(s, m, furthest=furthest) for s in standard.spectra for m in here.spectra]
        known = [shift for shift in shifts if shift is not None]
        if not known:
            why = f"reference {name} looks different in sessions {standard.session} and {here.session}"
            return not_applicable(Check.AXIS_SHIFT, why)
        unit = AXIS_UNITS[AXIS_OF_TECHNIQUE[sitting.technique]]
        shift = float(np.median(known))
        verdict, limit = limits.judge(abs(shift))
        return Finding(
            check=Check.AXIS_SHIFT,
            verdict=verdict,
            value=shift,
            threshold=limit,
            unit=unit,
            meaning=f"reference {name} lies {shift:+.3g} {unit} from where session {standard.session} had it",
            remedy=""
            if verdict is Verdict.OK
            else "Calibrate the axis with the reference, and measure again.",
            about=max(here.tiers | standard.tiers, key=strictness, default=None),
        )


def _names(sitting: Sitting) -> set[str]:
    return {name for name in map(plain_name, (sitting.material, sitting.sample)) if name is not None}
