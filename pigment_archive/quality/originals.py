"""Duplicated bytes: the same file again."""

from __future__ import annotations

from pigment_archive.quality.finding import Check, Finding, Verdict
from pigment_archive.records import Tier


def duplicated_bytes(times: int, stored: Tier | None) -> Finding:
    """How often the very bytes of a spectrum's file occur beside it.

    Args:
        times: How often the same spectrum of the same bytes occurs in the batch, itself included.
        stored: Tier of the record that was made of these bytes, None if there is none.
    """
    others = times - 1 + (stored is not None)
    in_batch = f"the batch has these bytes {times} times" if times > 1 else ""
    in_archive = "the archive has these bytes already" if stored is not None else ""
    return Finding(
        check=Check.DUPLICATED_BYTES,
        verdict=Verdict.WARNING if others else Verdict.OK,
        value=float(others),
        threshold=0.0,
        unit="copies",
        meaning=" and ".join(filter(None, (in_batch, in_archive))) or "no other file has the same bytes",
        remedy="Leave it out: the same bytes are stored only once." if others else "",
        about=stored,
    )
