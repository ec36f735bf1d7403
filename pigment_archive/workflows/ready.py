"""What a command that reads files does first: while it imports what it needs, a reading process starts."""

from __future__ import annotations

from contextlib import suppress

from pigment_archive.readers.starting import prepare


def get_ready() -> None:
    """Start a reading process without waiting for it; whoever reads hears if it does not start."""
    with suppress(OSError):
        prepare()
