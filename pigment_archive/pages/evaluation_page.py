"""The page of an evaluation: every table, its figure, and how to read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pigment_archive.evaluation.reconstruction import Example
from pigment_archive.evaluation.results import Evaluation
from pigment_archive.evaluation.tables import (
    TextTable,
    classifier_text,
    confusion_text,
    full_retrieval_texts,
    leak_lines,
    leak_text,
    open_set_text,
    reconstruction_text,
)
from pigment_archive.pages.evaluation_figures import examples_drawing, intervals_drawing, roc_drawing
from pigment_archive.pages.report_page import Paragraph, Part, Section, Table, report_page

HOW_TO_READ: Final = (
    "A query never meets its own sample, its own object or a near-duplicate of itself, unless it is asked "
    "for its own sample. Search is exact; what ties counts as wrong.",
    "Intervals hold with 95 % confidence. They come from resampling samples (2,000 draws), not spectra: "
    "spectra of one sample agree too much to count as many. Differences are paired: both matchers answer the "
    "same queries of the same draw. Where the interval excludes 0, the samples at hand do not explain it.",
    "Series: hubnerite for ferberite counts as right where both are wolframite; the same queries. Controls "
    "learned nothing: a random projection keeps distances, so it shows what dimensions alone give; shuffled "
    "labels show chance.",
)


def evaluation_page(
    title: str, notes: Sequence[str], evaluation: Evaluation, examples: Sequence[Example], axis: str
) -> str:
    """A self-contained page.

    Args:
        title: Heading.
        notes: What was measured on; the first stands under the heading.
        evaluation: The tables.
        examples: Unseen spectra with their reconstructions; none if nothing is unseen.
        axis: Name and unit of the grid.
    """
    sections = [Section("What was measured", _opening(notes[1:], evaluation))]
    for table in evaluation.retrieval:
        texts = full_retrieval_texts(table)
        parts = [part for text in texts for part in _section(text)[1]]
        sections.append(Section(texts[0].title, [*parts, intervals_drawing(table)]))
    if evaluation.confusions:
        sections.append(Section(*_section(confusion_text(evaluation.confusions))))
    if evaluation.classifiers is not None:
        sections.append(Section(*_section(classifier_text(evaluation.classifiers))))
    heading, parts = _section(reconstruction_text(evaluation.reconstruction))
    drawn = [examples_drawing(examples, axis)] if examples else []
    sections.append(Section(heading, [*parts, *drawn]))
    if evaluation.open_set is not None:
        heading, parts = _section(open_set_text(evaluation.open_set))
        sections.append(Section(heading, [*parts, roc_drawing(evaluation.open_set)]))
    return report_page(title, notes[0], sections)


def _opening(notes: Sequence[str], evaluation: Evaluation) -> list[Part]:
    parts: list[Part] = []
    if evaluation.leaks:
        _, table = _section(leak_text(evaluation.leaks))
        parts += [Paragraph(leak_lines(evaluation.leaks)[0], warning=True), *table]
    parts += [Paragraph(note) for note in notes]
    if evaluation.not_asked:
        parts.append(Paragraph(f"Not asked, no query has an answer: {'; '.join(evaluation.not_asked)}."))
    return [*parts, *(Paragraph(text) for text in HOW_TO_READ)]


def _section(table: TextTable) -> tuple[str, list[Part]]:
    return table.title, [Paragraph(table.note), Table(table.columns, table.rows, marked=table.marked)]
