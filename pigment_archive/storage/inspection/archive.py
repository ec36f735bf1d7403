"""The whole archive on disk: ledger, accessions, models, leftovers. Bytes only, no meaning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pigment_archive.storage import layout, ocfl
from pigment_archive.storage.inspection.chain import Chain, inspect_chain
from pigment_archive.storage.inspection.finding import Damage, Finding
from pigment_archive.storage.inspection.models import inspect_model
from pigment_archive.storage.inspection.objects import ObjectInspection
from pigment_archive.storage.inspection.reading import Folder
from pigment_archive.storage.ledger import ACCESSION_EVENTS, Event


def inspect_archive(root: Path, *, quick: bool = False) -> Iterator[Finding]:
    """Name everything in the archive that is not what was written; repair nothing.

    Args:
        root: The archive.
        quick: Trust the content of originals, records and models; still read ledger and inventories.
    """
    chain = inspect_chain(root)
    yield from chain.findings
    unfinished = {path.name for path in _entries(root / layout.STAGING)}
    for name in sorted(unfinished):
        problem = "an interrupted command left it; an accession of that name was not checked"
        yield Finding(f"{layout.STAGING}/{name}", Damage.UNFINISHED, problem)
    yield from _accessions(root, chain, unfinished, quick=quick)
    yield from _models(root, chain, quick=quick)


def _accessions(root: Path, chain: Chain, unfinished: set[str], *, quick: bool) -> Iterator[Finding]:
    lines: dict[str, list[str]] = {}
    for line in chain.lines:
        if line.event in ACCESSION_EVENTS and line.digest is not None:
            lines.setdefault(line.subject, []).append(line.digest)
    entries = _entries(root / layout.ACCESSIONS)
    yield from _storage_root(root)
    folders = {path.name: path for path in entries if path.is_dir() and not path.is_symlink()}
    for name in sorted(folders.keys() - unfinished):
        yield from ObjectInspection(
            Folder(folders[name], f"{layout.ACCESSIONS}/{name}"),
            ledger=lines.get(name, []),
            ledger_is_whole=chain.is_whole,
            quick=quick,
        ).findings()
    for name in sorted(lines.keys() - folders.keys() - unfinished):
        yield Finding(
            f"{layout.ACCESSIONS}/{name}", Damage.MISSING, "the ledger knows it, but it is not there"
        )


def _storage_root(root: Path) -> Iterator[Finding]:
    folder = Folder(root / layout.ACCESSIONS, layout.ACCESSIONS, deep=False)
    for name, content in ocfl.ROOT_FILES.items():
        yield from folder.check_bytes(name, content)
    yield from folder.check_no_other(set(ocfl.ROOT_FILES))


def _models(root: Path, chain: Chain, *, quick: bool) -> Iterator[Finding]:
    cards = {
        line.subject: line.digest
        for line in chain.lines
        if line.event == Event.MODEL_ADDED and line.digest is not None
    }
    folders = {path.name: path for path in _entries(root / layout.MODELS)}
    for name, path in folders.items():
        yield from inspect_model(
            Folder(path, f"{layout.MODELS}/{name}"),
            ledger=cards,
            ledger_is_whole=chain.is_whole,
            quick=quick,
        )
    for name in sorted(cards.keys() - folders.keys()):
        yield Finding(f"{layout.MODELS}/{name}", Damage.MISSING, "the ledger knows it, but it is not there")


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
