"""The tables of an evaluation as text: the same cells on the terminal and on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pigment_archive.evaluation.leaks import Leak
from pigment_archive.evaluation.results import (
    ClassifierTable,
    Confusion,
    Evaluation,
    OpenSetTable,
    ReconstructionRow,
    RetrievalTable,
)

LEAKS_SHOWN: Final = 10
_COLUMNS: Final = ("matcher", "top-1 %", "top-3 %", "top-5 %", "over square-root cosine")
_KINDS: Final = {
    "near_duplicate": "the same measurement is in the training or validation part under another sample",
    "group": "its sample or object has spectra in the training or validation part",
    "material": "its material was held out, but the training or validation part has it",
}


@dataclass(frozen=True)
class TextTable:
    """A table of texts.

    Attributes:
        title: What it shows.
        note: What it was measured on, and how to read it.
        columns: Names of the columns, with their units.
        rows: One text a column in every row.
        marked: Indices of the rows that stand out.
    """

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[int] = frozenset()


def text_tables(evaluation: Evaluation) -> list[TextTable]:
    """All tables, for the terminal."""
    found = [retrieval_text(table) for table in evaluation.retrieval]
    if evaluation.confusions:
        found.append(confusion_text(evaluation.confusions))
    if evaluation.classifiers is not None:
        found.append(classifier_text(evaluation.classifiers))
    found.append(reconstruction_text(evaluation.reconstruction))
    if evaluation.open_set is not None:
        found.append(open_set_text(evaluation.open_set))
    return found


def retrieval_text(table: RetrievalTable) -> TextTable:
    """One query set in short: top-1 with its interval, strict and by series, and the paired difference."""
    related = all(row.related is not None for row in table.rows)
    return TextTable(
        title=f"Retrieval: {table.title}",
        note=_asked(table),
        columns=(*_COLUMNS, "series: top-1 %") if related else _COLUMNS,
        rows=tuple(
            (
                row.title,
                row.strict.top[1].percent,
                *(f"{100 * row.strict.top[k].value:.1f}" for k in (3, 5)),
                row.strict.over_square_root.points,
                *([row.related.top[1].percent] if row.related is not None else []),
            )
            for row in table.rows
        ),
        marked=_latents(table),
    )


def full_retrieval_texts(table: RetrievalTable) -> list[TextTable]:
    """One query set with every interval: the strict table, and the one of the mineral series."""
    levels = [("", [(row.title, row.strict) for row in table.rows])]
    related = [(row.title, row.related) for row in table.rows if row.related is not None]
    if related:
        levels.append(("A material of the same mineral series counts as right; the same queries.", related))
    return [
        TextTable(
            title=f"Retrieval: {table.title}",
            note=note or _asked(table),
            columns=(*_COLUMNS, "over the best baseline"),
            rows=tuple(
                (
                    title,
                    *(scores.top[k].percent for k in (1, 3, 5)),
                    scores.over_square_root.points,
                    scores.over_best.points,
                )
                for title, scores in level
            ),
            marked=_latents(table),
        )
        for note, level in levels
    ]


def _asked(table: RetrievalTable) -> str:
    materials = f" and {table.materials} materials" if table.materials else ""
    return (
        f"{table.queries} queries of {table.groups} samples{materials}, each searching {table.searched} "
        f"spectra (median). Better square-root cosine: {table.square_root}; best baseline: {table.best}. "
        "Differences in points of top-1, paired."
    )


def _latents(table: RetrievalTable) -> frozenset[int]:
    return frozenset(place for place, row in enumerate(table.rows) if row.kind == "latent")


def confusion_text(confusions: Sequence[Confusion]) -> TextTable:
    """What the latent takes for each other."""
    return TextTable(
        title="Most frequent confusions of the latent",
        note="Unseen queries of one material whose nearest latent is of the other, either way round.",
        columns=("materials", "times", "series of both"),
        rows=tuple((" / ".join(one.materials), str(one.count), one.series or "") for one in confusions),
    )


def classifier_text(table: ClassifierTable) -> TextTable:
    """Classifiers on latents and on prepared spectra, side by side."""
    found = {(row.method, row.vectors): row for row in table.rows}
    methods = list(dict.fromkeys(row.method for row in table.rows))
    return TextTable(
        title="Classifiers",
        note=f"Trained on {table.trained} spectra of the training and validation part, asked about "
        f"{table.queries} of {table.groups} samples of the test part; {table.materials} materials with at "
        "least 3 samples, 2 of them trained on.",
        columns=("classifier", "latent: top-1 %", "s", "prepared spectrum: top-1 %", "s"),
        rows=tuple(
            (
                method,
                *(
                    cell
                    for vectors in ("latent", "prepared")
                    for cell in (
                        found[method, vectors].top_1.percent,
                        f"{found[method, vectors].seconds:.1f}",
                    )
                ),
            )
            for method in methods
        ),
    )


def reconstruction_text(rows: Sequence[ReconstructionRow]) -> TextTable:
    """Reconstruction of every part against PCA."""
    return TextTable(
        title="Reconstruction",
        note="Mean squared error per grid point in squared prepared units; PCA has as many dimensions as the "
        "latent and is fitted on the training part.",
        columns=("part", "spectra", "samples", "model", "PCA", "model / PCA"),
        rows=tuple(
            (
                row.part.replace("_", " "),
                str(row.spectra),
                str(row.groups),
                f"{row.model.value:.2e} ({row.model.low:.2e}-{row.model.high:.2e})",
                f"{row.pca.value:.2e}" if row.pca else "-",
                f"{row.ratio.value:.2f} ({row.ratio.low:.2f}-{row.ratio.high:.2f})" if row.ratio else "-",
            )
            for row in rows
        ),
    )


def open_set_text(table: OpenSetTable) -> TextTable:
    """How well known is told from unknown."""
    return TextTable(
        title="Open set",
        note=f"{table.held_out} {table.find}s held out of the library of {table.library} spectra; "
        f"{table.unknown} queries of them ({table.unknown_groups} samples) against {table.known} queries of "
        f"known ones ({table.known_groups} samples). 0.5 is chance.",
        columns=("score", "AUROC"),
        rows=tuple(
            (row.title, f"{row.auroc.value:.3f} ({row.auroc.low:.3f}-{row.auroc.high:.3f})")
            for row in table.rows
        ),
    )


def leak_lines(leaks: Sequence[Leak]) -> list[str]:
    """The leaks in words: how many of each kind, and the first of them; none if there are none."""
    if not leaks:
        return []
    count = len({leak.record for leak in leaks})
    lines = [f"LEAKS: {count} unseen spectra were seen in training after all; they are not asked."]
    for kind, times in Counter(leak.kind for leak in leaks).items():
        lines.append(f"  {times} x {kind}: {_KINDS[kind]}")
        alike = leak_text([leak for leak in leaks if leak.kind == kind]).rows
        lines += [f"    {name} ({part}) and {seen}, {same} x" for _, name, part, seen, same in alike]
    return lines


def leak_text(leaks: Sequence[Leak]) -> TextTable:
    """The pairs of names that leak most often, at most ten."""
    pairs = Counter(
        (leak.kind.replace("_", "-"), leak.name, leak.part.replace("_", " "), leak.seen_name)
        for leak in leaks
    )
    return TextTable(
        title="Leaks",
        note=f"The {min(len(pairs), LEAKS_SHOWN)} most frequent of {len(pairs)} pairs of names.",
        columns=("kind", "unseen", "part", "seen in training or validation", "spectra"),
        rows=tuple((*names, str(times)) for names, times in pairs.most_common(LEAKS_SHOWN)),
    )
