"""What a command that reads files does first: while it imports what it needs, a reading process starts."""

from __future__ import annotations

from pigment_archive.readers.pool import shared_pool


def get_ready() -> None:
    """Start a reading process in the background; does not wait for it."""
    shared_pool().prepare()
