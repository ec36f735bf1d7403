"""Ask for samples a model has not seen: the one way by which a training and a transfer are measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from pigment_archive.encoder.train import TrainingSet
from pigment_archive.errors import UsageError
from pigment_archive.evaluation import RetrievalReport, leave_one_sample_out, without_relabelled_duplicates

Way = tuple[npt.NDArray[np.floating], Literal["euclid", "cosine"]]


def ask_for(data: TrainingSet, asked: Sequence[bool], *ways: Way) -> tuple[RetrievalReport, ...] | None:
    """Retrieval of some spectra among everything else, without what is not named or named twice.

    Args:
        data: The spectra.
        asked: Which of them are queries, (n,).
        ways: What each spectrum is compared by, (n, d), and how.

    Returns:
        One report a way, of the same queries; None if no query has another sample to find.
    """
    named = [row for row, label in enumerate(data.labels) if label is not None]
    names = [str(data.labels[row]) for row in named]
    keep = without_relabelled_duplicates([data.fingerprints[row] for row in named], names)
    rows = [row for row, kept in zip(named, keep, strict=True) if kept]
    names, groups = [str(data.labels[row]) for row in rows], [data.groups[row] for row in rows]
    queries = np.array([asked[row] for row in rows], dtype=bool)
    try:
        return tuple(
            leave_one_sample_out(vectors[rows], names, groups, queries=queries, metric=metric)
            for vectors, metric in ways
        )
    except UsageError:
        return None
