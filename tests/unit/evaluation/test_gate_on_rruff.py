"""The gate on real spectra: a trained model passes, models that learned nothing fail, each for its reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from pigment_archive.encoder import Bundle, Network, VaeSettings, default_network
from pigment_archive.encoder.network import Vae
from pigment_archive.encoder.split import Part
from pigment_archive.encoder.split_table import read_split
from pigment_archive.encoder.train import train_model
from pigment_archive.evaluation import (
    GateReport,
    RetrievalReport,
    latent_gate,
    leave_one_sample_out,
    without_relabelled_duplicates,
)
from pigment_archive.preprocessing import default_recipe
from pigment_archive.records import Technique
from tests.unit.evaluation.rruff import Library, rruff

RECIPE = default_recipe(Technique.RAMAN)
QUICK = default_network(Technique.RAMAN).model_copy(update={"max_epochs": 5})


class Examination:
    """One library, one trained model, and the same examination for any latents and reconstruction."""

    def __init__(self, library: Library, bundle: Bundle) -> None:
        split = read_split(bundle.path)
        self.keep = without_relabelled_duplicates(library.data.fingerprints, library.materials)
        self.library, self.bundle = library, bundle
        self.prepared = library.data.prepared
        self.part = np.array([split[fingerprint] for fingerprint in library.data.fingerprints])

    def retrieval(self, latents: np.ndarray, metric: str = "euclid") -> RetrievalReport:
        kept = np.flatnonzero(self.keep)
        return leave_one_sample_out(
            latents[kept],
            [self.library.materials[row] for row in kept],
            [self.library.data.groups[row] for row in kept],
            queries=self.part[kept] == Part.TEST,
            metric=metric,
        )

    def gate(self, latents: np.ndarray, reconstruction: np.ndarray) -> GateReport:
        test = self.part == Part.TEST
        return latent_gate(
            top_1=self.retrieval(latents).top[1],
            reconstruction_mse=float(((reconstruction - self.prepared)[test] ** 2).mean()),
            data_variance=float(self.prepared[test].var(axis=0).mean()),
        )

    def gate_of(self, network: Network) -> GateReport:
        latents = network.encode(self.prepared).mean
        return self.gate(latents, network.decode(latents))


def examined(data_dir: Path, folder: Path, settings: VaeSettings, first: int | None) -> Examination:
    library = rruff(data_dir, RECIPE, first)
    bundle = train_model(library.data, recipe=RECIPE, settings=settings, name="raman-1", into=folder)
    return Examination(library, bundle)


@pytest.fixture(scope="module")
def quick(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Examination:
    return examined(data_dir, tmp_path_factory.mktemp("models"), QUICK, first=1500)


@pytest.mark.data
def test_a_briefly_trained_model_passes(quick: Examination) -> None:
    report = quick.gate_of(quick.bundle.network)
    assert report.passed, report


@pytest.mark.data
def test_an_untrained_network_fails_by_reconstruction(quick: Examination) -> None:
    """It may retrieve: random weights keep distances. It cannot reconstruct."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        tensors = Vae(QUICK, RECIPE.resample.points).state_dict()
    report = quick.gate_of(Network({name: tensor.numpy() for name, tensor in tensors.items()}, QUICK))
    assert any(failure.startswith("reconstruction") for failure in report.failures)
    assert report.error_ratio > 1


@pytest.mark.data
def test_random_latents_fail_by_retrieval(quick: Examination) -> None:
    """Even with a perfect reconstruction."""
    latents = np.random.default_rng(0).normal(size=(len(quick.prepared), 64))
    report = quick.gate(latents, quick.prepared)
    assert [failure.split(":")[0] for failure in report.failures] == ["retrieval"]


@pytest.mark.data
def test_a_constant_encoder_fails_by_both(quick: Examination) -> None:
    mean = quick.prepared[quick.part == Part.TRAINING].mean(axis=0)
    latents = np.zeros((len(quick.prepared), 64))
    report = quick.gate(latents, np.broadcast_to(mean, quick.prepared.shape))
    assert (report.top_1, len(report.failures)) == (0.0, 2)
    assert report.error_ratio == pytest.approx(1.0, abs=0.1)


@pytest.mark.data
@pytest.mark.long
def test_the_default_model_on_all_of_rruff_passes(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full = examined(data_dir, tmp_path, default_network(Technique.RAMAN), first=None)
    bundle, card = full.bundle, full.bundle.card
    report = full.gate_of(bundle.network)
    latent = full.retrieval(bundle.encode(full.prepared).mean)
    cosine = full.retrieval(full.prepared, "cosine")
    with capsys.disabled():
        print(f"\n{report}\nlatent {latent}\ncosine {cosine}\n{card.metrics}\n{card.training.spectra}")
        print(f"{card.training.seconds:.0f} s, best epoch {card.training.best_epoch}")
    assert report.passed
    assert card.training.seconds < 600
    assert card.metrics.active_dimensions >= 32
