"""The field's own table: every matcher on every query set, with paired differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from pigment_archive.evaluation.intervals import Resampling
from pigment_archive.evaluation.leaks import Leaks
from pigment_archive.evaluation.library import Codes, Encoded, plain
from pigment_archive.evaluation.matchers import LATENT, SQUARE_ROOT_COSINES, Kind, matchers
from pigment_archive.evaluation.query_sets import QUERY_SETS, QuerySet
from pigment_archive.evaluation.questions import Questions, questions
from pigment_archive.evaluation.ranks import Ranks, ranks, rescored_ranks
from pigment_archive.evaluation.results import Confusion, MatcherRow, RetrievalTable, Scores
from pigment_archive.evaluation.series import series_codes, series_of

TOP: Final = (1, 3, 5)
CONFUSIONS_SHOWN: Final = 20


@dataclass(eq=False)
class Asked:
    """Everything that was answered to one query set; the folds of a cross-validation are added up.

    Attributes:
        query_set: What was asked.
        titles: Title and kind of each matcher.
        ranks: Ranks of each matcher, one piece a fold.
        groups: Group of each query, one piece a fold.
        names: Material of each query and of the answer by latent.
        materials: What was asked for.
        searched: Median number of spectra met, one a fold.
    """

    query_set: QuerySet
    titles: dict[str, tuple[str, Kind]] = field(default_factory=dict)
    ranks: dict[str, list[Ranks]] = field(default_factory=dict)
    groups: list[Sequence[str]] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    materials: set[str] = field(default_factory=set)
    searched: list[int] = field(default_factory=list)


def ask_all(
    encoded: Encoded,
    leaks: Leaks,
    into: dict[str, Asked],
    *,
    told: Callable[[int], None] = lambda number: None,
) -> None:
    """Put every query set to every matcher, and add the answers to those of other folds.

    Args:
        encoded: A library as one model sees it.
        leaks: What must not be asked, and what is alike.
        into: What was answered so far, by the name of the query set.
        told: Called with the number of each matcher, from 1.
    """
    sets = [questions(encoded, query_set, barred=leaks.barred, alike=leaks.alike) for query_set in QUERY_SETS]
    asked = [one for one in sets if one.rows.size]
    library = encoded.library
    relatives = series_codes(library.materials)
    for one in asked:
        record = into.setdefault(one.query_set.name, Asked(one.query_set))
        record.groups.append([library.groups[row] for row in one.rows])
        record.materials |= {plain(name) for row in one.rows if (name := library.materials[row]) is not None}
        record.searched.append(one.searched)
    for number, matcher in enumerate(matchers(encoded), start=1):
        told(number)
        find = rescored_ranks if matcher.rescored else ranks
        for one in asked:
            record = into[one.query_set.name]
            related = relatives if one.query_set.find == "material" else one.targets
            found = find(matcher.points, one, related)
            record.titles[matcher.name] = (matcher.title, matcher.kind)
            record.ranks.setdefault(matcher.name, []).append(found)
            if matcher.name == LATENT:
                record.names += _answers(one, found)


def retrieval_tables(asked: Iterable[Asked]) -> tuple[RetrievalTable, ...]:
    """One table a query set, in the order they are declared."""
    found = {record.query_set.name: record for record in asked}
    return tuple(_table(found[one.name]) for one in QUERY_SETS if one.name in found)


def confusions(asked: Iterable[Asked]) -> tuple[Confusion, ...]:
    """What the latent takes for each other most often, over the sets of unseen samples and materials."""
    pairs = Counter(
        tuple(sorted(names))
        for record in asked
        if record.query_set.name in ("unseen_samples", "new_materials", "outside")
        for names in record.names
        if plain(names[0]) != plain(names[1])
    )
    return tuple(
        Confusion(
            materials=(first, second),
            count=count,
            series=series_of(first) if series_of(first) == series_of(second) else None,
        )
        for (first, second), count in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[
            :CONFUSIONS_SHOWN
        ]
    )


def _answers(asked: Questions, found: Ranks) -> list[tuple[str, str]]:
    names = asked.library.materials
    return [
        (str(names[row]), str(names[answer])) for row, answer in zip(asked.rows, found.first, strict=True)
    ]


def _table(record: Asked) -> RetrievalTable:
    groups = np.unique(np.concatenate([np.asarray(piece) for piece in record.groups]), return_inverse=True)[1]
    resampling = Resampling(groups)
    strict = {name: _joined(pieces, "strict") for name, pieces in record.ranks.items()}
    related = {name: _joined(pieces, "related") for name, pieces in record.ranks.items()}
    square_root = _best(strict, [name for name in SQUARE_ROOT_COSINES if name in strict])
    baselines = [name for name, (_, kind) in record.titles.items() if kind in ("classical", "pca")]
    best = _best(strict, baselines)
    material = record.query_set.find == "material"
    rows = tuple(
        MatcherRow(
            matcher=name,
            title=title,
            kind=kind,
            strict=_scores(resampling, strict, name, square_root, best),
            related=_scores(resampling, related, name, square_root, best) if material else None,
        )
        for name, (title, kind) in record.titles.items()
    )
    return RetrievalTable(
        name=record.query_set.name,
        title=record.query_set.title,
        queries=groups.size,
        groups=resampling.groups,
        materials=len(record.materials),
        searched=int(np.median(record.searched)),
        square_root=record.titles[square_root][0],
        best=record.titles[best][0],
        rows=rows,
    )


def _joined(pieces: Sequence[Ranks], name: str) -> Codes:
    return np.concatenate([getattr(piece, name) for piece in pieces])


def _best(ranked: dict[str, Codes], names: Sequence[str]) -> str:
    return max(names, key=lambda name: float((ranked[name] == 1).mean()))


def _scores(
    resampling: Resampling, ranked: dict[str, Codes], name: str, square_root: str, best: str
) -> Scores:
    def over(other: str) -> npt.NDArray[np.float64]:
        gained: npt.NDArray[np.float64] = (ranked[name] == 1) * 1.0 - (ranked[other] == 1)
        return gained

    return Scores(
        top={k: resampling.share(ranked[name] <= k) for k in TOP},
        over_square_root=resampling.mean(over(square_root)),
        over_best=resampling.mean(over(best)),
    )
