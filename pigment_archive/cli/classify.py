"""`archive classify`: what unknown spectra are, with probabilities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from pigment_archive.cli.options import (
    ArchiveDir,
    Average,
    Columns,
    Every,
    Json,
    MaskFile,
    Region,
    TechniqueOption,
)
from pigment_archive.cli.session import finish, opened

if TYPE_CHECKING:
    from pigment_archive.workflows.classify_report import Classified, ClassifyReport

MethodWord = Literal["knn", "logistic", "svm", "forest"]
SHOWN: Final = 5


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command("classify")(classify_command)


def classify_command(
    files: Annotated[list[Path], typer.Argument(help="Files of unknown spectra.")],
    *,
    label: Annotated[str, typer.Option("--label", help="The fact to be told, as in --where.")] = "material",
    method: Annotated[MethodWord, typer.Option("--method", help="The classifier.")] = "knn",
    technique: TechniqueOption = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Model version. (default: the current one of the technique)")
    ] = None,
    tiers: Annotated[
        str, typer.Option("--tiers", help="Tiers to learn from, with commas.")
    ] = "open,aggregate,sealed",
    columns: Columns = None,
    every: Every = 1,
    region: Region = None,
    mask: MaskFile = None,
    average: Average = False,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Say what spectra are, by a classifier of the stored latents, with calibrated probabilities.

    Example: archive classify unknown.txt --label material --method logistic
    """
    from pigment_archive.workflows.ready import get_ready

    get_ready()
    from pigment_archive.cli import render
    from pigment_archive.workflows.classify import ClassifyOptions, classify_files
    from pigment_archive.workflows.options import tiers_of

    options = ClassifyOptions.of(
        label=label, method=method, technique=technique, model=model, tiers=tiers_of(tiers),
        columns=columns, every=every, region=region, mask=mask, average=average,
    )  # fmt: skip
    with opened(archive) as handle, render.progress() as bar:
        report = classify_files(handle, files, options, progress=bar)
    if as_json:
        render.document(report)
    else:
        _show(report)
    render.refused(report.refused)
    finish(some_refused=bool(report.refused))


def _show(report: ClassifyReport) -> None:
    from pigment_archive.cli import render

    for answer in report.answers:
        render.table(
            ("#", report.label, "probability"),
            [
                (str(outcome.rank), outcome.value or "(none of these)", f"{outcome.probability:.3f}")
                for outcome in answer.outcomes
                if outcome.rank <= SHOWN or outcome.value is None
            ],
            title=f"{_place(answer)}  [{answer.model}, {report.method}]",
        )
    for classifier in report.classifiers:
        for text in classifier.lines():
            render.remark(text)


def _place(answer: Classified) -> str:
    query = answer.query
    name = f"{query.file} › {query.member}" if query.member else query.file or "spectrum"
    place = query.place or (f"spectrum {query.index + 1}" if query.index else None)
    return f"{name}  ({place})" if place else name
