"""Labels a file puts on its spectra, turned into facts where they carry a record's own field names.

A label counts only under the exact flat name of a fact (`material`, `sample_supplier`, `laser_wavelength`);
every label is kept in the header as written. Collection, status, tier and rights are never taken from a file.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import ValidationError

from pigment_archive.errors import Inconsistent
from pigment_archive.records import FIELDS, Facts, Technique, unflatten

_FACTS: Final = {name for name, spec in FIELDS.items() if spec.path[0] == "facts"}


def field_name(label: str) -> str:
    """The flat form of a label: lower case, underscores."""
    return "_".join(label.strip().lower().replace("-", " ").split())


def facts_of_labels(labels: dict[str, str]) -> Facts:
    """Facts from labels that carry a fact's flat name; empty labels say nothing.

    Raises:
        Inconsistent: A fact has a value it cannot have (a laser wavelength that is no number).
    """
    flat: dict[str, Any] = {}
    for label, value in labels.items():
        name = field_name(label)
        if name in _FACTS and value.strip():
            flat[name] = value.strip()
    try:
        return Facts.model_validate(unflatten(flat).get("facts", {}))
    except ValidationError as cause:
        names = ", ".join(".".join(str(part) for part in error["loc"]) for error in cause.errors())
        raise Inconsistent(f"the file states facts with impossible values: {names}") from cause


def technique_of_labels(labels: dict[str, str]) -> Technique | None:
    """The technique the labels name.

    Raises:
        Inconsistent: The label is there, but is none of the known techniques.
    """
    for label, value in labels.items():
        if field_name(label) == "technique" and value.strip():
            try:
                return Technique(field_name(value))
            except ValueError as cause:
                known = ", ".join(Technique)
                raise Inconsistent(
                    "the file states an unknown technique", remedy=f"Known are {known}."
                ) from cause
    return None
