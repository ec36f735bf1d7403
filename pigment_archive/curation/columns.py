"""What the columns of a sheet mean: the names of facts, what else people call them, and what was remembered.

Names are compared in lower case, with spaces for hyphens, dots, slashes and underscores. A unit behind the
name (`Laser wavelength (nm)`) is accepted where it is the unit of the fact, and makes the column unknown
where it is another one: numbers are never taken in a wrong unit.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from pigment_archive.curation.statement import AXIS_KIND, AXIS_UNIT, SAYABLE, known
from pigment_archive.errors import IntegrityError, UsageError

FILE: Final = "file"
SPECTRUM: Final = "spectrum"
RECORD: Final = "record"
LEFT_OUT: Final = "-"
PLACES: Final = (FILE, SPECTRUM, RECORD)

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    FILE: ("filename", "file name", "name of file", "path", "file path", "member"),
    SPECTRUM: ("index", "spectrum name", "spectrum number", "row"),
    RECORD: ("record id",),
    "collection": ("name of collection",),
    "technique": ("method",),
    "tier": ("rights tier", "access"),
    "material": ("pigment", "pigment name", "name of pigment", "material name", "mineral"),
    "material_role": ("role",),
    "material_colour_index": ("colour index", "color index", "ci name", "c i name"),
    "material_cas": ("cas", "cas number", "cas no"),
    "material_formula": ("formula", "chemical formula"),
    "material_origin": ("origin",),
    "material_purity": ("purity",),
    "sample": ("sample name", "sample id", "sample number", "sample no"),
    "sample_igsn": ("igsn",),
    "sample_custodian": ("custodian", "institution"),
    "sample_supplier": ("supplier",),
    "sample_product": (
        "product",
        "product number",
        "product no",
        "supplier number",
        "article number",
        "catalogue number",
        "catalog number",
        "kremer number",
        "kremer no",
        "forbes number",
        "forbes no",
    ),
    "sample_lot": ("lot", "lot number", "batch"),
    "sample_particle_size": ("particle size", "grain size"),
    "sample_preparation": ("preparation",),
    "sample_locality": ("locality",),
    "sample_sampling_site": ("sampling site", "sampling location"),
    "sample_taken_at": ("taken at", "sampling date", "date of sampling"),
    "object": (
        "object name",
        "object id",
        "object number",
        "inventory number",
        "inventory no",
        "inv number",
        "inv no",
        "accession number",
    ),
    "object_title": ("title of object",),
    "session": ("session name", "session id"),
    "session_reference": ("reference material",),
    "instrument": ("instrument name", "instrument model", "spectrometer", "device"),
    "instrument_serial": ("serial number", "instrument serial number"),
    "laser_wavelength": ("laser", "excitation", "excitation wavelength"),
    "tube_voltage": ("voltage",),
    "tube_current": ("current",),
    "tube_filter": ("filter",),
    "integration_time": ("exposure time", "acquisition time"),
    "accumulations": ("scans", "number of scans"),
    "resolution": ("spectral resolution",),
    "measured_at": (
        "date",
        "measurement date",
        "date measured",
        "date of measurement",
        "acquisition date",
        "measured on",
    ),
    "replicate": ("repeat", "replicate number"),
    "rights_licence": ("licence", "license"),
    "rights_basis": ("basis",),
    "rights_authority": ("authority",),
    "rights_review_date": ("review date",),
    AXIS_KIND: ("axis",),
    AXIS_UNIT: ("unit",),
}
UNITS: Final[Mapping[str, tuple[str, ...]]] = {
    "laser_wavelength": ("nm",),
    "laser_power": ("mw",),
    "tube_voltage": ("kv",),
    "tube_current": ("ua", "µa", "μa"),
    "integration_time": ("s", "sec", "seconds"),
    "live_time": ("s", "sec", "seconds"),
    "real_time": ("s", "sec", "seconds"),
}
# Behind a name without brackets only what cannot be a word is taken for a unit.
_OTHER_UNITS: Final = (
    "ns",
    "us",
    "µs",
    "μs",
    "ms",
    "min",
    "nm",
    "um",
    "µm",
    "μm",
    "mw",
    "kw",
    "kv",
    "ma",
    "ua",
    "µa",
    "μa",
)
_SEPARATORS: Final = re.compile(r"[\s_\-./:#]+")
_WITH_UNIT: Final = re.compile(r"(?P<name>[^()\[\]]+)[(\[](?P<unit>[^()\[\]]*)[)\]]\s*")

Mapped = Mapping[str, str]


def plain(label: str) -> str:
    """The form in which labels are compared and remembered."""
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFC", label).casefold()).strip()


_KNOWN: Final[Mapping[str, str]] = {
    plain(word): target for target in (*PLACES, *SAYABLE) for word in (target, *SYNONYMS.get(target, ()))
}


def target_of(label: str) -> str | None:
    """What a column of this name means: a fact's flat name or one of PLACES; None if that is not known."""
    if found := _KNOWN.get(plain(label)):
        return found
    parts = _WITH_UNIT.fullmatch(label)
    name, unit = (parts["name"], parts["unit"]) if parts else plain(label).rpartition(" ")[::2]
    target = _KNOWN.get(plain(name))
    return target if target and plain(unit) in UNITS.get(target, ()) else None


def digest_of(labels: Iterable[str]) -> str:
    """The same text for sheets with the same columns, in whatever order."""
    names = json.dumps(sorted({plain(label) for label in labels}), ensure_ascii=False)
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def mapped(options: Iterable[str]) -> dict[str, str]:
    """What `--map "Pigment name=material"` says, several times; `=-` leaves a column out.

    Raises:
        UsageError: There is no `=`, no such fact, or the column has another unit than the fact.
    """
    said: dict[str, str] = {}
    for option in options:
        label, equals, target = (part.strip() for part in option.rpartition("="))
        where = f"--map {option}"
        if not equals or not label:
            raise UsageError(
                "expected column=fact", where=where, remedy='Example: --map "Pigment name=material"'
            )
        resolved = LEFT_OUT if target == LEFT_OUT else target_of(target)
        said[plain(label)] = resolved or known(target, where)
        _require_unit(label, said[plain(label)], where)
    return said


def _require_unit(label: str, target: str, where: str) -> None:
    """Refuse a column whose name ends in another unit than that of the fact it is said to mean."""
    parts = _WITH_UNIT.fullmatch(label)
    unit = plain(parts["unit"] if parts else label.replace("_", " ").rpartition(" ")[2])
    own = UNITS.get(target, ())
    if own and unit not in own and (parts or unit in _OTHER_UNITS):
        raise UsageError(
            f"the column says {unit!r}, but {target} is in {own[0]}",
            where=where,
            remedy=f"Convert the numbers to {own[0]} and name the column without the other unit.",
        )


def to_json(mapping: Mapped) -> str:
    """A mapping as it is remembered."""
    return json.dumps({"format": 1, "columns": dict(mapping)}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str | bytes, where: str) -> dict[str, str]:
    """A remembered mapping.

    Raises:
        IntegrityError: It is not what `to_json` writes.
    """
    try:
        columns = json.loads(text)["columns"]
        said = {plain(str(label)): str(target) for label, target in columns.items()}
        if not set(said.values()) <= {*PLACES, *SAYABLE, LEFT_OUT}:
            raise ValueError("a column means what is no fact")
        return said
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise IntegrityError(
            "the remembered columns cannot be read", where=where, remedy="Remove the file; say --map again."
        ) from cause
