"""pigment_archive: a curated archive of spectral birthmarks of pigments.

The map of the house, in the order a spectrum travels::

    errors          every error raised on purpose, and its exit status
    units           axis kinds, their units, the only conversions
    settings        one frozen Settings, built at a door
    records         WHAT IS KEPT: spectrum, facts, provenance, rights, record
    readers         FILE → Spectrum: one folder a format
    curation        WHAT PEOPLE SAY about files: sheets, profiles, options, each fact with its source
    preprocessing   Spectrum → prepared spectrum: one step a file
    quality         IS IT GOOD: checks of a spectrum, of a batch, of a session
    encoder         prepared → latent: network, training, bundle; encodes without torch
    starters        the models that ship with the package
    storage         KEEP AND FIND: accessions, ledger, lock, index
    answers         latent → answer: candidates, rescoring
    evaluation      DOES IT WORK: retrieval, gates, maps
    privacy         WHAT MAY LEAVE: disclosure rules, Release
    release         Release → deposit package
    archive         Archive: joins the legs
    workflows       ONE VERB PER FILE: verb(archive, ...) -> Report
    pages           plots and the latent map
    demo            the simulated starter collection and its literature table
    cli             door 1: the command line

From a notebook::

    import pigment_archive as pa

    with pa.open("archive") as archive:
        pa.ingest(archive, ["kremer/"], collection="kremer", tier="open")
        answers = pa.search(archive, pa.read("unknown.txt")[0], top=10)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pigment_archive.archive import Archive
    from pigment_archive.archive import open_archive as open  # noqa: A004
    from pigment_archive.readers import read
    from pigment_archive.records import Record, Spectrum
    from pigment_archive.workflows.check import check
    from pigment_archive.workflows.classify import classify_files
    from pigment_archive.workflows.diagnose import diagnose
    from pigment_archive.workflows.encode import encode
    from pigment_archive.workflows.evaluate import evaluate
    from pigment_archive.workflows.info import info
    from pigment_archive.workflows.ingest import ingest
    from pigment_archive.workflows.init import init
    from pigment_archive.workflows.model_exchange import export_model, import_model
    from pigment_archive.workflows.rebuild import rebuild
    from pigment_archive.workflows.review import review
    from pigment_archive.workflows.search import search
    from pigment_archive.workflows.train import train
    from pigment_archive.workflows.verify import verify

__version__ = "0.1.0"

_HOMES = {
    "Archive": ("pigment_archive.archive", "Archive"),
    "Record": ("pigment_archive.records", "Record"),
    "Spectrum": ("pigment_archive.records", "Spectrum"),
    "check": ("pigment_archive.workflows.check", "check"),
    "classify_files": ("pigment_archive.workflows.classify", "classify_files"),
    "diagnose": ("pigment_archive.workflows.diagnose", "diagnose"),
    "encode": ("pigment_archive.workflows.encode", "encode"),
    "evaluate": ("pigment_archive.workflows.evaluate", "evaluate"),
    "export_model": ("pigment_archive.workflows.model_exchange", "export_model"),
    "import_model": ("pigment_archive.workflows.model_exchange", "import_model"),
    "info": ("pigment_archive.workflows.info", "info"),
    "ingest": ("pigment_archive.workflows.ingest", "ingest"),
    "init": ("pigment_archive.workflows.init", "init"),
    "open": ("pigment_archive.archive", "open_archive"),
    "read": ("pigment_archive.readers", "read"),
    "rebuild": ("pigment_archive.workflows.rebuild", "rebuild"),
    "review": ("pigment_archive.workflows.review", "review"),
    "search": ("pigment_archive.workflows.search", "search"),
    "train": ("pigment_archive.workflows.train", "train"),
    "verify": ("pigment_archive.workflows.verify", "verify"),
}

__all__ = [
    "Archive",
    "Record",
    "Spectrum",
    "__version__",
    "check",
    "classify_files",
    "diagnose",
    "encode",
    "evaluate",
    "export_model",
    "import_model",
    "info",
    "ingest",
    "init",
    "open",
    "read",
    "rebuild",
    "review",
    "search",
    "train",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
