"""Is a cluster of a model chemistry or an artefact: ask everything that can be asked of stored records."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle
from pigment_archive.encoder.split_table import read_split
from pigment_archive.evaluation.association import association, clusters, clusters_follow
from pigment_archive.evaluation.class_sizes import class_sizes
from pigment_archive.evaluation.confounders import CONFOUNDERS, confounder, nested
from pigment_archive.evaluation.control_chart import ControlChart
from pigment_archive.evaluation.diagnosis import Diagnosis, Distribution, distribution, in_order
from pigment_archive.evaluation.diagnosis_limits import LIMITS
from pigment_archive.evaluation.drift import drift
from pigment_archive.evaluation.examined import Examined
from pigment_archive.evaluation.findings import Association, Finding, NotJudged, Said
from pigment_archive.evaluation.latent_space import dimensions, outside
from pigment_archive.evaluation.leakage import leakage
from pigment_archive.evaluation.overfitting import error_ratios, reconstruction_errors, retrieval_gap
from pigment_archive.evaluation.readable import read_fact
from pigment_archive.evaluation.sittings import SITTINGS, axis_and_resolution
from pigment_archive.pages.diagnosis_page import diagnosis_page
from pigment_archive.records import Tier
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE
from pigment_archive.storage.files import write_atomically
from pigment_archive.units import AXIS_UNITS
from pigment_archive.workflows.options import Options
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.usable import Usable, gather_enough, prepared_values

__all__ = ["DiagnoseOptions", "Diagnosis", "diagnose"]

FEWEST: Final = 20
OUTSIDE: Final = "outside"


class DiagnoseOptions(Options):
    """What is examined."""

    tiers: tuple[Tier, ...] = Field((Tier.OPEN,), min_length=1, description="Tiers to examine.")
    collections: tuple[str, ...] = Field((), description="Collections to examine; all if none is named.")
    reference: str | None = Field(
        None, description="Sample or material measured in every session; what the sessions name if null."
    )


def diagnose(
    archive: Archive,
    model: str,
    options: DiagnoseOptions | None = None,
    *,
    output: Path | None = None,
    progress: Progress = silent,
    **said: object,
) -> Diagnosis:
    """Ask of a model, on stored records, whether its clusters are chemistry or artefacts.

    Args:
        archive: The open archive.
        model: Model version.
        options: What is examined; from Python also as keywords: `tiers=("open", "sealed")`.
        output: HTML page to write, if any.
        progress: Told about records and questions.

    Raises:
        ModelNotFound: There is no model of that name.
        UsageError: Fewer than 20 records can be used.
        WriteFailed: The page cannot be written.
    """
    chosen = options or DiagnoseOptions.of(**said)
    started = time.monotonic()
    bundle = archive.open_model(model)
    usable, left_out = gather_enough(
        archive, bundle, chosen, fewest=FEWEST, verb="diagnose", progress=progress
    )
    examined = examine(bundle, usable)
    found = _asked(examined, chosen.reference, progress)
    report = Diagnosis(
        model=bundle.name,
        technique=examined.technique,
        spectra=len(examined),
        parts=dict(Counter(_parts(examined))),
        tiers=tuple(sorted(set(chosen.tiers))),
        collections=tuple(sorted({one.collection for one in usable})),
        left_out=dict(left_out),
        findings=in_order([one for one in found.said if isinstance(one, Finding)]),
        not_judged=tuple(one for one in found.said if isinstance(one, NotJudged)),
        associations=tuple(found.associations),
        charts=tuple(found.charts),
        distributions=tuple(found.distributions),
        limits=LIMITS,
        elapsed_s=time.monotonic() - started,
    )
    if output is not None:
        write_atomically(output, diagnosis_page(report).encode())
    return report


def examine(bundle: Bundle, usable: Sequence[Usable]) -> Examined:
    """Encode records, and see how their latents move with the axis."""
    prepared = prepared_values(usable)
    latents = bundle.encode(prepared)
    split = read_split(bundle.path)
    technique = bundle.card.technique
    return Examined(
        technique=technique,
        grid=bundle.recipe.grid,
        unit=AXIS_UNITS[AXIS_OF_TECHNIQUE[technique]],
        prepared=prepared,
        reconstructed=bundle.decode(latents.mean),
        latents=latents.mean.astype(np.float64),
        variances=latents.variance.astype(np.float64),
        per_step=_per_step(bundle, prepared),
        records=[one.record for one in usable],
        groups=[one.group for one in usable],
        samples=[one.sample for one in usable],
        materials=[one.material for one in usable],
        parts=[split.get(one.fingerprint) for one in usable],
        facts=[one.facts for one in usable],
    )


def _per_step(bundle: Bundle, prepared: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Half of what the latents change from one grid step down to one grid step up, float64 (n, d)."""
    up = np.concatenate([prepared[:, :1], prepared[:, :-1]], axis=1)
    down = np.concatenate([prepared[:, 1:], prepared[:, -1:]], axis=1)
    moved = bundle.encode(up).mean.astype(np.float64) - bundle.encode(down).mean
    return np.asarray(moved / 2.0)


class _Found(NamedTuple):
    said: list[Said]
    associations: list[Association]
    charts: list[ControlChart]
    distributions: list[Distribution]


def _asked(examined: Examined, reference: str | None, progress: Progress) -> _Found:
    """Every question, in the order of `Question`."""
    of_facts, associations = _facts(examined, progress)
    drifted, charts = drift(examined, reference, LIMITS)
    far, distances = outside(examined, LIMITS)
    said = [
        *of_facts,
        *error_ratios(examined, LIMITS),
        retrieval_gap(examined, LIMITS),
        *leakage(examined, LIMITS),
        *class_sizes(examined, LIMITS),
        *drifted,
        *dimensions(examined, LIMITS),
        *far,
    ]
    return _Found(said, associations, charts, _distributions(examined, distances))


def _facts(examined: Examined, progress: Progress) -> tuple[list[Said], list[Association]]:
    """Everything that is asked about each fact."""
    said: list[Said] = []
    associations = []
    of_clusters = clusters(examined, LIMITS)
    for done, name in enumerate(CONFOUNDERS, start=1):
        fact = confounder(examined, name, LIMITS)
        if isinstance(fact, NotJudged):
            said.append(fact)
        elif (alone := nested(fact)) is not None:
            said.append(alone)
        else:
            associations.append(association(fact, of_clusters, LIMITS))
            said.append(clusters_follow(fact, associations[-1], LIMITS))
            said.append(read_fact(examined, fact, LIMITS))
            if name in SITTINGS:
                said += axis_and_resolution(examined, fact, LIMITS)
        progress("asking about facts", done, len(CONFOUNDERS))
    return said, associations


def _parts(examined: Examined) -> list[str]:
    return [OUTSIDE if part is None else part.value for part in examined.parts]


def _distributions(examined: Examined, distances: npt.NDArray[np.float64]) -> list[Distribution]:
    parts = _parts(examined)
    errors = distribution(
        "reconstruction error, prepared units squared",
        reconstruction_errors(examined),
        parts,
        logarithmic=True,
    )
    far = distribution(
        "distance to the nearest training spectrum, over its 99 % quantile",
        distances,
        [str(name) for name in examined.fact("collection")],
    )
    return [one for one in (errors, far) if one is not None]
