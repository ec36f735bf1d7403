"""Is a session's axis shifted, or its resolution another one, against the same materials elsewhere?

"Session" stands for any fact that names a sitting or an instrument: a collection, an instrument, a laser.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np

from pigment_archive.evaluation.confounders import Confounder
from pigment_archive.evaluation.diagnosis_limits import DiagnosisLimits
from pigment_archive.evaluation.examined import Examined, FloatArray
from pigment_archive.evaluation.findings import Bound, Finding, NotJudged, Question, Said, Verdict, named
from pigment_archive.evaluation.offsets import Difference, Offset, offsets
from pigment_archive.quality.shift import shift_between

SITTINGS: Final = ("session", "collection", "instrument", "instrument_serial", "laser_wavelength")
"""Facts whose values may have an axis and a resolution of their own."""

_FURTHEST_STEPS: Final = 10
_NEXT_COMPARED: Final = 12
_ORDER: Final = {Verdict.OK: 0, Verdict.LOOK: 1, Verdict.ACT: 2}

Cells = dict[int, dict[int, list[int]]]


def axis_and_resolution(examined: Examined, fact: Confounder, limits: DiagnosisLimits) -> list[Said]:
    """The findings `axis_shift` and `resolution` of one fact."""
    cells = _cells(fact)
    sizes = np.bincount(fact.codes, minlength=len(fact.values)).tolist()
    shifts = offsets(list(_shifts(examined, cells)), sizes)
    widths = offsets(list(_widths(examined, cells)), sizes)
    return [
        _judged(_Shift(examined, limits), fact, shifts, limits),
        _judged(_Width(limits), fact, widths, limits),
    ]


def detail_width(prepared: FloatArray, step: float) -> FloatArray:
    """Width of the finest detail of each spectrum, in the axis unit, float64 (n,).

    ``w = step sqrt(sum_i (y_(i+1) - y_i)^2 / sum_i (y_(i+2) - 2 y_(i+1) + y_i)^2)``: slope over curvature, a
    length. Broad bands make it large, noise small; lines drawn between few measured points have no curvature
    and make it larger still.
    """
    slope, bend = np.diff(prepared, axis=1), np.diff(prepared, 2, axis=1)
    return np.asarray(step * np.sqrt((slope**2).sum(axis=1) / np.maximum((bend**2).sum(axis=1), 1e-30)))


def _cells(fact: Confounder) -> Cells:
    """Material → session → places of its spectra, of the materials measured in several."""
    cells: Cells = defaultdict(lambda: defaultdict(list))
    for place in fact.crossed:
        cells[int(fact.alike[place])][int(fact.codes[place])].append(int(fact.rows[place]))
    return cells


def _pairs(sessions: list[int]) -> Iterator[tuple[int, int]]:
    """Every pair; of many sessions each with the next twelve, going round."""
    n = len(sessions)
    for place, one in enumerate(sessions):
        for ahead in range(1, min(_NEXT_COMPARED, n // 2) + 1):
            if 2 * ahead < n or place < ahead:
                yield one, sessions[(place + ahead) % n]


def _shifts(examined: Examined, cells: Cells) -> Iterator[Difference]:
    furthest = _FURTHEST_STEPS * examined.step
    for material, sessions in cells.items():
        means = {session: examined.prepared[rows].mean(axis=0) for session, rows in sessions.items()}
        for one, other in _pairs(sorted(sessions)):
            standard, measured = (examined.grid, means[other]), (examined.grid, means[one])
            shift = shift_between(standard, measured, furthest=furthest)
            if shift is not None:
                yield Difference(material, one, other, shift)


def _widths(examined: Examined, cells: Cells) -> Iterator[Difference]:
    widths = np.log(detail_width(examined.prepared, examined.step))
    for material, sessions in cells.items():
        middle = {session: float(np.median(widths[rows])) for session, rows in sessions.items()}
        for one, other in _pairs(sorted(sessions)):
            yield Difference(material, one, other, middle[one] - middle[other])


class _Shift:
    """What a shift is called, and how far it may go."""

    code = "axis_shift"
    remedy = (
        "Calibrate the axis of those named and ingest them again, or withdraw them. Of two only, either may "
        "be the one that moved: measure a reference."
    )

    def __init__(self, examined: Examined, limits: DiagnosisLimits) -> None:
        self.unit, self.bound = examined.unit, limits.shift[examined.technique]
        self.measured = "how far the spectra lie from those of the same materials elsewhere, along the axis"

    def size(self, offset: Offset) -> float:
        """What is judged."""
        return abs(offset.value)

    def value(self, offset: Offset) -> float:
        """What is reported."""
        return offset.value

    def said(self, offset: Offset) -> str:
        """The value for people."""
        return f"{offset.value:+.3g} ± {offset.error:.2g} {self.unit}"


class _Width:
    """What another resolution is called, and how far it may go."""

    code, unit = "resolution", "ratio"
    remedy = (
        "Those above 1 are coarser or smoothed: state their resolution, keep them out of training, or bring "
        "all to the coarser one. Those below 1 are finer, or noisier: look at their signal to noise."
    )

    def __init__(self, limits: DiagnosisLimits) -> None:
        self.bound: Bound = limits.width
        self.measured = "width of the finest detail over that of the same materials elsewhere"

    def size(self, offset: Offset) -> float:
        """What is judged."""
        return float(np.exp(abs(offset.value)))

    def value(self, offset: Offset) -> float:
        """What is reported."""
        return float(np.exp(offset.value))

    def said(self, offset: Offset) -> str:
        """The value for people."""
        return f"x {np.exp(offset.value):.2f} ± {np.exp(offset.value) * offset.error:.2f}"


def _judged(kind: _Shift | _Width, fact: Confounder, found: list[Offset], limits: DiagnosisLimits) -> Said:
    known = [value for value, offset in enumerate(found) if offset.materials >= limits.fewest_materials]
    if len(known) < 2:
        why = f"fewer than two of its values share {limits.fewest_materials} or more materials with others"
        return NotJudged(code=kind.code, subject=fact.name, why=why)
    verdicts = {value: _verdict(kind, found[value], limits) for value in known}
    order = sorted(known, key=lambda value: (-_ORDER[verdicts[value]], -kind.size(found[value])))
    worst = order[0]
    bad = [value for value in order if verdicts[value] is not Verdict.OK]
    verdict = verdicts[worst]
    limit = kind.bound.act if verdict is Verdict.ACT else kind.bound.look
    return Finding(
        code=kind.code,
        question=Question.SITTING,
        subject=fact.name,
        measured=f"{kind.measured}: {fact.name} {fact.values[worst]}, {found[worst].materials} materials",
        value=kind.value(found[worst]),
        threshold=limit,
        unit=kind.unit,
        verdict=verdict,
        **named(f"{fact.values[value]} ({kind.said(found[value])})" for value in bad),
        remedy=kind.remedy if bad else "",
    )


def _verdict(kind: _Shift | _Width, offset: Offset, limits: DiagnosisLimits) -> Verdict:
    if abs(offset.value) <= limits.noise * offset.error:
        return Verdict.OK
    return kind.bound.judge(kind.size(offset))[0]
