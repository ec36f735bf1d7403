"""What `archive classify` says: the answers, and what the classifiers behind them had learnt."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from pigment_archive.answers.answer import Query
from pigment_archive.workflows.reports import Refusal, Report


class Outcome(Report):
    """One possible answer about a spectrum."""

    rank: int = Field(ge=1, description="Place by probability, from 1.")
    value: str | None = Field(description="Value of the label; null: none of the values learnt.")
    probability: float = Field(ge=0, le=1, description="Calibrated probability, 0-1.")


class Classified(Report):
    """The answer about one spectrum."""

    query: Query = Field(description="What was asked.")
    model: str = Field(description="Model version whose latents were compared; names its classifier below.")
    outcomes: tuple[Outcome, ...] = Field(
        description="The most probable values, best first, and always 'none of these'."
    )

    @property
    def none_of_these(self) -> float:
        """Probability that the value is none of those learnt."""
        return next(outcome.probability for outcome in self.outcomes if outcome.value is None)


class Learnt(Report):
    """One value that was learnt."""

    value: str = Field(description="Value of the label.")
    samples: int = Field(ge=1, description="Samples or objects it was learnt from.")
    spectra: int = Field(ge=1, description="Spectra it was learnt from.")


class Calibration(Report):
    """What the probabilities are worth on held-out samples, one unknown in five being of no value learnt."""

    temperature: float = Field(description="What scores are divided by, without unit; larger = less sure.")
    known: int = Field(description="Held-out spectra whose value was learnt.")
    unknown: int = Field(description="Held-out spectra whose value was not learnt.")
    on_unseen: bool = Field(
        description="True if the encoder was trained on none of them; false means the numbers are optimistic."
    )
    accuracy: float = Field(description="Share of right first answers, 0-1.")
    calibration_error: float = Field(
        description="Expected calibration error: probability against share of right first answers, 0-1."
    )
    log_loss: float = Field(description="Mean negative logarithm of the truth's probability, in nats.")
    brier: float = Field(description="Brier score over all outcomes, 0-2; 0 is best, without unit.")


class Classifier(Report):
    """One classifier: trained on the latents in the index of one model, for this call."""

    model: str = Field(description="Model version.")
    learnt: tuple[Learnt, ...] = Field(description="The values learnt, by name.")
    not_learnt: tuple[str, ...] = Field(description="Values left out because they have a single sample.")
    left_out: dict[str, int] = Field(description="Spectra not learnt, with the reason.")
    calibration: Calibration = Field(description="What its probabilities are worth.")

    def lines(self) -> Iterator[str]:
        """What it is, for people."""
        spectra = sum(one.spectra for one in self.learnt)
        samples = sum(one.samples for one in self.learnt)
        yield f"{self.model}: learnt {len(self.learnt)} values from {spectra} spectra of {samples} samples"
        for reason, count in self.left_out.items():
            yield f"left out  {count}  {reason}"
        said = self.calibration
        yield (
            f"on {said.known + said.unknown} held-out spectra: {said.accuracy:.0%} right, calibration error "
            f"{said.calibration_error:.3f}" + ("" if said.on_unseen else " (seen by the encoder: optimistic)")
        )


class ClassifyReport(Report):
    """What spectra are, by a classifier, with calibrated probabilities."""

    label: str = Field(description="The fact that was asked for.")
    method: str = Field(description="The classifier: knn, logistic, svm or forest.")
    tiers: tuple[str, ...] = Field(description="Tiers that were learnt from.")
    none_prior: float = Field(
        description="Assumed share of unknowns whose value was not learnt, 0-1; the odds of 'none' follow it."
    )
    classifiers: tuple[Classifier, ...] = Field(description="One a model: one technique each.")
    answers: tuple[Classified, ...] = Field(description="One answer a spectrum, in the order of the files.")
    refused: tuple[Refusal, ...] = Field(description="What could not be classified, with code and reason.")
