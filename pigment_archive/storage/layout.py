"""Where things are in an archive's folder: one name a place (design: the archive on disk)."""

from __future__ import annotations

from typing import Final

DESCRIPTION: Final = "archive.toml"
LOCK: Final = "lock"
ACCESSIONS: Final = "accessions"
LEDGER: Final = "ledger.jsonl"
LEDGER_HEAD: Final = "ledger.head"
MODELS: Final = "models"
INDEX: Final = "index"
STAGING: Final = "staging"
QUARANTINE: Final = "quarantine"
RELEASES: Final = "releases"
MAPPINGS: Final = "mappings"

FOLDERS: Final = (ACCESSIONS, MODELS, INDEX, STAGING, QUARANTINE, RELEASES)
