"""What `archive evaluate` says."""

from __future__ import annotations

from pydantic import Field

from pigment_archive.evaluation.results import Evaluation
from pigment_archive.evaluation.tables import TextTable, leak_lines, text_tables
from pigment_archive.records import Tier
from pigment_archive.workflows.reports import Report


class EvaluateReport(Report):
    """A model against what everybody already has, on samples and materials it has never seen."""

    model: str = Field(description="Model version.")
    digest: str = Field(description="SHA-256 of its card, which names the digests of all its files.")
    folds: int = Field(
        description="Folds it was trained anew for; 0 if the model and its own split were measured."
    )
    tiers: tuple[str, ...] = Field(description="Tiers whose records were used.")
    collections: tuple[str, ...] = Field(description="Collections whose records were used, sorted.")
    spectra: int = Field(description="Records used, equal ones once.")
    left_out: dict[str, int] = Field(description="Records not used, with the code of the reason.")
    identical: int = Field(description="Records taken out: byte-identical with one that is used.")
    renamed: int = Field(description="Records taken out: byte-identical under several material names.")
    parts: dict[str, int] = Field(description="Records used of each part of the split, and outside of it.")
    evaluation: Evaluation = Field(description="The tables.")
    seconds: float = Field(description="Wall time in s.")
    output: str | None = Field(description="The page that was written; null if none.")

    @property
    def note(self) -> str:
        """What was measured, in one line."""
        how = f"trained anew for {self.folds} folds" if self.folds else "with its own split"
        parts = ", ".join(f"{count} {part.replace('_', ' ')}" for part, count in self.parts.items())
        whence = f"{', '.join(self.collections)} ({', '.join(self.tiers)})"
        return f"{self.spectra} spectra of {whence}, {how}: {parts}"

    @property
    def remarks(self) -> list[str]:
        """What was not used, and who may read it."""
        said = []
        if set(self.tiers) != {Tier.OPEN.value}:
            said.append("with records that are not open: not for publication")
        if "training" not in self.parts:
            said.append(
                "none of these records is of the training part of the model's split: PCA and classifiers are "
                "left out, and what the model may have seen of them is not known"
            )
        if self.left_out:
            reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(self.left_out.items()))
            said.append(f"not used: {reasons}")
        if self.identical or self.renamed:
            said.append(
                f"byte-identical spectra: {self.identical} taken out as copies, {self.renamed} because they "
                "have several material names"
            )
        return said

    def lines(self) -> list[str]:
        """What stands before the tables."""
        return [
            f"{self.model}: {self.note}",
            *self.remarks,
            *leak_lines(self.evaluation.leaks),
            *(f"not asked, no query has an answer: {title}" for title in self.evaluation.not_asked),
        ]

    def tables(self) -> list[TextTable]:
        """The tables for people."""
        return text_tables(self.evaluation)
