"""Several techniques of one sample: their evidence for each material added, or their latents side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.answers.temperature import HOTTEST, fit_temperature, log_probabilities

FloatArray = npt.NDArray[np.float64]
Scores = Mapping[str, float]

FAILING: Final = 0.05
_LEAST_DIFFERENCE: Final = 1e-4


def score_rows(asked: Sequence[Scores], known: Sequence[str]) -> FloatArray:
    """-log(1 - s + 0.0001) of every known material's score s, float64 (n, c).

    The logarithm, since the differences that count get smaller where spectra are alike: with s itself the
    log loss on reflectance was 6.2 instead of 2.5, on Raman 0.76 instead of 0.81. A material that was no
    candidate has the least score of its row.

    Args:
        asked: Scores of the candidates of each query, 0-1, larger is better, at least one each.
        known: Every material the searched archive knows, among them all candidates, (c,).
    """
    columns = {name: column for column, name in enumerate(known)}
    rows = np.array([[min(scores.values())] * len(known) for scores in asked], dtype=np.float64)
    for row, scores in zip(rows, asked, strict=True):
        row[[columns[name] for name in scores]] = list(scores.values())
    return -np.log(1.0 - rows + _LEAST_DIFFERENCE)


def temperature_of(asked: Sequence[Scores], truth: Sequence[str], known: Sequence[str]) -> float:
    """The temperature of a technique's scores, from queries of its own archive whose sample was left out.

    A technique has no say, that is the hottest temperature, where it does not do better than guessing by two
    standard errors of the gain log(c p): a few queries are easily right by chance.

    Args:
        asked: Scores of the candidates of each query, at least two.
        truth: Material of each query, among the known.
        known: Every material the searched archive knows.
    """
    columns = {name: column for column, name in enumerate(known)}
    rows, right = score_rows(asked, known), np.array([columns[name] for name in truth])
    temperature = fit_temperature(rows, right, FAILING)
    gain = log_probabilities(rows, temperature, FAILING)[np.arange(len(right)), right] + np.log(len(known))
    surely = gain.mean() > 2 * gain.std(ddof=1) / np.sqrt(len(gain))
    return temperature if surely else HOTTEST


def evidence(asked: Sequence[Scores], known: Sequence[str], temperature: float) -> dict[str, float]:
    r"""What the spectra of one technique say about each material it knows, in nats.

    .. math::

        e_m = \frac{1}{n} \sum_{i=1}^{n} \log (c \, p_{im})

    where :math:`p_{im}` is the probability that spectrum i of n gives material m of the c known ones at the
    technique's temperature. 0 is what it would say without looking, positive speaks for the material. A
    technique whose scores tell nothing has so large a temperature that all its evidence is 0. One spectrum
    in twenty (`FAILING`) is taken to be of something else, a retouching or another spot, so that a technique
    says at most 3 nats against a material. Repeated spectra are averaged, not added: they are of one piece
    and share its errors.

    Args:
        asked: Scores of the candidates of each spectrum, at least one spectrum.
        known: Every material the searched archive knows.
        temperature: See `temperature_of`.
    """
    logs = log_probabilities(score_rows(asked, known), temperature, FAILING) + np.log(len(known))
    return dict(zip(known, logs.mean(axis=0).tolist(), strict=True))


def fused(by_technique: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Late fusion: the evidence of all techniques added, best first, equal ones by name.

    A material that a technique's archive does not know gets 0 from it, which speaks neither for nor against
    it: absence from a library says nothing about a sample. Assumes that, given the material, the techniques
    err independently.
    """
    names = sorted({name for told in by_technique for name in told})
    total = {name: sum(told.get(name, 0.0) for told in by_technique) for name in names}
    return dict(sorted(total.items(), key=lambda item: -item[1]))


def concatenated(latents: Sequence[npt.NDArray[np.floating]], fit_on: npt.NDArray[np.bool_]) -> FloatArray:
    """Early fusion: the latents of several techniques of the same samples as one vector each.

    Each technique's latents are centred and divided by the root of their total variance, so that every
    technique weighs alike, whatever its dimensions and its scale. Only for samples measured by all of them.

    Args:
        latents: One (n, d_t) a technique, row i of sample i in each.
        fit_on: bool (n,), the samples whose mean and variance are taken: not those that are asked about.

    Returns:
        float64 (n, sum of d_t), compared by Euclidean distance.
    """
    blocks = []
    for block in latents:
        known = np.asarray(block[fit_on], np.float64)
        spread = float(np.sqrt(known.var(axis=0).sum())) or 1.0
        blocks.append((block - known.mean(axis=0)) / spread)
    return np.concatenate(blocks, axis=1)
