"""The default network of each technique."""

from __future__ import annotations

from typing import Any, Final

from pigment_archive.encoder.architecture import VaeSettings
from pigment_archive.encoder.augmentation import Augmentation
from pigment_archive.encoder.contrast import Contrast
from pigment_archive.records import Technique

_COMMON: Final[dict[str, Any]] = {
    "hidden": (),
    "decoder": (256,),
    "linear_decoder": True,
    "beta": 1e-4,
    "contrastive": 1.0,
    "learning_rate": 1e-3,
    "batch_size": 256,
    "max_epochs": 60,
    "patience": 60,
}

_BANDS: Final = VaeSettings(
    contrast=Contrast(floor=0.1, kind="band_pass", narrow=0.7, wide=10.0),
    level_dim=16,
    encoder_rate=0.1,
    augmentation=Augmentation(
        adds_up="squares",
        shift=0.4,
        stretch=0.001,
        blur=1.0,
        heights=1.0,
        second=0.03,
        background=0.03,
        noise=0.03,
        spikes=0.05,
        cut=0.1,
        rescale=True,
    ),
    **{**_COMMON, "decoder": (512,), "max_epochs": 80},
)

_SLOPES: Final = VaeSettings(
    contrast=Contrast(floor=0.03, kind="derivative", narrow=2.0),
    level_dim=10,
    level_weight=0.3,
    encoder_rate=0.0,
    augmentation=Augmentation(
        adds_up="kubelka_munk",
        shift=0.5,
        stretch=0.001,
        blur=1.0,
        heights=0.3,
        dilution=1.5,
        second=0.05,
        gain=0.05,
        noise=0.003,
        cut=0.1,
    ),
    **{**_COMMON, "beta": 1e-6, "max_epochs": 40},
)

_LINES: Final = VaeSettings(
    contrast=Contrast(floor=0.4, kind="band_pass", narrow=3.0, wide=30.0),
    level_dim=16,
    encoder_rate=0.0,
    augmentation=Augmentation(
        adds_up="squares", shift=0.2, stretch=0.0002, heights=0.3, second=0.03, noise=0.02
    ),
    **_COMMON,
)

_ABSORPTIONS: Final = VaeSettings(
    contrast=Contrast(floor=0.1, kind="band_pass", narrow=1.0, wide=20.0),
    level_dim=16,
    encoder_rate=0.0,
    augmentation=Augmentation(
        adds_up="values",
        shift=0.4,
        stretch=0.0005,
        blur=1.0,
        heights=0.5,
        second=0.03,
        noise=0.01,
        rescale=True,
    ),
    **_COMMON,
)

_NETWORKS: Final[dict[Technique, VaeSettings]] = {
    Technique.RAMAN: _BANDS,
    Technique.REFLECTANCE: _SLOPES,
    Technique.FTIR_ATR: _ABSORPTIONS,
    Technique.FTIR_TRANSMISSION: _ABSORPTIONS,
    Technique.FTIR_REFLECTANCE: _ABSORPTIONS,
    Technique.XRF: _LINES,
}


def default_network(technique: Technique) -> VaeSettings:
    """The settings new models of a technique are trained with, as measured in docs/encoder.md.

    Bands on a background (Raman, FTIR, XRF) stand out against a wider mean; reflectance, whose edges say more
    than its bands, by the slope of its logarithm.
    """
    return _NETWORKS[technique]
