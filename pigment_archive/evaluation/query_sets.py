"""What is asked: a declared list of query sets, each with what its answer must differ in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pigment_archive.encoder.split import Part
from pigment_archive.evaluation.library import OUTSIDE, UNSEEN


@dataclass(frozen=True)
class QuerySet:
    """One question put to every matcher.

    A query never meets its own sample, its own object or a near-duplicate of itself. Where `find` is
    `sample` it is asked for its own sample instead, and meets everything but itself.

    Attributes:
        name: Stable name, in the JSON.
        title: The same for people.
        parts: Parts of the split whose spectra are queries.
        differing: Facts that must be stated for the query and for whatever it may meet, and differ.
        same: Facts that must be stated for both and agree.
        tolerance: Numbers differ when they are further apart than this, in the unit of the fact.
        find: What a right answer shares with the query.
    """

    name: str
    title: str
    parts: tuple[str, ...]
    differing: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    tolerance: float = 0.0
    find: Literal["material", "sample"] = "material"


QUERY_SETS: Final = (
    QuerySet("unseen_samples", "unseen samples of known materials", (Part.TEST.value,)),
    QuerySet("new_materials", "materials never seen in training", (Part.NEW_MATERIAL.value,)),
    QuerySet("outside", "spectra outside the split", (OUTSIDE,)),
    QuerySet(
        "other_laser",
        "found only by spectra of another laser",
        UNSEEN,
        differing=("laser_wavelength",),
        tolerance=2.0,
    ),
    QuerySet(
        "other_instrument", "found only by spectra of another instrument", UNSEEN, differing=("instrument",)
    ),
    QuerySet(
        "other_collection", "found only by spectra of another collection", UNSEEN, differing=("collection",)
    ),
    QuerySet("other_session", "found only by spectra of another session", UNSEEN, differing=("session",)),
    QuerySet(
        "other_preparation",
        "found only by another preparation (tint strength, binder) of another sample",
        UNSEEN,
        differing=("sample_preparation",),
    ),
    QuerySet("repeats", "the same sample found by another of its spectra", UNSEEN, find="sample"),
    QuerySet(
        "repeats_in_session",
        "the same sample found among the spectra of the same session",
        UNSEEN,
        same=("session",),
        find="sample",
    ),
)
