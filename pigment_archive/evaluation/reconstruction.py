"""What the decoder gives back, against PCA of the same number of dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.encoder.split import Part
from pigment_archive.evaluation.intervals import Resampling
from pigment_archive.evaluation.library import OUTSIDE, UNSEEN, Encoded, FloatArray
from pigment_archive.evaluation.pca import Pca
from pigment_archive.evaluation.results import ReconstructionRow

PARTS: Final = (*(part.value for part in Part), OUTSIDE)


@dataclass(frozen=True, eq=False)
class Errors:
    """Squared errors of one fold, a row a spectrum.

    Attributes:
        parts: Text (n,), part of the split.
        groups: Group of each spectrum.
        model: float64 (n,), mean squared error per grid point of the model.
        pca: float64 (n,), the same of PCA; nan if there is no training part to fit it on.
    """

    parts: npt.NDArray[np.str_]
    groups: Sequence[str]
    model: FloatArray
    pca: FloatArray


@dataclass(frozen=True)
class Example:
    """An unseen spectrum beside its reconstruction; values float64 (g,), prepared."""

    title: str
    grid: FloatArray
    prepared: FloatArray
    reconstruction: FloatArray


def errors(encoded: Encoded) -> Errors:
    """The model's and PCA's squared error of every spectrum; PCA is fitted on the training part."""
    prepared = encoded.library.prepared
    pca = np.full(len(prepared), np.nan)
    if encoded.training.any():
        kept = Pca.fit(prepared[encoded.training]).reconstruct(prepared, encoded.latents.shape[1])
        pca = ((kept - prepared) ** 2).mean(axis=1)
    return Errors(
        parts=encoded.parts,
        groups=encoded.library.groups,
        model=((encoded.reconstruction - prepared) ** 2).mean(axis=1),
        pca=pca,
    )


def reconstruction_table(folds: Sequence[Errors]) -> tuple[ReconstructionRow, ...]:
    """One row for every part that has spectra."""
    parts = np.concatenate([fold.parts for fold in folds])
    groups = np.concatenate([np.asarray(fold.groups) for fold in folds])
    model = np.concatenate([fold.model for fold in folds])
    pca = np.concatenate([fold.pca for fold in folds])
    fitted = bool(np.isfinite(pca).all())
    rows = []
    for part in PARTS:
        chosen = parts == part
        if not chosen.any():
            continue
        resampling = Resampling(np.unique(groups[chosen], return_inverse=True)[1])
        rows.append(
            ReconstructionRow(
                part=part,
                spectra=int(chosen.sum()),
                groups=resampling.groups,
                model=resampling.mean(model[chosen]),
                pca=resampling.mean(pca[chosen]) if fitted else None,
                ratio=resampling.ratio(model[chosen], pca[chosen]) if fitted else None,
            )
        )
    return tuple(rows)


def examples(encoded: Encoded) -> tuple[Example, ...]:
    """The best, the median and the worst reconstruction of an unseen spectrum."""
    (unseen,) = np.nonzero(np.isin(encoded.parts, UNSEEN))
    if unseen.size == 0:
        return ()
    library = encoded.library
    error = ((encoded.reconstruction - library.prepared) ** 2).mean(axis=1)
    order = unseen[np.argsort(error[unseen], kind="stable")]
    named = (("best", order[0]), ("median", order[order.size // 2]), ("worst", order[-1]))
    return tuple(
        Example(
            title=f"{word}: {library.materials[row] or 'not named'}, {library.samples[row]}, "
            f"MSE {error[row]:.1e}",
            grid=library.grid,
            prepared=library.prepared[row],
            reconstruction=encoded.reconstruction[row],
        )
        for word, row in named
    )
