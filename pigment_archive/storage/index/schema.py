"""The shape of an index: how long its vectors are and which payload keys can be filtered by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType
from typing import Any, Final

from pigment_archive.errors import UsageError

Value = str | int | float | bool

VECTOR_NAMES: Final = ("latent", "variance", "spectrum", "raw")

_KINDS: Final[Mapping[str, type]] = {"str": str, "int": int, "float": float, "bool": bool}
# Engines read dots and brackets in a key as a path into nested objects.
_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class IndexSchema:
    """Fixed when an index is made.

    Args:
        latent_dim: d, the length of `latent` and `variance`.
        grid_points: g, the length of `spectrum` and `raw`.
        keys: Payload keys that can be filtered by, each with its kind: str, int, float or bool.

    Raises:
        UsageError: A length below 1, a key that is not an identifier, a kind that is not one of the four.
    """

    latent_dim: int
    grid_points: int
    keys: Mapping[str, type]

    def __post_init__(self) -> None:
        if self.latent_dim < 1 or self.grid_points < 1:
            raise UsageError("an index needs vectors of at least one number", where="index schema")
        for key, kind in self.keys.items():
            if not _KEY.fullmatch(key) or kind not in _KINDS.values():
                raise UsageError(
                    "a payload key is an identifier of kind str, int, float or bool",
                    where=f"index schema: {key}",
                )
        object.__setattr__(self, "keys", MappingProxyType(dict(self.keys)))

    @property
    def lengths(self) -> dict[str, int]:
        """The length of each named vector."""
        return dict.fromkeys(("latent", "variance"), self.latent_dim) | dict.fromkeys(
            ("spectrum", "raw"), self.grid_points
        )

    def to_json(self) -> dict[str, Any]:
        """A JSON-safe form that `from_json` reads back to an equal schema."""
        return {
            "latent_dim": self.latent_dim,
            "grid_points": self.grid_points,
            "keys": {key: kind.__name__ for key, kind in sorted(self.keys.items())},
        }

    @classmethod
    def from_json(cls, form: Mapping[str, Any]) -> IndexSchema:
        """The inverse of `to_json`; KeyError or TypeError where the form is not one."""
        keys = {key: _KINDS[kind] for key, kind in form["keys"].items()}
        return cls(int(form["latent_dim"]), int(form["grid_points"]), keys)


def fits(kind: type, value: object) -> bool:
    """Whether an engine keeps the value as one of this kind: finite, within 64 bits, Unicode text."""
    if isinstance(value, bool) or kind is bool:
        return isinstance(value, bool) and kind is bool
    if not isinstance(value, kind):
        return False
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return isinstance(value, str) and _is_text(value)


def _is_text(value: str) -> bool:
    # A lone surrogate is a character to Python, and none to UTF-8.
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
