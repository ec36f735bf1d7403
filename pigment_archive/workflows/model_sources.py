"""Which collections a model learns from, with the licence that their records state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pigment_archive.encoder.card import DataSource
from pigment_archive.workflows.usable import Usable


def sources_of(usable: Iterable[Usable]) -> tuple[DataSource, ...]:
    """One source for each collection and licence, by name, with the number of spectra.

    No record states how its collection asks to be cited: `archive models export --describe` adds that.
    """
    counts = Counter((one.collection, str(one.facts.get("rights_licence", ""))) for one in usable)
    return tuple(
        DataSource(collection=collection, licence=licence, spectra=count)
        for (collection, licence), count in sorted(counts.items())
    )
