"""What going on from a model gave: the new collection before and after, and what was forgotten of the old."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle
from pigment_archive.encoder.split import Part
from pigment_archive.encoder.split_table import read_split
from pigment_archive.encoder.train import TrainingSet
from pigment_archive.records import Tier
from pigment_archive.workflows.progress import Progress
from pigment_archive.workflows.reports import Report
from pigment_archive.workflows.training_set import training_set
from pigment_archive.workflows.unseen import Way, ask_for
from pigment_archive.workflows.usable import gather

UNSEEN = (Part.TEST, Part.NEW_MATERIAL)


class BeforeAndAfter(Report):
    """Leave-one-sample-out top-1 of the same queries by two models."""

    queries: int = Field(description="Number of queries.")
    before: float = Field(ge=0, le=1, description="Share answered rightly by the model gone on from, 0-1.")
    after: float = Field(ge=0, le=1, description="Share answered rightly by the new model, 0-1.")


class Transfer(Report):
    """A new model beside the one it went on from."""

    parent: str = Field(description="Model version it went on from.")
    new: BeforeAndAfter | None = Field(
        description="Samples of the new collection that neither saw; null if none can be asked."
    )
    old: BeforeAndAfter | None = Field(
        description="Samples of the old collections that neither saw; null if none is in this archive."
    )


def compare(
    archive: Archive, parent: Bundle, child: Bundle, data: TrainingSet, *, progress: Progress
) -> Transfer:
    """Ask both models for samples that neither has seen, of the new collection and of the old ones.

    Args:
        archive: Where the old collections may be.
        parent: The model gone on from.
        child: The new model.
        data: What the new model was trained, validated and tested on.
        progress: Told about the records read.
    """
    split = read_split(child.path)
    known = read_split(parent.path)
    new = [split[name] in UNSEEN and known.get(name, Part.TEST) in UNSEEN for name in data.fingerprints]
    usable, _ = gather(archive, parent.recipe, (Tier.OPEN,), progress=progress)
    old = [one for one in usable if one.fingerprint in known and one.fingerprint not in split]
    asked = training_set(old, data.label) if old else None
    return Transfer(
        parent=parent.name,
        new=_both(parent, child, data, new),
        old=asked and _both(parent, child, asked, [known[name] in UNSEEN for name in asked.fingerprints]),
    )


def _both(parent: Bundle, child: Bundle, data: TrainingSet, asked: Sequence[bool]) -> BeforeAndAfter | None:
    ways: list[Way] = [(model.encode(data.prepared).mean, "euclid") for model in (parent, child)]
    found = ask_for(data, asked, *ways)
    if found is None:
        return None
    before, after = found
    return BeforeAndAfter(queries=before.queries, before=before.top[1], after=after.top[1])
