"""Make every index again from the accessions and the models."""

from __future__ import annotations

from pydantic import Field

from pigment_archive.archive import Archive
from pigment_archive.records import Tier
from pigment_archive.storage.files import remove_tree
from pigment_archive.workflows.indexing import catch_up
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reports import Report


class BuiltIndex(Report):
    """One index that was made."""

    tier: Tier = Field(description="Tier of its records.")
    model: str = Field(description="Model version of its latents.")
    records: int = Field(description="Records in it.")


class RebuildReport(Report):
    """Every index that was made again."""

    indexes: tuple[BuiltIndex, ...] = Field(description="One entry an index, by tier and model.")


def rebuild(archive: Archive, *, progress: Progress = silent) -> RebuildReport:
    """Remove every index and make it again: those that were there, and those of the current models.

    Raises:
        IntegrityError: An accession is damaged; run verify.
        CorruptModel: A model is damaged.
    """
    with archive.writing():
        models = {model for _, model in archive.indexes()} | set(archive.description.models.values())
        for model in models:
            archive.open_model(model)
        for tier, model in archive.indexes():
            remove_tree(archive.index_folder(tier, model))
        catch_up(archive, sorted(models), progress=progress)
        built = []
        for tier, model in archive.indexes():
            with archive.indexes_for_reading((tier,), archive.open_model(model)) as (index,):
                built.append(BuiltIndex(tier=tier, model=model, records=index.count()))
    return RebuildReport(indexes=tuple(built))
