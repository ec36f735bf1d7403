"""Are the accessions what was written? Bytes against inventories, inventories against the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from pigment_archive.storage import ocfl
from pigment_archive.storage.accession_builder import KEY
from pigment_archive.storage.inspection.finding import Damage, Finding
from pigment_archive.storage.inspection.reading import Folder
from pigment_archive.storage.ledger import keyed_digest
from pigment_archive.storage.ocfl import INVENTORY, SIDECAR, Inventory

_KEY_PATH = f"v1/content/{KEY}"


class ObjectInspection:
    """The inspection of one accession. Each damaged file is named once, without what follows from it.

    An inventory has up to four witnesses (two copies, each with a sidecar) and the ledger's keyed digest:
    what the ledger confirms is believed, else what most witnesses say; the others are damaged.

    Args:
        folder: The object's folder.
        ledger: Keyed digests the ledger has for it, oldest first.
        ledger_is_whole: False where lines of the ledger are damaged, so that none can be missed here.
        quick: Do not read content.
    """

    def __init__(
        self, folder: Folder, *, ledger: Sequence[str], ledger_is_whole: bool, quick: bool = False
    ) -> None:
        self._folder = folder
        self._ledger = ledger
        self._ledger_is_whole = ledger_is_whole
        self._quick = quick
        self._key = folder.read(_KEY_PATH) or b""
        self._newest = self._newest_version()
        self._believed = [self._believe(number) for number in range(1, self._newest + 1)]

    def findings(self) -> Iterator[Finding]:
        """Everything that is wrong with the accession."""
        damaged_inventories = list(self._check_inventories())
        yield from damaged_inventories
        for name, content in ocfl.OBJECT_FILES.items():
            yield from self._folder.check_bytes(name, content)
        inventory = self._inventory()
        if inventory is None:
            return
        yield from self._check_content(inventory)
        key_digest = inventory.content().get(_KEY_PATH)
        if not damaged_inventories and key_digest == ocfl.sha512_of(self._key):
            yield from self._check_identity(inventory)

    def _newest_version(self) -> int:
        """The head of the root inventory where its sidecar agrees, else the highest that is known of."""
        raw = self._folder.read(INVENTORY)
        if raw is not None and self._folder.read(SIDECAR) == ocfl.sidecar(ocfl.sha512_of(raw)):
            inventory = _parsed(raw)
            if inventory is not None:
                return inventory.number
        versions = [name.split("/")[0] for name in self._folder.present if name.endswith(f"/{INVENTORY}")]
        return max([len(self._ledger), 1, *(int(v[1:]) for v in versions if v[1:].isdecimal())])

    def _copies(self, number: int) -> list[str]:
        """Prefixes of the places where the inventory of a version stands."""
        return [f"v{number}/", ""] if number == self._newest else [f"v{number}/"]

    def _believe(self, number: int) -> str:
        votes: Counter[str] = Counter()
        for prefix in self._copies(number):
            raw = self._folder.read(prefix + INVENTORY)
            if raw is not None:
                votes[ocfl.sha512_of(raw)] += 1
            digest = (
                (self._folder.read(prefix + SIDECAR) or b"").partition(b" ")[0].decode("ascii", "replace")
            )
            votes[digest] += 1
        confirmed = [digest for digest in votes if keyed_digest(self._key, digest) in self._ledger]
        return confirmed[0] if confirmed else votes.most_common(1)[0][0]

    def _check_inventories(self) -> Iterator[Finding]:
        for number, digest in enumerate(self._believed, 1):
            for prefix in self._copies(number):
                yield from self._folder.check(prefix + INVENTORY, digest, algorithm="sha512")
                yield from self._folder.check_bytes(prefix + SIDECAR, ocfl.sidecar(digest))

    def _inventory(self) -> Inventory | None:
        """The newest inventory, from any copy that is intact."""
        for prefix in self._copies(self._newest):
            raw = self._folder.read(prefix + INVENTORY)
            if raw is not None and ocfl.sha512_of(raw) == self._believed[-1]:
                return _parsed(raw)
        return None

    def _check_content(self, inventory: Inventory) -> Iterator[Finding]:
        content = inventory.content()
        for name, digest in content.items():
            yield from self._folder.check(name, None if self._quick else digest, algorithm="sha512")
        expected = {*content, *ocfl.OBJECT_FILES}
        for number in range(1, self._newest + 1):
            expected |= {prefix + name for prefix in self._copies(number) for name in (INVENTORY, SIDECAR)}
        yield from self._folder.check_no_other(expected)

    def _check_identity(self, inventory: Inventory) -> Iterator[Finding]:
        """Is this whole accession the one the ledger knows? Only asked of intact inventories."""
        where = self._folder.where
        if inventory.object_id != self._folder.path.name:
            yield Finding(where, Damage.CHANGED, "another accession stands here")
        elif self._ledger_is_whole:
            digests = [keyed_digest(self._key, digest) for digest in self._believed]
            if not self._ledger:
                yield Finding(where, Damage.NOT_IN_LEDGER, "the ledger has no line for it")
            elif digests != list(self._ledger):
                problem = f"its {len(digests)} versions are not those {len(self._ledger)} of the ledger"
                yield Finding(where, Damage.NOT_AS_IN_LEDGER, problem)


def _parsed(raw: bytes) -> Inventory | None:
    try:
        return Inventory.model_validate_json(raw)
    except ValidationError:
        return None
