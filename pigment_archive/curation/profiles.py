"""The profiles there are, as data. How each convention is known stands beside it.

- `kremer`: product numbers of five digits (six where a size or lot is appended, as on colour charts), seen in
  the real chart library of 398 patches; in file names behind `kremer` or `K`, or as the only such number.
- `forbes`: written from descriptions alone; no real file of the Forbes Pigment Collection was at hand.
- `usgs`: record titles of libraries 6 and 7, and the file names of the ASCII form of library 7.
- `rruff`: the names RRUFF gives its files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pigment_archive.curation.profile import Profile, Rule, Text
from pigment_archive.curation.statement import flat_facts
from pigment_archive.errors import UsageError
from pigment_archive.readers.usgs_titles import facts_of_title, has_usgs_codes

# Words behind a product number that are about the measurement, not the material.
_OF_MEASUREMENTS: Final = (
    "raman|xrf|ftir|atr|fors|reflectance|refl|spectrum|spectra|scan|map|point|spot|area|average|avg|mean|median|"
    "raw|corrected|baseline|dark|white|test|rep|repeat|replicate|copy|final|new|old|nm|um|mw|kv|ms|s|sec|min|x|acc|vis|nir|swir|"
    "powder|pellet|oil|egg|tempera|acrylic|gum|arabic|glue|fresco|casein|binder|paint|layer|on|in|with"
)
# An integration time or a place on an axis of five digits is no product.
_NO_UNIT: Final = r"(?!\d|[\s_-]*(?:nm|um|cm|ns|us|ms|s|sec|min|h|mw|ev|kev|kv|x|hz)(?![A-Za-z]))"
_KREMER: Final = {"sample_supplier": "Kremer", "sample_product": "{number}"}
_KREMER_FILLS: Final = {"sample": "Kremer {number}", "material": "{words}"}
_WORDS: Final = (
    r"(?:[\s_-]+(?=[^0-9]*[A-Za-z]{3})"
    rf"(?P<words>(?:(?!(?:{_OF_MEASUREMENTS})(?![A-Za-z]))[A-Za-z]+(?:[\s_-]+|$))+)$)?"
)


def _usgs_facts(title: str) -> Mapping[str, str]:
    """The facts of a USGS title; none where it has no USGS codes."""
    if not has_usgs_codes(title):
        return {}
    return {name: str(value) for name, value in flat_facts(facts_of_title(title)).items()}


KREMER: Final = Profile(
    name="kremer",
    describes="pigments of Kremer Pigmente: powders, charts, paint-outs",
    sample="what the file calls its sample, else the product (Kremer 44450)",
    object="none: a standard belongs to no object",
    licence=None,
    rules=(
        Rule(
            (Text.PRODUCT,),
            re.compile(r"^[Kk]?[\s_-]?(?P<number>[1-9]\d{4,5}(?:[-./]?[A-Za-z]{1,2})?)$"),
            _KREMER,
            _KREMER_FILLS,
        ),
        Rule(
            (Text.TITLE, Text.NAME),
            re.compile(
                r"(?:(?<![A-Za-z])kremer|(?<![A-Za-z0-9])k)[\s_#.-]*(?:no|nr)?[\s_#.-]*"
                rf"(?P<number>[1-9]\d{{4,5}}{_NO_UNIT}[A-Za-z]{{0,2}})(?![0-9A-Za-z]){_WORDS}",
                re.IGNORECASE,
            ),
            _KREMER,
            _KREMER_FILLS,
        ),
        Rule(
            (Text.TITLE, Text.NAME),
            re.compile(
                rf"(?<![0-9A-Za-z.,])(?P<number>[1-9]\d{{4}}{_NO_UNIT}[A-Za-z]?)(?![0-9A-Za-z]|[.,]\d)",
                re.IGNORECASE,
            ),
            _KREMER,
            {"sample": _KREMER_FILLS["sample"]},
            only_once=True,
        ),
    ),
)

FORBES: Final = Profile(
    name="forbes",
    describes="pigments of the Forbes Pigment Collection, with the institution where the name tells it",
    sample="what the file calls its sample, else the collection number (Forbes 123)",
    object="none: a standard belongs to no object",
    licence=None,
    rules=tuple(
        Rule(
            (Text.PRODUCT, Text.TITLE, Text.NAME),
            re.compile(
                rf"{institution}.*(?<![A-Za-z]){word}[\s_#.-]*(?:no|nr)?[\s_#.-]*{number}", re.IGNORECASE
            ),
            {"sample_supplier": "Forbes Pigment Collection", "sample_product": f"{prefix}{{number}}"}
            | custodian,
            {"sample": f"{said} {{number}}"},
        )
        for institution, custodian in (
            (
                r"(?<![A-Za-z])(?:harvard|ham|huam|fogg)(?![A-Za-z])",
                {"sample_custodian": "Harvard Art Museums"},
            ),
            (r"(?<![A-Za-z])(?:mfa|mfab)(?![A-Za-z])", {"sample_custodian": "Museum of Fine Arts, Boston"}),
            (r"", {}),
        )
        for word, prefix, said in (("forbes", "", "Forbes"), ("straus", "Straus.", "Straus"))
        for number in (r"(?P<number>\d+(?:\.\d+)*[A-Za-z]?)(?![0-9A-Za-z])",)
    ),
)

USGS: Final = Profile(
    name="usgs",
    describes="spectral libraries 6 and 7 of the US Geological Survey",
    sample="the sample code of the title, without the split behind its point (GDS69 of GDS69.d)",
    object="none",
    licence="US Public Domain",
    rules=(
        Rule(
            (Text.TITLE,),
            re.compile(r"^(?:\S+\s+Record=\d+:\s*)?(?P<title>.+)$"),
            parse=_usgs_facts,
        ),
        Rule(
            (Text.NAME,),
            re.compile(r"^(?:splib\d\d[a-z]|s\d\d)_(?:[A-Z][A-Z0-9]{1,7}_(?=[A-Z]))?(?P<title>.+)$"),
            parse=_usgs_facts,
        ),
    ),
)

RRUFF: Final = Profile(
    name="rruff",
    describes="spectra of the RRUFF project, also where they were saved in another format",
    sample="the RRUFF number (R040064)",
    object="none",
    licence=None,
    rules=(
        Rule(
            (Text.NAME,),
            re.compile(
                r"^(?P<name>[^_].*?)__(?P<number>[A-Z]\d{6})(?:(?!__).)*__(?:.*?Raman__(?P<laser>\d{3,4}(?:\.\d+)?)(?:__|$))?"
            ),
            fills={"material": "{name}", "sample": "{number}", "laser_wavelength": "{laser}"},
        ),
    ),
)

PROFILES: Final[Mapping[str, Profile]] = {one.name: one for one in (KREMER, FORBES, USGS, RRUFF)}


def profile_of(name: str) -> Profile:
    """The profile of that name.

    Raises:
        UsageError: There is none.
    """
    if name not in PROFILES:
        raise UsageError(
            f"there is no profile {name!r}", where="--profile", remedy=f"There are {', '.join(PROFILES)}."
        )
    return PROFILES[name]
