"""The base of what a person says to a verb: words and numbers that may be wrong, and are told so."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from pigment_archive.errors import UsageError
from pigment_archive.records import Tier


class Options(BaseModel):
    """Frozen; unknown options are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def of(cls, **said: object) -> Self:
        """The options that were said.

        Raises:
            UsageError: One of them is unknown, or has a value it cannot have.
        """
        try:
            return cls.model_validate(said)
        except ValidationError as cause:
            first = cause.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            problem = first["msg"].removeprefix("Value error, ")
            raise UsageError(problem[:1].lower() + problem[1:], where=f"option {place}") from cause


def tiers_of(text: str) -> tuple[Tier, ...]:
    """The tiers that a list with commas names.

    Raises:
        UsageError: One of them is no tier.
    """
    try:
        return tuple(Tier(part.strip()) for part in text.split(","))
    except ValueError as cause:
        raise UsageError(f"the tiers are {', '.join(Tier)}", where=f"--tiers {text}") from cause


def window_of(text: str) -> tuple[float, float]:
    """The window that LO:HI says, in the axis unit.

    Raises:
        UsageError: It is not two numbers, the first smaller.
    """
    try:
        low, high = (float(part) for part in text.split(":"))
    except ValueError as cause:
        raise UsageError("expected LO:HI, for example 350:2500", where=f"--window {text}") from cause
    if not 0 <= low < high:
        raise UsageError("the first number must be the smaller one", where=f"--window {text}")
    return low, high
