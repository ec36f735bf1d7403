"""Find the stored records nearest to unknown spectra: prepare with the model's recipe, encode, compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from pigment_archive.answers.answer import Answer, Answers, Query
from pigment_archive.answers.candidates import Question, find_hits
from pigment_archive.answers.where import parse_where
from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle
from pigment_archive.errors import ArchiveError, IndexUnreachable, ModelMismatch, UsageError
from pigment_archive.preprocessing import Prepared
from pigment_archive.privacy.audience import Audience
from pigment_archive.privacy.release import require_publishable
from pigment_archive.readers import scan
from pigment_archive.records import Spectrum, Technique
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reading import ReadingOptions, hints_of
from pigment_archive.workflows.reports import Refusal, problems_of

Answered = TypeVar("Answered")

__all__ = ["Answer", "Answers", "Asked", "SearchOptions", "SearchResult", "ask", "search", "search_files"]


class SearchOptions(ReadingOptions):
    """How to search."""

    top: int = Field(10, ge=1, le=1000, description="Hits in the answer.")
    where: tuple[str, ...] = Field((), description="Conditions on facts; all must hold.")
    exact: bool = Field(True, description="Compare every record; false allows a graph.")
    audience: Audience = Field(
        Audience.OWNER, description="Who asks: owner sees every tier, public open alone."
    )


@dataclass(frozen=True)
class Origin:
    """Where a query spectrum was read from."""

    file: str | None = None
    member: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, eq=False)
class Asked:
    """An answer with what is needed to draw it: the model and the encoded question."""

    answer: Answer
    bundle: Bundle
    question: Question


@dataclass(frozen=True)
class SearchResult:
    """What was asked about the spectra of some files, at least one, and what could not be asked."""

    asked: tuple[Asked, ...]
    refused: tuple[Refusal, ...]

    @property
    def answers(self) -> Answers:
        """The document of the answers."""
        return Answers(answers=tuple(one.answer for one in self.asked))


def search(
    archive: Archive, spectrum: Spectrum, options: SearchOptions | None = None, **said: object
) -> Answer:
    """The answer about one spectrum; options also as keywords: `top=5`, `where=("material=azurite",)`.

    Raises:
        ModelNotFound: The technique has no model yet.
        ModelMismatch: The spectrum does not say its technique, or measures something else.
        OutsideGrid: Too little of the model's grid was measured.
        NoSignal: The spectrum is flat.
    """
    return ask(archive, spectrum, options or SearchOptions.of(**said)).answer


def search_files(
    archive: Archive, files: Sequence[Path | str], options: SearchOptions, *, progress: Progress = silent
) -> SearchResult:
    """One answer for each spectrum of the files, in their order.

    Raises:
        UsageError: A file does not exist or is a folder; a condition is wrong.
        ArchiveError: Of a single file with a single spectrum: why it cannot be asked about.
    """
    parse_where(options.where)
    asked, refused = about_each(
        archive,
        files,
        options,
        lambda spectrum, origin: ask(archive, spectrum, options, origin),
        stage="searching",
        progress=progress,
    )
    return SearchResult(asked, refused)


def about_each(
    archive: Archive,
    files: Sequence[Path | str],
    options: ReadingOptions,
    answer: Callable[[Spectrum, Origin], Answered],
    *,
    stage: str,
    progress: Progress,
) -> tuple[tuple[Answered, ...], tuple[Refusal, ...]]:
    """What `answer` says about each spectrum of the files, in their order, and what it refused.

    Raises:
        UsageError: A file does not exist or is a folder.
        ArchiveError: Nothing could be answered: why the first could not.
    """
    for file in files:
        if Path(file).is_dir():
            raise UsageError(
                "this is a folder, expected a file", where=str(file), remedy="Name the files to search for."
            )
    answers: list[Answered] = []
    errors: list[tuple[ArchiveError, Refusal]] = []
    done = total = 0
    for item in scan(files, hints=hints_of(archive, options)):
        place = (item.file, item.member)
        errors += [(error, Refusal.of(error, *place)) for error in problems_of(item)]
        origin = Origin(Path(item.file).name, item.member, item.sha256)
        total += len(item.spectra)
        for spectrum in item.spectra:
            try:
                answers.append(answer(spectrum, origin))
            except ArchiveError as error:
                refused = Refusal.of(error, *place)
                errors.append(
                    (
                        type(error)(error.problem, where=error.where or refused.place, remedy=error.remedy),
                        refused,
                    )
                )
            done += 1
            progress(stage, done, total)
    if errors and not answers:
        raise errors[0][0]
    return tuple(answers), tuple(refusal for _, refusal in errors)


def ask(
    archive: Archive,
    spectrum: Spectrum,
    options: SearchOptions,
    origin: Origin = Origin(),
) -> Asked:
    """Prepare, encode and compare one spectrum; raises as `search` does."""
    where = parse_where(options.where)
    technique = technique_of(spectrum, options.technique)
    bundle = archive.current_model(technique)
    if options.audience is Audience.PUBLIC:
        require_publishable(bundle.card.publishable)
    prepared = bundle.recipe.prepare(spectrum)
    question = _question(bundle, prepared)
    with archive.indexes_for_reading(options.audience.tiers, bundle) as indexes:
        missing = archive.not_indexed(options.audience.tiers, bundle.name)
        if missing and not indexes:
            raise IndexUnreachable("there is no index", where=bundle.name, remedy="Make it: archive rebuild")
        hits, materials = find_hits(indexes, question, top=options.top, where=where, exact=options.exact)
    answer = Answer(
        query=query_of(spectrum, origin, technique, prepared),
        model=bundle.name,
        exact=options.exact or where is not None,
        complete=not missing,
        audience=options.audience.value,
        hits=hits,
        materials=materials,
    )
    return Asked(answer, bundle, question)


def query_of(spectrum: Spectrum, origin: Origin, technique: Technique, prepared: Prepared) -> Query:
    """What an answer says of the spectrum it is about."""
    return Query(
        file=origin.file,
        member=origin.member,
        index=spectrum.index,
        place=_place(spectrum),
        technique=technique,
        sha256=origin.sha256,
        coverage=prepared.coverage,
    )


def _place(spectrum: Spectrum) -> str | None:
    """Where in an image it lies, for people."""
    measurement = spectrum.facts.measurement
    x, y, unit = measurement.position_x, measurement.position_y, measurement.position_unit
    if x is None or y is None:
        return None
    if measurement.pixels is not None and "region" in spectrum.header:
        return f"region {spectrum.header['region']}"
    return f"pixel {x:g}, {y:g}" if unit == "pixel" else f"position {x:g}, {y:g} {unit or ''}".rstrip()


def _question(bundle: Bundle, prepared: Prepared) -> Question:
    return Question(
        latent=bundle.encode(prepared.values[None]).mean[0],
        spectrum=prepared.values,
        grid=bundle.recipe.grid,
        measured=(prepared.covered_from, prepared.covered_to),
        contrast=bundle.network.contrast,
    )


def technique_of(spectrum: Spectrum, said: Technique | None) -> Technique:
    """The file's technique, else what somebody said, else the only one with this kind of axis.

    Raises:
        ModelMismatch: None of these.
    """
    known = spectrum.technique or said
    if known is not None:
        return known
    fitting = [technique for technique, kind in AXIS_OF_TECHNIQUE.items() if kind is spectrum.axis_kind]
    if len(fitting) == 1:
        return fitting[0]
    raise ModelMismatch(
        f"the technique is not stated, and an axis of kind {spectrum.axis_kind.value} does not tell it",
        remedy="Say it: --technique raman",
    )
