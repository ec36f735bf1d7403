"""What a training says of its model: reconstruction and retrieval of samples it has never seen."""

from __future__ import annotations

from pydantic import Field

from pigment_archive.encoder import Bundle
from pigment_archive.encoder.split import Part
from pigment_archive.encoder.split_table import read_split
from pigment_archive.encoder.train import TrainingSet
from pigment_archive.evaluation import GateReport, RetrievalReport, latent_gate
from pigment_archive.workflows.reports import Report
from pigment_archive.workflows.transfer import Transfer
from pigment_archive.workflows.unseen import Way, ask_for


class TrainReport(Report):
    """What was made and how good it is on samples it has never seen."""

    model: str = Field(description="Model version.")
    current: bool = Field(description="True if it is now the current model of its technique.")
    spectra: int = Field(description="Spectra it was trained, validated and tested on.")
    left_out: dict[str, int] = Field(description="Records not used, with the code of the reason.")
    epochs: int = Field(description="Epochs run.")
    seconds: float = Field(description="Wall time of the training in s.")
    latent_dim: int = Field(description="Dimensions of the latent space.")
    active_dimensions: int = Field(description="Latent dimensions that vary over the training part.")
    test_mse: float = Field(description="Reconstruction MSE on unseen samples, prepared units.")
    test_variance: float = Field(description="Variance of the unseen samples' spectra, prepared units.")
    latent: RetrievalReport | None = Field(
        description="Leave-one-sample-out retrieval of unseen samples by latent; null if none can be asked."
    )
    spectrum: RetrievalReport | None = Field(description="The same by cosine of the prepared spectra.")
    gate: GateReport | None = Field(description="Verdict on the two together; null without retrieval.")
    indexed: int = Field(description="Records in the model's indexes.")
    transfer: Transfer | None = Field(None, description="Beside the model it went on from; null if none.")

    def lines(self) -> list[str]:
        """The report for people."""
        said = [
            f"{self.model}: trained on {self.spectra} spectra in {self.epochs} epochs, {self.seconds:.1f} s"
            + ("; now current" if self.current else "; archive models promote makes it current"),
            f"active latent dimensions: {self.active_dimensions} of {self.latent_dim}",
            f"unseen samples: reconstruction MSE {self.test_mse:.2e}, "
            f"{self.test_mse / self.test_variance:.3f} of their variance",
        ]
        for name, report in (("latent", self.latent), ("spectrum cosine", self.spectrum)):
            if report is not None:
                shares = ", ".join(f"top-{k} {share:.1%}" for k, share in report.top.items())
                said.append(f"unseen samples by {name}: {shares} ({report.queries} queries)")
        if self.gate is not None:
            said += [f"below the gate: {failure}" for failure in self.gate.failures]
        if self.transfer is not None:
            for name, both in (
                ("the new collection", self.transfer.new),
                ("the old ones", self.transfer.old),
            ):
                said.append(
                    f"unseen samples of {name}: top-1 {both.before:.1%} with {self.transfer.parent}, "
                    f"{both.after:.1%} now ({both.queries} queries)"
                    if both
                    else f"unseen samples of {name}: none in this archive"
                )
        said.append(f"indexed {self.indexed} records")
        return said


def report_on(
    bundle: Bundle,
    data: TrainingSet,
    *,
    left_out: dict[str, int],
    current: bool,
    indexed: int,
) -> TrainReport:
    """Measure a new model on the test part of its split.

    Args:
        bundle: The model.
        data: What it was trained, validated and tested on.
        left_out: Records not used, by the code of the reason.
        current: Whether it is the current model now.
        indexed: Records in its indexes.
    """
    split = read_split(bundle.path)
    unseen = [split[name] is Part.TEST for name in data.fingerprints]
    by_latent: Way = (bundle.encode(data.prepared).mean, "euclid")
    latent, spectrum = ask_for(data, unseen, by_latent, (data.prepared, "cosine")) or (None, None)
    facts, metrics = bundle.card.training, bundle.card.metrics
    mse, variance = metrics.reconstruction_mse.test, metrics.data_variance.test
    gate = None
    if latent is not None:
        gate = latent_gate(top_1=latent.top[1], reconstruction_mse=mse, data_variance=variance)
    return TrainReport(
        model=bundle.name,
        current=current,
        spectra=facts.spectra.total,
        left_out=left_out,
        epochs=len(facts.log),
        seconds=facts.seconds,
        latent_dim=bundle.card.architecture.latent_dim,
        active_dimensions=metrics.active_dimensions,
        test_mse=mse,
        test_variance=variance,
        latent=latent,
        spectrum=spectrum,
        gate=gate,
        indexed=indexed,
    )
