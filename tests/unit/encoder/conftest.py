"""A small model of synthetic minerals, trained once for the folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pigment_archive.encoder import Bundle, VaeSettings
from pigment_archive.encoder.augmentation import Augmentation
from pigment_archive.encoder.contrast import Contrast
from pigment_archive.encoder.exchange import read_bundle_files
from pigment_archive.encoder.train import TrainingSet, train_model
from pigment_archive.preprocessing import Recipe, RequireSignal, Resample, ScaleRange, default_recipe
from pigment_archive.records import Technique, Tier

POINTS = 80
SETTINGS = VaeSettings(
    latent_dim=8,
    contrast=Contrast(floor=0.1, kind="band_pass", narrow=0.7, wide=10.0),
    level_dim=3,
    hidden=(),
    decoder=(32,),
    linear_decoder=True,
    beta=1e-4,
    contrastive=1.0,
    augmentation=Augmentation(adds_up="values", shift=0.2, heights=0.3, noise=0.02, rescale=True),
    encoder_rate=0.1,
    max_epochs=12,
    batch_size=32,
)


def small_recipe() -> Recipe:
    return Recipe(
        technique=Technique.RAMAN,
        quantities=default_recipe(Technique.RAMAN).quantities,
        resample=Resample(lo=150.0, hi=1280.0, points=POINTS),
        steps=(RequireSignal(), ScaleRange()),
    )


def synthetic_set(minerals: int = 12, samples: int = 6, repeats: int = 3) -> TrainingSet:
    """Gaussian bands per mineral; samples differ in band heights, repeats in noise."""
    random = np.random.default_rng(7)
    grid = np.linspace(0.0, 1.0, POINTS)
    rows, groups = [], []
    for mineral in range(minerals):
        centres, heights = random.uniform(0.05, 0.95, (4, 1)), random.uniform(0.3, 1.0, (4, 1))
        for sample in range(samples):
            bands = heights * random.uniform(0.7, 1.3, (4, 1)) * np.exp(-0.5 * ((grid - centres) / 0.03) ** 2)
            for _ in range(repeats):
                values = bands.sum(axis=0) + 0.02 * random.normal(size=POINTS)
                rows.append((values - values.min()) / np.ptp(values))
                groups.append(f"m{mineral}-s{sample}")
    count = len(rows)
    return TrainingSet(
        prepared=np.array(rows),
        records=[f"record-{row}" for row in range(count)],
        groups=groups,
        fingerprints=[f"{row * 7919 % count:05d}" for row in range(count)],
        labels=[group.partition("-")[0] for group in groups],
        label="material",
        collections=["synthetic"] * count,
        tiers=[Tier.OPEN] * count,
    )


@pytest.fixture(scope="session")
def training_set() -> TrainingSet:
    return synthetic_set()


@pytest.fixture(scope="session")
def bundle(training_set: TrainingSet, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    models = tmp_path_factory.mktemp("archive") / "models"
    return train_model(training_set, recipe=small_recipe(), settings=SETTINGS, name="raman-1", into=models)


@pytest.fixture(scope="session")
def files(bundle: Bundle) -> dict[str, bytes]:
    """The content of the files of the small model."""
    return read_bundle_files(bundle.path)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a file in which a model travels may be written."""
    return tmp_path / "raman-1.zip"
