"""Words of makers and languages for axes and quantities, put into the words `meaning.py` knows.

Only what has one meaning stands here: `rel. 1/cm` is a Raman shift, `cm-1` alone is not in the list.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pigment_archive.readers.delimited.dialect import position
from pigment_archive.readers.meaning import (
    LONGEST_LABEL,
    is_percent,
    looks_like_axis,
    names_other_quantity,
    quantity_of,
)
from pigment_archive.records import Quantity

MOST_LABELS_KNOWN: Final = 2**17
_WORDS: Final = {
    "raman shift cm-1": (r"\brel\.?\s*(?:1/cm|cm\^?-1|cm⁻¹)",),
    "raman shift": (
        r"raman.?verschiebung", r"d[ée]placement raman", r"desplazamiento raman", r"spostamento raman",
    ),
    "wavenumber": (
        r"\babs\.?\s*(?:1/cm|cm\^?-1|cm⁻¹)", r"wellenzahl(?:en)?", r"nombres? d['’ ]onde",
        r"numero d['’ ]onda", r"n[uú]mero de onda",
    ),
    "wavelength nm": (r"^wave\s*[\[(]?\s*nm\b[\])]?", r"^wvl$"),
    "wavelength": (
        r"wellenl(?:ä|ae|a)nge(?:n)?", r"longueurs? d['’ ]onde", r"lunghezza d['’ ]onda",
        r"longitud de onda", r"comprimento de onda", r"golflengte", r"波長|波长", r"^λ", r"^wl\b",
    ),
    "energy": (r"\benerg(?:ie|ia|ía)\b", r"\bénergie\b"),
    "% reflectance": (r"\br\s*[\[(]?\s*%", r"\btgt\.?\s*/\s*ref\.?\s*%"),
    "% transmittance": (r"\bt\s*[\[(]?\s*%",),
    "reflectance": (
        r"\brefl?e[kx]ion(?:sgrad)?\b", r"\breflection\b", r"r[ée]flectance", r"riflettanza",
        r"reflect[aâ]nci?a", r"\bremission\b", r"\brefl(?:ect)?\b",
        r"\btgt\.?\s*/\s*ref\b", r"反射率",
    ),
    "transmittance": (
        r"trasmittanza", r"transmit[aâ]ncia", r"transmissionsgrad", r"\btrans\b", r"透過率",
    ),
    "absorbance": (r"extinktion", r"absorbanz", r"assorbanza", r"absorb[aâ]ncia", r"吸光度"),
    "log(1/r)": (r"log\s*\(?\s*1\s*/\s*r\)?",),
    "kubelka": (r"\bk\s*/\s*s\b", r"\bf\(r\)"),
    "radiance": (r"^rad\.",),
    "counts": (
        r"\bcts\b", r"z(?:ä|ae|a)hlrate", r"\bconteggi\b", r"\bcuentas\b", r"\bcoups\b", r"\bimpulse\b",
    ),
    "intensity": (r"\bintensit(?:ä|ae|à|é)t?", r"intensidade?", r"\bint\."),
}  # fmt: skip
_ANY: Final = re.compile("|".join(f"(?:{pattern})" for patterns in _WORDS.values() for pattern in patterns))
_PATTERNS: Final = tuple(
    (re.compile("|".join(f"(?:{pattern})" for pattern in patterns)), word)
    for word, patterns in _WORDS.items()
)


def understood(label: str) -> str:
    """The label with its known foreign words in the standard ones; unchanged where there are none."""
    start = label[:LONGEST_LABEL].lower()
    text = _translated(start)
    return label if text == start else text.strip()


def _translated(text: str) -> str:
    if _ANY.search(text) is None:
        return text
    for pattern, word in _PATTERNS:
        text = pattern.sub(f" {word} ", text)
    return text


def names_axis(label: str) -> bool:
    """True when a label names an axis in any of the known words; a place on an axis (`532 nm`) does not."""
    return _names_axis(label[:LONGEST_LABEL])


@lru_cache(maxsize=MOST_LABELS_KNOWN)
def _names_axis(label: str) -> bool:
    plain = understood(label)
    return (
        looks_like_axis(plain)
        and not is_percent(plain)
        and quantity_of(plain) is Quantity.UNKNOWN
        and not names_other_quantity(plain)
        and position(label) is None
    )


def names_values(label: str) -> bool:
    """True when a label names a quantity."""
    return _names_values(label[:LONGEST_LABEL])


@lru_cache(maxsize=MOST_LABELS_KNOWN)
def _names_values(label: str) -> bool:
    return quantity_of(understood(label)) is not Quantity.UNKNOWN
