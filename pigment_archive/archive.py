"""Archive: one archive on disk with its legs joined. Opened once, closed once; the verbs are in `workflows`.

Reading needs no lock: searches open the published copy of an index. Writing takes the archive's lock for the
length of one verb and first heals what a crash may have left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pigment_archive.encoder import Bundle, Catalogue
from pigment_archive.errors import CorruptModel, IndexUnreachable, ModelNotFound, WriteFailed
from pigment_archive.records import FIELDS
from pigment_archive.records.vocabulary import Technique, Tier
from pigment_archive.settings import Settings
from pigment_archive.starters import PREFIX, starter_for
from pigment_archive.storage import layout
from pigment_archive.storage.accessions import Accessions
from pigment_archive.storage.archive_toml import ArchiveToml, read_archive_toml, write_archive_toml
from pigment_archive.storage.index import EdgeIndex, IndexSchema, copy_for_readers, open_for_reading
from pigment_archive.storage.index.contents import read_contents
from pigment_archive.storage.index.sidecar import FILE_NAME as INDEX_FILE
from pigment_archive.storage.index.sidecar import Sidecar
from pigment_archive.storage.ledger import Event, Ledger
from pigment_archive.storage.lock import ArchiveLock
from pigment_archive.storage.recovery import recover

COPIES: Final = "copies"
PAYLOAD_KEYS: Final[dict[str, type]] = {name: spec.kind for name, spec in FIELDS.items()}


class Archive:
    """The archive in one folder.

    Attributes:
        root: The folder.
        accessions: Originals and records: the truth.
        ledger: What ever entered, chained.
        models: The bundles.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the archive that the settings name; nothing is locked and nothing heavy is loaded.

        Raises:
            ArchiveMissing: There is no archive in that folder.
            FormatVersion: A newer program wrote it.
        """
        self.root = settings.archive
        self._lock_wait = settings.lock_wait
        self._held: ArchiveLock | None = None
        self._opened: dict[str, Bundle] = {}
        read_archive_toml(self.root)
        self.accessions = Accessions(self.root)
        self.ledger = Ledger(self.root)
        self.models = Catalogue(self.root / layout.MODELS)

    @property
    def description(self) -> ArchiveToml:
        """What archive.toml says now."""
        return read_archive_toml(self.root)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write for the block; what an earlier crash left is healed first.

        Raises:
            ArchiveLocked: Another process is writing and did not finish in time.
            IntegrityError: The ledger is damaged in a way no crash explains.
        """
        if self._held is not None:
            yield
            return
        with ArchiveLock(self.root, wait_s=self._lock_wait) as self._held:
            try:
                recover(self.root)
                yield
            finally:
                self._held = None

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Keep writers out for the block, without healing anything; who may only read, reads all the same."""
        with ExitStack() as held:
            with suppress(WriteFailed):
                held.enter_context(ArchiveLock(self.root, wait_s=self._lock_wait))
            yield

    def index_folder(self, tier: Tier, model: str) -> Path:
        """Where the index of one tier and model is, or would be."""
        return self.root / layout.INDEX / tier.value / model

    def indexes(self) -> list[tuple[Tier, str]]:
        """Tier and model of every index that is there, sorted."""
        return sorted(
            (tier, folder.name)
            for tier in Tier
            for folder in (self.root / layout.INDEX / tier.value).glob("*")
            if (folder / INDEX_FILE).exists()
        )

    def not_indexed(self, tiers: Iterable[Tier], model: str) -> list[str]:
        """Accessions of these tiers that the index of a model does not hold (yet)."""
        held = {a for tier in Tier for a in read_contents(self.index_folder(tier, model))}
        wanted = set(tiers)
        return [a for a in self.accessions.ids() if a not in held and self.accessions.tier(a) in wanted]

    def index_state(self, tier: Tier, model: str) -> str:
        """The state token of an index: another one after every flushed change."""
        return Sidecar.read(self.index_folder(tier, model)).state

    @contextmanager
    def index_for_writing(self, tier: Tier, bundle: Bundle) -> Iterator[EdgeIndex]:
        """The index of a tier and model, made where there is none; published for readers when the block ends.

        Only while writing.
        """
        folder = self.index_folder(tier, bundle.name)
        if (folder / INDEX_FILE).exists():
            index = EdgeIndex.open(folder)
        else:
            schema = IndexSchema(bundle.network.latent_dim, bundle.recipe.grid.size, PAYLOAD_KEYS)
            index = EdgeIndex.create(folder, schema, identity={"model": bundle.name, "digest": bundle.digest})
        with index:
            yield index
            index.flush()
            copy_for_readers(folder, folder / COPIES)

    @contextmanager
    def indexes_for_reading(self, tiers: Iterable[Tier], bundle: Bundle) -> Iterator[list[EdgeIndex]]:
        """The indexes of these tiers for a model, as last published; a tier without records has none.

        Raises:
            IndexUnreachable: An index is damaged, or of another model of that name.
        """
        with ExitStack() as stack:
            folders = [self.index_folder(tier, bundle.name) for tier in tiers]
            opened = [
                stack.enter_context(open_for_reading(folder, folder / COPIES, wait_s=self._lock_wait))
                for folder in folders
                if (folder / INDEX_FILE).exists()
            ]
            for index in opened:
                if index.identity.get("digest") != bundle.digest:
                    raise IndexUnreachable(
                        "the index was made with another model of that name",
                        where=bundle.name,
                        remedy="Make it again with archive rebuild.",
                    )
            yield opened

    def current_model(self, technique: Technique) -> Bundle:
        """The opened current model of a technique, checked against the ledger.

        Raises:
            ModelNotFound: The technique has no model yet.
            CorruptModel: A file of the bundle is not what the card says.
        """
        name = self.description.models.get(technique)
        if name is None:
            starter = starter_for(technique)
            ready = f", or archive models import {PREFIX}{starter}" if starter else ""
            raise ModelNotFound(
                f"there is no model for {technique.value} yet",
                where=technique.value,
                remedy=f"Make one with: archive train {technique.value}{ready}",
            )
        return self.open_model(name)

    def open_model(self, name: str) -> Bundle:
        """A model version, checked when first opened; its digest must be the one the ledger noted."""
        if name not in self._opened:
            path = self.models.path(name)
            self._opened[name] = Bundle.open(path, expected_digest=self._noted_digest(name))
        return self._opened[name]

    def next_model(self, technique: Technique, window: tuple[float, float] | None) -> str:
        """The name of the next model version. A number the ledger has seen is never used again."""
        seen = [line.subject for line in self.ledger.lines() if line.event == Event.MODEL_ADDED]
        return self.models.next_name(technique, window, seen=seen)

    def promote(self, bundle: Bundle) -> None:
        """Make a model the current one of its technique. Only while writing."""
        self.ledger.append(Event.MODEL_PROMOTED, bundle.name, bundle.digest)
        write_archive_toml(self.root, self.description.with_model(bundle.card.technique, bundle.name))

    def close(self) -> None:
        """Give everything back; a second call does nothing."""
        if self._held is not None:
            self._held.release()
            self._held = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _noted_digest(self, name: str) -> str:
        for line in self.ledger.lines():
            if line.subject == name and line.event == Event.MODEL_ADDED and line.digest is not None:
                return line.digest
        raise CorruptModel(
            "the ledger does not know this model",
            where=name,
            remedy="Move it out of the archive; train, or restore the archive from a backup.",
        )


def open_archive(path: Path | str) -> Archive:
    """Open the archive in a folder; use it as a context. From Python: `pigment_archive.open`."""
    return Archive(Settings(archive=Path(path)))
