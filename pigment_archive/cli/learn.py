"""`archive train` and `archive models`: make, look at, promote and exchange models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pigment_archive.cli.options import ArchiveDir, Json, TechniqueWord
from pigment_archive.cli.session import opened

models = typer.Typer(help="Look at the models, promote, export or import one.", no_args_is_help=True)


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
    start: Annotated[
        str | None, typer.Option("--from", help="Model version to go on from, with its window and form.")
    ] = None,
    collection: Annotated[
        list[str] | None, typer.Option("--collection", help="Train on this collection; may be repeated.")
    ] = None,
    labels: Annotated[
        str, typer.Option("--labels", help="The fact by which spectra are drawn together.")
    ] = "material",
    freeze: Annotated[
        bool, typer.Option("--freeze", help="With --from: the latents stay what they are.")
    ] = False,
    latent_dim: Annotated[int, typer.Option("--latent-dim", min=32, max=128)] = 64,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of split, weights and order.")] = 0,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Train an encoder on the stored records of a technique and build its index.

    Example: archive train raman
    Example: archive train raman --from raman-1 --collection ours
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.options import tiers_of, window_of
    from pigment_archive.workflows.train import TrainOptions, train

    options = TrainOptions.of(
        tiers=tiers_of(tiers),
        window=window_of(window) if window else None,
        collections=tuple(collection or ()),
        labels=labels,
        start=start,
        freeze=freeze,
        latent_dim=latent_dim,
        seed=seed,
    )
    with opened(archive) as handle, render.progress() as bar:
        report = train(handle, technique, options, progress=bar)
    render.report(report, as_json=as_json)


@models.command("list")
def list_command(
    with_starters: Annotated[
        bool, typer.Option("--starters", help="List the models that ship with the program, too.")
    ] = False,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """List the models; a star marks the current one of its technique.

    Example: archive models list
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.models import list_models

    with opened(archive) as handle:
        report = list_models(handle, with_starters=with_starters)
    if as_json:
        render.document(report)
        return
    for heading, rows in report.tables():
        render.table(heading, rows)


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


@models.command("export")
def export_command(
    model: Annotated[str, typer.Argument(help="Model version.")],
    output: Annotated[Path, typer.Option("--output", help="The file to write, ending in .zip.")],
    *,
    describe: Annotated[
        Path | None,
        typer.Option(
            "--describe",
            help="TOML file of what its card shall say: intended_use, limits, licence, [[data]] ...",
        ),
    ] = None,
    not_for_publication: Annotated[
        bool,
        typer.Option(
            "--not-for-publication", help="Export it although it has seen records that are not open."
        ),
    ] = False,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Write a model with its card as one file that another archive can import.

    Example: archive models export raman-1 --output raman-1.zip
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.model_exchange import export_model

    with opened(archive) as handle:
        report = export_model(
            handle, model, output, describe=describe, not_for_publication=not_for_publication
        )
    render.report(report, as_json=as_json)


@models.command("import")
def import_command(
    source: Annotated[str, typer.Argument(help="File, folder, or starter:NAME for one that ships.")],
    *,
    name: Annotated[
        str | None, typer.Option("--name", help="What to call it here. (default: as its maker did, if free)")
    ] = None,
    sha256: Annotated[
        str | None, typer.Option("--sha256", help="Digest the model must have, as its maker told you.")
    ] = None,
    archive: ArchiveDir = None,
    as_json: Json = False,
) -> None:
    """Check a model from elsewhere, keep it and build its index; current if its technique has none.

    Example: archive models import starter:raman
    """
    from pigment_archive.cli import render
    from pigment_archive.workflows.model_exchange import import_model

    with opened(archive) as handle, render.progress() as bar:
        report = import_model(handle, source, name=name, digest=sha256, progress=bar)
    render.report(report, as_json=as_json)
