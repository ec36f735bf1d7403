"""WHAT IS KEPT: the spectrum, the facts about it, and what may be done with it. Values are frozen.

`Spectrum` is what a reader returns; `Record` is a spectrum with an identity, facts, provenance and rights.
"""

from pigment_archive.records.facts import (
    Facts,
    Material,
    Measurement,
    Object,
    Sample,
    Session,
)
from pigment_archive.records.fields import FIELDS, FieldSpec, Scalar, flatten, unflatten
from pigment_archive.records.provenance import Provenance
from pigment_archive.records.record import Record, new_record_id
from pigment_archive.records.rights import Rights
from pigment_archive.records.spectrum import Note, Spectrum
from pigment_archive.records.vocabulary import (
    MaskBit,
    Origin,
    Quantity,
    Role,
    Status,
    Technique,
    Tier,
)

__all__ = [
    "FIELDS",
    "Facts",
    "FieldSpec",
    "MaskBit",
    "Material",
    "Measurement",
    "Note",
    "Object",
    "Origin",
    "Provenance",
    "Quantity",
    "Record",
    "Rights",
    "Role",
    "Sample",
    "Scalar",
    "Session",
    "Spectrum",
    "Status",
    "Technique",
    "Tier",
    "flatten",
    "new_record_id",
    "unflatten",
]
