"""Give a model away as one file, and take one in that came from elsewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import Field, ValidationError

from pigment_archive.archive import Archive
from pigment_archive.encoder import Bundle, family_name
from pigment_archive.encoder.bundle_writer import write_bundle
from pigment_archive.encoder.card import DIGEST_PATTERN, NAME_PATTERN, Description
from pigment_archive.encoder.edition import edition
from pigment_archive.encoder.exchange import open_exchanged, pack, read_bundle_files
from pigment_archive.encoder.split_table import read_split
from pigment_archive.errors import DisclosureError, UsageError
from pigment_archive.starters import PREFIX, starter_path
from pigment_archive.storage.files import write_atomically
from pigment_archive.storage.ledger import Event
from pigment_archive.storage.models import staging_model
from pigment_archive.workflows.indexing import adopt
from pigment_archive.workflows.progress import Progress, silent
from pigment_archive.workflows.reports import Report


class ExportReport(Report):
    """What was written into which file."""

    model: str = Field(description="Model version that was exported.")
    output: str = Field(description="The file that was written.")
    digest: str = Field(description="Digest of the model in the file, for `archive models import --sha256`.")
    edition: bool = Field(
        description="True if its card is another than here: described anew, or without the split."
    )
    publishable: bool = Field(description="True if it was trained on open records only.")

    def lines(self) -> list[str]:
        """The report for people."""
        said = [f"{self.model}: written to {self.output}", f"digest: {self.digest}"]
        if self.edition:
            said.insert(1, "the file holds another card, and so another digest, than this archive")
        if not self.publishable:
            said.append("not for publication: it goes without its split and the names of its collections")
        return said


class ImportReport(Report):
    """What a model that came from elsewhere is called here."""

    model: str = Field(description="Model version, as it is called in this archive.")
    made_as: str = Field(description="Name its maker gave it.")
    technique: str = Field(description="Technique it encodes.")
    digest: str = Field(description="Digest of the model: the same wherever it is.")
    already_here: bool = Field(description="True if the archive had this very model before.")
    current: bool = Field(description="True if it is the current model of its technique.")
    publishable: bool = Field(description="True if it was trained on open records only.")
    experimental: bool = Field(description="True if its maker calls it not yet good enough to rely on.")
    indexed: int = Field(description="Records in the model's indexes.")

    def lines(self) -> list[str]:
        """The report for people."""
        called = self.model if self.model == self.made_as else f"{self.model} (made as {self.made_as})"
        here = "already here" if self.already_here else "imported"
        how = "current" if self.current else f"archive models promote {self.model} makes it current"
        said = [f"{called}: {here}; {how}", f"indexed {self.indexed} records"]
        if self.experimental:
            said.append("its maker calls it experimental: measure it on your own spectra")
        if not self.publishable:
            said.append("not for publication: it has seen spectra that are not open")
        return said


def export_model(
    archive: Archive,
    model: str,
    output: Path,
    *,
    describe: Path | None = None,
    not_for_publication: bool = False,
) -> ExportReport:
    """Write a model version as one file; equal models give equal bytes.

    Args:
        archive: The open archive.
        model: Model version.
        output: The file, ending in .zip; an old one is replaced.
        describe: TOML file with fields of `Description` that the card shall have from now on.
        not_for_publication: Said of a model that has seen records that are not open.

    Raises:
        ModelNotFound: There is no such model.
        UsageError: The output has another ending; the description is not as expected.
        DisclosureError: The model is not publishable, and `not_for_publication` was not said.
        ModelError: The model is of an earlier form that says nothing in another archive.
        WriteFailed: The output cannot be written.
    """
    if output.suffix != ".zip":
        raise UsageError("expected a name ending in .zip", where=f"--output {output}")
    described = _description(describe) if describe is not None else None
    bundle = archive.open_model(model)
    if not bundle.card.publishable and not not_for_publication:
        raise DisclosureError(
            "it has seen records that are not open, and a network can give away what it has seen",
            where=model,
            remedy="Say --not-for-publication to hand it to somebody you trust; its page will say so too.",
        )
    read_split(bundle.path)
    own = read_bundle_files(bundle.path)
    files = edition(bundle, own, described)
    going = open_exchanged(output, files)
    write_atomically(output, pack(going, files))
    return ExportReport(
        model=model,
        output=str(output),
        digest=going.digest,
        edition=going.digest != bundle.digest,
        publishable=going.card.publishable,
    )


def import_model(
    archive: Archive,
    source: Path | str,
    *,
    name: str | None = None,
    digest: str | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Check a model, keep it, and build its index; current if its technique has none.

    A model is known by its digest. What it is called is this archive's own affair: the name its maker gave
    it if that is free, else the next of its family. The card stays as it was made.

    Args:
        archive: The open archive.
        source: File or folder, or `starter:NAME` for a model that ships with the package.
        name: What it shall be called here.
        digest: The digest it must have.
        progress: Told about records indexed.

    Raises:
        UsageError: There is no such file; the name is taken or not one of its technique.
        ModelNotFound: There is no such starter.
        CorruptModel: It is not what its card says, or not of the digest expected; nothing was kept.
        ArchiveLocked: Another process is writing.
    """
    if digest is not None and not re.match(DIGEST_PATTERN, digest):
        raise UsageError("expected 64 hexadecimal digits", where=f"--sha256 {digest}")
    place = _place(source)
    files = read_bundle_files(place)
    coming = open_exchanged(place, files, expected_digest=digest)
    with archive.writing():
        known = _names_of(archive, coming.digest)
        present = [one for one in known if one in archive.models.names()]
        called = (present or known or [_free_name(archive, coming, name)])[0]
        if not present:
            with staging_model(archive.root, called) as folder:
                write_bundle(folder / called, files)
        bundle = archive.open_model(called)
        adopted = adopt(archive, bundle, progress=progress)
    return ImportReport(
        model=called,
        made_as=bundle.card.model,
        technique=bundle.card.technique.value,
        digest=bundle.digest,
        already_here=bool(present),
        current=adopted.current,
        publishable=bundle.card.publishable,
        experimental=bundle.card.description.experimental,
        indexed=adopted.indexed,
    )


