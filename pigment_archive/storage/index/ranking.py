"""One order of hits for every engine, also where equal distances straddle the last place."""

from __future__ import annotations

from collections.abc import Callable

from pigment_archive.storage.index.port import IndexHit


def nearest(fetch: Callable[[int], list[IndexHit]], top: int) -> list[IndexHit]:
    """The `top` nearest hits by distance, then record id.

    An engine cuts equal distances as it pleases. So more are fetched until the last one lies farther away
    than the last place, or there are no more.

    Args:
        fetch: Gives the nearest hits, at most as many as asked for.
        top: How many hits are wanted, from 1.
    """
    limit = top + 1
    while True:
        hits = sorted(fetch(limit), key=lambda hit: (hit.distance, hit.record))
        if len(hits) < limit or hits[-1].distance > hits[top - 1].distance:
            return hits[:top]
        limit *= 2
