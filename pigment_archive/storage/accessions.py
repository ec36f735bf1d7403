"""The accessions of an archive: originals byte for byte, and the records made of them. They are the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pigment_archive.records import FIELDS, Record, Status, Tier
from pigment_archive.storage import layout, ocfl
from pigment_archive.storage.accession_builder import RECORDS, SOURCES, AccessionBuilder
from pigment_archive.storage.amendment import Amendment
from pigment_archive.storage.steps import Checkpoint, no_checkpoint

if TYPE_CHECKING:
    from pigment_archive.storage.measured import Measured

# SHA-256 of a file (a member, where it came in a container) and the position of the spectrum in it
Original = tuple[str, int]


class Place(NamedTuple):
    """Where a record is kept, and whether it waits for review."""

    record: str
    accession: str
    tier: Tier
    waits: bool = False


class Accessions:
    """Read the accessions of the archive in `root`; under the archive's lock also add and amend.

    Nothing is cached: every call sees what is on the disk. Damaged accessions raise IntegrityError.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / layout.ACCESSIONS

    def ids(self) -> list[str]:
        """The ids of all accessions, sorted."""
        if not self._folder.is_dir():
            return []
        return sorted(path.name for path in self._folder.iterdir() if path.is_dir())

    def begin(self, tier: Tier, *, checkpoint: Checkpoint = no_checkpoint) -> AccessionBuilder:
        """A new accession of one tier, to be used as a context and committed."""
        return AccessionBuilder(self._root, tier, checkpoint=checkpoint)

    def amend(self, accession: str, records: Sequence[Record]) -> bool:
        """Replace the facts and review of an accession's records by a new version; False if equal.

        Raises:
            InvalidFact: They are not the same records, or not of the accession's tier.
            WriteFailed: The disk refused; the accession is as it was.
        """
        return Amendment(self._root, accession).commit(records)

    def read(self, accession: str) -> Iterator[Record]:
        """All records of an accession in their order, streamed.

        Raises:
            FormatVersion: A newer program wrote it.
        """
        from pigment_archive.storage.table_reading import read_records  # pyarrow: see the start-up rule

        return read_records(self._table(accession))

    def tier(self, accession: str) -> Tier:
        """The one tier of an accession."""
        from pigment_archive.storage.table import read_tier

        return read_tier(self._table(accession))

    def version(self, accession: str) -> int:
        """The number of the newest version of an accession, from 1."""
        return ocfl.read_inventory(self._folder / accession).number

    def sources(self, accession: str) -> list[str]:
        """The paths of an accession's originals, as `Provenance.source` names them."""
        names = ocfl.read_inventory(self._folder / accession).names()
        return [name for name in names if name.startswith(f"{SOURCES}/")]

    def source_path(self, accession: str, source: str) -> Path:
        """Where an original is on the disk; KeyError where the accession has none of that name."""
        folder = self._folder / accession
        return folder / ocfl.read_inventory(folder).path_of(source)

    def facts(self, accession: str) -> list[dict[str, Any]]:
        """The flat facts and the review of every record of an accession, without its spectra."""
        return self.rows(accession, [*FIELDS, "review"])

    def rows(self, accession: str, names: Sequence[str]) -> list[dict[str, Any]]:
        """Only the named columns of every record of an accession; nothing else is read."""
        from pigment_archive.storage.table import read_columns

        columns = read_columns(self._table(accession), names)
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def measured(
        self, accession: str, names: Sequence[str], wanted: Callable[[dict[str, Any]], bool]
    ) -> Iterator[Measured]:
        """Named columns and arrays of the wanted records of an accession, streamed; see `read_measured`."""
        from pigment_archive.storage.measured import read_measured

        return read_measured(self._table(accession), names, wanted)

    def known_originals(self) -> dict[Original, Place]:
        """Where every spectrum that is already here is kept. Reads five columns, no spectrum."""
        known = {}
        for accession in self.ids():
            for row in self.rows(accession, ["sha256", "index", "record", "tier", "status"]):
                waits = row["status"] == Status.NEEDS_REVIEW
                place = Place(row["record"], accession, Tier(row["tier"]), waits)
                known[row["sha256"], row["index"]] = place
        return known

    def _table(self, accession: str) -> Path:
        folder = self._folder / accession
        return folder / ocfl.read_inventory(folder).path_of(RECORDS)