def _place(source: Path | str) -> Path:
    text = str(source)
    return starter_path(text.removeprefix(PREFIX)) if text.startswith(PREFIX) else Path(text)


def _names_of(archive: Archive, digest: str) -> list[str]:
    """What the archive called the model of that digest; it may be gone since, and is then restored."""
    lines = archive.ledger.lines()
    return [line.subject for line in lines if (line.event, line.digest) == (Event.MODEL_ADDED, digest)]


def _free_name(archive: Archive, bundle: Bundle, wanted: str | None) -> str:
    """The name asked for, else the maker's if it is of the family and free, else the next of the family."""
    card = bundle.card
    taken = {line.subject for line in archive.ledger.lines() if line.event == Event.MODEL_ADDED}
    if wanted is not None:
        own = re.match(NAME_PATTERN, wanted) and wanted.split("-")[0] == card.technique.value
        if not own or wanted in taken:
            problem = "there is or was another model of that name" if own else "it is no name for this model"
            example = archive.next_model(card.technique, card.window)
            raise UsageError(problem, where=f"--name {wanted}", remedy=f"Say for example --name {example}.")
        return wanted
    of_family = card.model.rpartition("-")[0] == family_name(card.technique, card.window)
    if of_family and card.model not in taken:
        return card.model
    return archive.next_model(card.technique, card.window)


def _description(file: Path) -> Description:
    try:
        return Description.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as cause:
        reason = (cause.strerror or str(cause)).lower()
        raise UsageError(f"cannot be read: {reason}", where=str(file)) from cause
    except ValidationError as cause:
        first = cause.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(
            f"{place}: {first['msg'].lower()}",
            where=str(file),
            remedy=f"It may say {', '.join(Description.model_fields)}.",
        ) from cause
    except ValueError as cause:
        raise UsageError(f"it is not TOML: {cause}", where=str(file)) from cause
