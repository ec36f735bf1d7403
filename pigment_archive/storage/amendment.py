"""A correction: a new version of an accession's records; originals and older versions stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pigment_archive.errors import ArchiveError, InvalidFact
from pigment_archive.records import Record
from pigment_archive.storage import files, layout, ocfl
from pigment_archive.storage.accession_builder import KEY, RECORDS
from pigment_archive.storage.ledger import Event, Ledger, keyed_digest


class Amendment:
    """One new version of one accession in the making.

    As with a new accession, `staging/<id>/` stands until the ledger has the change.
    """

    def __init__(self, root: Path, accession: str) -> None:
        self._ledger = Ledger(root)
        self._accession = accession
        self._folder = root / layout.ACCESSIONS / accession
        self._staged = root / layout.STAGING / accession
        self._inventory = ocfl.read_inventory(self._folder)
        self._version = self._staged / f"v{self._inventory.number + 1}"

    def commit(self, records: Sequence[Record]) -> bool:
        """Make `records` the records of the accession; False where that changes nothing.

        Raises:
            InvalidFact: They are not the same records as before, or not of the accession's tier.
            IntegrityError: The accession or the ledger is damaged.
            WriteFailed: The disk refused; the accession is as it was.
        """
        try:
            digest = self._stage(records)
        except BaseException:
            files.discard(self._staged)
            raise
        if digest is not None:
            self._publish(digest)
        files.discard(self._staged)
        return digest is not None

    def _stage(self, records: Sequence[Record]) -> str | None:
        from pigment_archive.storage import table  # pyarrow: see the start-up rule

        held = self._folder / self._inventory.path_of(RECORDS)
        tier = table.read_tier(held)
        before = sorted(table.read_columns(held, ["record"])["record"])
        if before != sorted(record.record for record in records):
            raise InvalidFact(
                "an amendment must hold the same records as the accession", where=self._accession
            )
        if any(record.rights.tier != tier for record in records):
            raise InvalidFact(
                f"records of another tier than {tier} need a new accession", where=self._accession
            )
        content = self._version / "content" / RECORDS
        files.make_folder(content.parent)
        with files.creating(content) as file:
            table.write_records(records, file, tier)
        return self._close_version(content)

    def _close_version(self, content: Path) -> str | None:
        digest = ocfl.sha512_of_file(content)
        if digest == self._inventory.content()[self._inventory.path_of(RECORDS)]:
            return None
        if digest in self._inventory.manifest:
            files.remove_tree(content.parent)
        inventory = ocfl.next_inventory(self._inventory, RECORDS, digest, datetime.now(UTC))
        inventory_digest = ocfl.write_inventory(self._version, inventory)
        ocfl.stage_head(self._version, self._staged / "after")
        ocfl.stage_head(self._folder / self._inventory.head, self._staged / "before")
        files.sync_tree(self._staged)
        return inventory_digest

    def _publish(self, digest: str) -> None:
        key = (self._folder / self._inventory.path_of(KEY)).read_bytes()
        try:
            files.move(self._version, self._folder / self._version.name)
            ocfl.install_head(self._staged / "after", self._folder)
            self._ledger.append(Event.ACCESSION_AMENDED, self._accession, keyed_digest(key, digest))
        except ArchiveError:
            self._undo()
            raise

    def _undo(self) -> None:
        published = self._folder / self._version.name
        if published.exists():
            ocfl.install_head(self._staged / "before", self._folder)
            files.move(published, self._version)
        files.remove_tree(self._staged)
