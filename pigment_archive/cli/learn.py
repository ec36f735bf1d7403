"""`archive train` and `archive models`: make, look at and promote models."""

from __future__ import annotations

from typing import Annotated

import typer

from pigment_archive.cli.options import ArchiveDir, Json, TechniqueWord
from pigment_archive.cli.session import opened

models = typer.Typer(help="Look at the models and promote one.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("train")(train_command)
    app.add_typer(models, name="models")


def train_command(
    technique: Annotated[TechniqueWord, typer.Argument(help="Technique to train a model for.")],
    *,
    tiers: Annotated[str, typer.Option("--tiers", help="Tiers to train on, with commas.")] = "open",
    window: Annotated[
        str | None, typer.Option("--window", help="LO:HI in the axis unit, for example 350:2500.")
    ] = None,
    latent_dim: Annotated[int, typer.Option("--latent-dim", min=32, max=128)] = 64,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of split, weights and order.")] = 0,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Train an encoder on the stored records of a technique and build its index.

    Example: archive train raman
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.train import TrainOptions, tiers_of, train, window_of

    options = TrainOptions.of(
        tiers=tiers_of(tiers),
        window=window_of(window) if window else None,
        network={"latent_dim": latent_dim, "seed": seed},
    )
    with opened(archive) as handle, render.progress() as bar:
        report = train(handle, technique, options, progress=bar)
    if as_json:
        render.document(report)
        return
    for text in report.lines():
        render.line(text)


@models.command("list")
def list_command(archive: ArchiveDir = None, as_json: Json = False) -> None:
    """List the models; a star marks the current one of its technique.

    Example: archive models list
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.models import list_models

    with opened(archive) as handle:
        report = list_models(handle)
    if as_json:
        render.document(report)
        return
    rows = [
        (
            ("* " if model.current else "  ") + model.name,
            model.technique,
            str(model.records),
            model.digest[:12],
        )
        for model in report.models
    ]
    render.table(("model", "technique", "trained on", "digest"), rows)


@models.command("show")
def show_command(
    model: Annotated[str, typer.Argument(help="Model version.")],
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Print the card of a model as JSON, with --json or without.

    Example: archive models show raman-1
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.models import show_model

    with opened(archive) as handle:
        render.document(show_model(handle, model))


@models.command("promote")
def promote_command(
    model: Annotated[str, typer.Argument(help="Model version.")],
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Make a model the current one of its technique. The other index stays.

    Example: archive models promote raman-2
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.models import list_models, promote

    with opened(archive) as handle:
        promote(handle, model)
        report = list_models(handle)
    if as_json:
        render.document(report)
    else:
        render.line(f"{model} is current")
