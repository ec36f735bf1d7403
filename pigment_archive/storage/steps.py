"""The named steps of an ingest, in order: the places where a crash is tested."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class IngestStep(StrEnum):
    """What has just been done. A crash after any of them is found by `verify`, healed by the next writer."""

    SOURCES_STAGED = "sources_staged"
    RECORDS_WRITTEN = "records_written"
    INVENTORY_WRITTEN = "inventory_written"
    OBJECT_RENAMED = "object_renamed"
    LEDGER_APPENDED = "ledger_appended"
    HEAD_WRITTEN = "head_written"
    INDEX_UPSERTED = "index_upserted"
    INDEX_FLUSHED = "index_flushed"


Checkpoint = Callable[[IngestStep], None]


def no_checkpoint(step: IngestStep) -> None:
    """The checkpoint of everyday: nothing happens between the steps."""
