"""The searchable copy of the accessions: one port, an embedded engine and a server behind it.

Invariant: an index holds nothing that the accessions and a model could not make again, and no engine's type
passes the port. The adapter for a server is imported by who needs it: `storage.index.server`.
"""

from pigment_archive.storage.index.copies import copy_for_readers, open_for_reading, open_latest_copy
from pigment_archive.storage.index.edge import EdgeIndex
from pigment_archive.storage.index.filters import Condition, Filter
from pigment_archive.storage.index.port import Index, IndexHit, Point, StoredPoint
from pigment_archive.storage.index.schema import IndexSchema

__all__ = [
    "Condition",
    "EdgeIndex",
    "Filter",
    "Index",
    "IndexHit",
    "IndexSchema",
    "Point",
    "StoredPoint",
    "copy_for_readers",
    "open_for_reading",
    "open_latest_copy",
]
