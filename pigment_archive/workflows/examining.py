"""Stored records as an evaluation needs them: a library, and what a model makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from pigment_archive.encoder import Bundle
from pigment_archive.encoder.split_table import read_split
from pigment_archive.errors import UsageError
from pigment_archive.evaluation.library import OUTSIDE, Encoded, Library
from pigment_archive.records import Quantity
from pigment_archive.workflows.progress import Progress
from pigment_archive.workflows.usable import Usable, prepared_values


def library_of(usable: Sequence[Usable], bundle: Bundle) -> Library:
    """The library of some records, at least one, as a model takes them."""
    recipe, prepared = bundle.recipe, prepared_values(usable)
    acquired = np.stack([one.prepared.raw for one in usable])
    steps = [step.step for step in recipe.steps]
    return Library(
        grid=recipe.grid,
        prepared=prepared,
        contrast=bundle.network.contrast(prepared),
        linear=prepared**2 if "square_root" in steps else prepared,
        acquired=acquired,
        ranges=np.array([[one.prepared.covered_from, one.prepared.covered_to] for one in usable]),
        records=[one.record for one in usable],
        materials=[one.material for one in usable],
        groups=[one.group for one in usable],
        samples=[one.sample for one in usable],
        fingerprints=[one.fingerprint for one in usable],
        facts=[one.facts for one in usable],
        reflectance=Quantity.REFLECTANCE in recipe.quantities,
        baseline="remove_baseline" in steps,
    )


def encoded_by(bundle: Bundle, library: Library) -> Encoded:
    """What a model makes of a library, each spectrum with its part of the model's split."""
    split = read_split(bundle.path)
    parts = [split[name].value if name in split else OUTSIDE for name in library.fingerprints]
    latents = bundle.encode(library.prepared).mean
    return Encoded(library, np.array(parts, dtype=np.str_), latents, bundle.decode(latents))


@contextmanager
def trained_anew(bundle: Bundle, usable: Sequence[Usable], fold: int, progress: Progress) -> Iterator[Bundle]:
    """A model trained as this one was, for another fold; it is gone when the block ends.

    Only records of the model's own split are trained on: what is outside stays outside.

    Raises:
        UsageError: None of the records is of the split.
        ModelError: Too few samples to split, or the training diverged.
    """
    split = read_split(bundle.path)
    known = [one for one in usable if one.fingerprint in split]
    if not known:
        raise UsageError(
            "none of these records is of the model's split, so there is nothing to train it on anew",
            where=f"evaluate {bundle.name}",
            remedy="Evaluate in the archive it was trained in, or without --folds.",
        )
    from pigment_archive.encoder.train import train_model
    from pigment_archive.workflows.training_set import training_set

    data = training_set(known, bundle.card.training.labels)
    stage = f"training fold {fold}"
    with TemporaryDirectory(prefix="pigment_archive-") as folder:
        yield train_model(
            data,
            recipe=bundle.recipe,
            settings=bundle.card.architecture.model_copy(update={"fold": fold}),
            name=bundle.name,
            into=Path(folder),
            progress=lambda epoch, most, _: progress(stage, epoch, most),
        )
