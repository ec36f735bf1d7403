"""The fixed first stage: what it keeps, what it takes away, and that torch and numpy agree about it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from pigment_archive.encoder import VaeSettings
from pigment_archive.encoder.contrast import Contrast, contrast_matrix, contrast_of
from pigment_archive.encoder.network import Vae

POINTS = 200
PLACES = np.arange(POINTS, dtype=np.float64)
BANDS = Contrast(floor=0.1, kind="band_pass", narrow=0.7, wide=10.0)
SLOPES = Contrast(floor=0.03, kind="derivative", narrow=2.0)
BOTH = pytest.mark.parametrize("contrast", [BANDS, SLOPES], ids=lambda contrast: contrast.kind)


def spectra(count: int = 5) -> np.ndarray:
    """Sums of four narrow bands, 0-1."""
    random = np.random.default_rng(2)
    centres, heights = random.uniform(20, 180, (count, 4, 1)), random.uniform(0.3, 1.0, (count, 4, 1))
    rows = (heights * np.exp(-0.5 * ((PLACES - centres) / 3) ** 2)).sum(axis=1)
    return rows / rows.max(axis=1, keepdims=True)


def cosines(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return (first * second).sum(axis=1) / np.linalg.norm(first, axis=1) / np.linalg.norm(second, axis=1)


@BOTH
def test_every_row_has_the_length_of_the_root_of_its_points(contrast: Contrast) -> None:
    lengths = np.linalg.norm(contrast_of(spectra() * [[1], [0.5], [2], [1e-3], [1e3]], contrast), axis=1)
    np.testing.assert_allclose(lengths, np.sqrt(POINTS))


@BOTH
@pytest.mark.parametrize("level", [0.0, 0.3, 1.0, 1e4])
def test_a_constant_has_no_contrast(contrast: Contrast, level: float) -> None:
    rows = np.vstack([np.full(POINTS, level), spectra(1)])
    found = contrast_of(rows, contrast)
    assert (found[0] == 0).all()
    assert np.linalg.norm(found[1]) > 0


def test_a_band_pass_forgets_what_is_broad_and_keeps_what_is_narrow() -> None:
    """Added to ln(1 + (x / floor)²), where the filter works."""
    plain = contrast_of(spectra(), BANDS)

    def with_added(width: float) -> np.ndarray:
        level = np.log1p((spectra() / BANDS.floor) ** 2)
        level += 2 * np.exp(-0.5 * ((PLACES - 110) / width) ** 2)
        return contrast_of(BANDS.floor * np.sqrt(np.expm1(level)), BANDS)

    assert cosines(plain, with_added(20 * BANDS.wide)).min() > 0.999
    assert cosines(plain, with_added(BANDS.wide / 5)).max() < 0.99


def test_a_derivative_forgets_gain_far_above_the_floor_and_not_below() -> None:
    bright = 0.5 + 0.4 * spectra()
    assert cosines(contrast_of(bright, SLOPES), contrast_of(0.6 * bright, SLOPES)).min() > 0.999
    dark = 0.05 * bright
    assert cosines(contrast_of(bright, SLOPES), contrast_of(dark, SLOPES)).max() < 0.999


def test_a_band_ten_times_weaker_counts_nearly_as_much() -> None:
    strong, weak = (np.exp(-0.5 * ((PLACES - centre) / 3) ** 2) for centre in (50, 150))
    (found,) = contrast_of((strong + 0.1 * weak)[None], BANDS)
    assert 0.1 < found[140:160].max() / found[40:60].max() < 1
    (ignored,) = contrast_of((strong + 0.1 * weak)[None], BANDS.model_copy(update={"floor": 10.0}))
    assert ignored[140:160].max() / ignored[40:60].max() < 0.02


@BOTH
def test_the_matrix_is_the_filter(contrast: Contrast) -> None:
    level = np.log1p((spectra() / contrast.floor) ** 2)
    found = level @ contrast_matrix(contrast, POINTS)
    found *= np.sqrt(POINTS) / np.linalg.norm(found, axis=1, keepdims=True)
    np.testing.assert_allclose(found, contrast_of(spectra(), contrast), atol=1e-11)


@BOTH
def test_torch_computes_the_same_to_its_rounding(contrast: Contrast) -> None:
    model = Vae(VaeSettings(latent_dim=4, hidden=(), contrast=contrast), POINTS)
    rows = np.vstack([spectra(), spectra() - 0.2, 0.01 + 0.9 * spectra()])
    found = model.contrast(torch.from_numpy(rows.astype(np.float32))).numpy()
    np.testing.assert_allclose(found, contrast_of(rows, contrast), atol=1e-4)


@BOTH
def test_a_row_depends_on_its_neighbours_by_rounding_alone(contrast: Contrast) -> None:
    rows = spectra(9)
    whole = contrast_of(rows, contrast)
    for row in range(9):
        alone = contrast_of(rows[row : row + 1], contrast)[0]
        np.testing.assert_allclose(alone, whole[row], rtol=0, atol=1e-12)


@pytest.mark.parametrize("wrong", [{"floor": 0.0}, {"narrow": 0.0}, {"kind": "second"}, {"more": 1}])
def test_what_is_no_contrast_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Contrast(**{**BANDS.model_dump(), **wrong})
