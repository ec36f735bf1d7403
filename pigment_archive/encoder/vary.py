"""Vary prepared spectra as measurements vary; see `augmentation.Augmentation` for what each effect is."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from pigment_archive.encoder.augmentation import Augmentation

FIELDS = 1024
_SCALES = (4.0, 10.0, 25.0)
_BACKGROUND_SCALE = 60.0
_SHARE = 0.5
_DARKEST = 0.005


class Variation:
    """Draws varied copies of prepared spectra; holds banks of smooth random curves of one grid.

    Random numbers come from torch's state, so that a seed decides every copy.
    """

    def __init__(self, augmentation: Augmentation, points: int) -> None:
        self._a = augmentation
        self._places = torch.arange(points, dtype=torch.float32)
        bands = [_smooth(points, scale) for scale in _SCALES]
        self._heights = torch.stack(bands).sum(0) / math.sqrt(len(bands))
        self._background = _smooth(points, _BACKGROUND_SCALE)

    def __call__(self, prepared: Tensor) -> Tensor:
        """A varied copy of each spectrum: float32 (n, g), as the recipe might have prepared it."""
        a = self._a
        x = self._warped(prepared) if a.shift or a.stretch else prepared
        x = _blurred(x, a.blur) if a.blur else x
        x = self._remixed(x)
        x = self._measured(x)
        x = self._cut(x) if a.cut else x
        return self._rescaled(x) if a.rescale else x

    def _warped(self, x: Tensor) -> Tensor:
        middle = (len(self._places) - 1) / 2
        stretch = 1 + self._a.stretch * torch.randn(len(x), 1)
        at = (self._places - middle) * stretch + middle + self._a.shift * torch.randn(len(x), 1)
        at = at.clamp(0, len(self._places) - 1.001)
        low = at.long()
        part = at - low
        return torch.gather(x, 1, low) * (1 - part) + torch.gather(x, 1, low + 1) * part

    def _remixed(self, x: Tensor) -> Tensor:
        """Heights, dilution and a second material, in what adds up."""
        a = self._a
        y = _adding(x, a.adds_up)
        change = torch.zeros(len(x), 1)
        if a.heights:
            change = change + a.heights * torch.rand(len(x), 1) * self._drawn(self._heights, len(x))
        if a.dilution:
            change = change + a.dilution * (2 * torch.rand(len(x), 1) - 1)
        y = y * torch.exp(change)
        if a.second:
            share = a.second * torch.rand(len(x), 1) * (torch.rand(len(x), 1) < _SHARE)
            y = (1 - share) * y + share * y[torch.randperm(len(y))]
        if a.background:
            added = self._drawn(self._background, len(x))
            added = (added - added.min(1, keepdim=True).values) * a.background * torch.rand(len(x), 1)
            y = y + added * (torch.rand(len(x), 1) < _SHARE)
        return _prepared(y, a.adds_up)

    def _measured(self, x: Tensor) -> Tensor:
        a = self._a
        if a.gain:
            x = x * torch.exp(a.gain * torch.randn(len(x), 1))
        if a.noise:
            x = x + a.noise * torch.rand(len(x), 1) ** 2 * torch.randn_like(x)
        if a.spikes:
            hit = (torch.rand(len(x), 1) < a.spikes).float()
            place = torch.randint(x.shape[1], (len(x), 1))
            height = hit * torch.rand(len(x), 1) * x.max(1, keepdim=True).values
            x = x.scatter_add(1, place, height)
        return x.clamp_min(0)

    def _cut(self, x: Tensor) -> Tensor:
        """Ends filled with the nearest value that is left, as the recipe does it."""
        last, count = len(self._places) - 1, len(x)
        reach = self._a.cut * last * torch.rand(count, 2) * (torch.rand(count, 2) < _SHARE / 2)
        low, high = reach[:, :1].long(), last - reach[:, 1:].long()
        return torch.gather(
            x, 1, torch.maximum(torch.minimum(self._places.long().expand(count, -1), high), low)
        )

    def _rescaled(self, x: Tensor) -> Tensor:
        y = _adding(x, self._a.adds_up)
        y = y - y.min(1, keepdim=True).values
        return _prepared(y / y.max(1, keepdim=True).values.clamp_min(1e-6), self._a.adds_up)

    def _drawn(self, bank: Tensor, count: int) -> Tensor:
        return bank[torch.randint(len(bank), (count,))]


def _adding(x: Tensor, what: str) -> Tensor:
    if what == "squares":
        return x * x
    if what == "kubelka_munk":
        r = x.clamp(_DARKEST, 1.0)
        return (1 - r) ** 2 / (2 * r)
    return x


def _prepared(y: Tensor, what: str) -> Tensor:
    if what == "squares":
        return torch.sqrt(y.clamp_min(0))
    if what == "kubelka_munk":
        y = y.clamp_min(0)
        return 1 + y - torch.sqrt(y * y + 2 * y)
    return y


def _blurred(x: Tensor, most: float) -> Tensor:
    kernel = torch.tensor([1.0, 4.0, 6.0, 4.0, 1.0]).view(1, 1, 5) / 16
    mean = functional.conv1d(functional.pad(x[:, None], (2, 2), mode="replicate"), kernel)[:, 0]
    return torch.lerp(x, mean, most * torch.rand(len(x), 1))


def _smooth(points: int, scale: float) -> Tensor:
    """Smooth random curves of unit variance: float32 (1024, points); `scale` in grid points."""
    reach = int(3 * scale)
    weights = torch.exp(-0.5 * (torch.arange(-reach, reach + 1) / scale) ** 2)
    weights = weights / weights.norm()
    noise = torch.randn(FIELDS, 1, points + 2 * reach)
    return functional.conv1d(noise, weights.view(1, 1, -1))[:, 0]
