"""The base of what a person says to a verb: words and numbers that may be wrong, and are told so."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from pigment_archive.errors import UsageError


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
