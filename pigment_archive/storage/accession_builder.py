"""A new accession: built completely in `staging/`, renamed into `accessions/`, then written in the ledger.

`staging/<id>/` stands from the first byte until the ledger has the accession: what is still there after a
crash tells the next writer what to finish or to throw away.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from pigment_archive.errors import ArchiveError, Inconsistent, InvalidFact, WriteFailed
from pigment_archive.records import Record, Tier
from pigment_archive.storage import files, layout, ocfl
from pigment_archive.storage.ledger import Event, Ledger, keyed_digest
from pigment_archive.storage.names import SourceNames
from pigment_archive.storage.steps import Checkpoint, IngestStep, no_checkpoint

RECORDS: Final = "records.parquet"
KEY: Final = "ledger.key"
SOURCES: Final = "sources"
_KEY_BYTES: Final = 32


class StoredSource(NamedTuple):
    """An original in the accession: its path for `Provenance.source`, SHA-256, size in bytes."""

    source: str
    sha256: str
    size: int


class AccessionBuilder:
    """One accession in the making. Leaving the block without `commit` leaves nothing behind.

    Attributes:
        accession: The random id, for `Provenance.accession`.
        tier: The one tier of all its records.
    """

    def __init__(self, root: Path, tier: Tier, *, checkpoint: Checkpoint = no_checkpoint) -> None:
        self.accession = str(uuid.uuid4())
        self.tier = tier
        self._checkpoint = checkpoint
        self._ledger = Ledger(root)
        self._target = root / layout.ACCESSIONS / self.accession
        self._staged = root / layout.STAGING / self.accession
        self._object = self._staged / "object"
        self._content = self._object / "v1" / "content"
        self._names = SourceNames()
        self._sources: dict[str, files.Copied] = {}
        self._published = False

    def __enter__(self) -> Self:
        try:
            files.make_folder(self._content)
        except WriteFailed:
            files.discard(self._staged)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # once the object is in place, only the ledger decides: an interruption is left to recovery
        if not self._published:
            files.discard(self._staged)

    def add_source(self, path: Path, name: str) -> StoredSource:
        """Take over an original byte for byte.

        Args:
            path: The file.
            name: What to call it, as a relative path; made safe and unique.

        Raises:
            ReadError: The file cannot be read.
            WriteFailed: There is no room or no right for the copy.
        """
        source = f"{SOURCES}/{self._names.claim(name)}"
        target = self._content / source
        files.make_folder(target.parent)
        copied = files.copy_file(path, target)
        self._sources[source] = copied
        return StoredSource(source, copied.sha256, copied.size)

    def commit(self, records: Iterable[Record]) -> int:
        """Write the records, close the accession and bring it in; returns the number of records.

        Args:
            records: Records of this accession, tier and sources; they may be produced while they are
                written.

        Raises:
            InvalidFact: A record names another accession, tier or source.
            Inconsistent: A source changed between reading and copying.
            IntegrityError: The ledger is damaged.
            WriteFailed: The disk refused; nothing of the accession is left.
        """
        self._checkpoint(IngestStep.SOURCES_STAGED)
        count = self._write_records(records)
        self._checkpoint(IngestStep.RECORDS_WRITTEN)
        digest = self._close_object()
        self._checkpoint(IngestStep.INVENTORY_WRITTEN)
        self._publish(digest)
        files.discard(self._staged)
        return count

    def _write_records(self, records: Iterable[Record]) -> int:
        from pigment_archive.storage.table import write_records  # pyarrow: see the start-up rule

        with files.creating(self._content / RECORDS) as file:
            return write_records(self._checked(records), file, self.tier)

    def _checked(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            provenance = record.provenance
            source = self._sources.get(provenance.source)
            if provenance.accession != self.accession or source is None or record.rights.tier != self.tier:
                raise InvalidFact(
                    "the record names another accession, source or tier than those of its accession",
                    where=record.record,
                )
            alone = provenance.member is None and provenance.companion is None
            if alone and provenance.sha256 != source.sha256:
                raise Inconsistent("the file changed while it was ingested", where=provenance.source)
            yield record

    def _close_object(self) -> str:
        files.write_new(self._content / KEY, secrets.token_bytes(_KEY_BYTES))
        digests = {source: copied.sha512 for source, copied in self._sources.items()}
        for name in (RECORDS, KEY):
            digests[name] = ocfl.sha512_of_file(self._content / name)
        inventory = ocfl.first_inventory(self.accession, digests, datetime.now(UTC))
        for name, content in ocfl.OBJECT_FILES.items():
            files.write_new(self._object / name, content)
        ocfl.write_inventory(self._object / "v1", inventory)
        digest = ocfl.write_inventory(self._object, inventory)
        files.sync_tree(self._object)
        return digest

    def _publish(self, digest: str) -> None:
        key = (self._content / KEY).read_bytes()
        self._published = True
        try:
            files.move(self._object, self._target)
            self._checkpoint(IngestStep.OBJECT_RENAMED)
            self._ledger.append(
                Event.ACCESSION_ADDED, self.accession, keyed_digest(key, digest), checkpoint=self._checkpoint
            )
        except ArchiveError:
            if self._target.exists():
                files.move(self._target, self._object)
            self._published = False
            raise
