"""IS IT STILL WHAT WAS WRITTEN? Every byte on disk, each damage named once. Nothing is ever repaired here."""

from pigment_archive.storage.inspection.archive import inspect_archive
from pigment_archive.storage.inspection.finding import Damage, Finding

__all__ = ["Damage", "Finding", "inspect_archive"]
