"""Whether two names say the same material, as far as spelling goes. Synonyms are for people to judge."""

from __future__ import annotations

import unicodedata


def plain_name(name: str | None) -> str | None:
    """A name without what does not change its meaning; None where nothing is left.

    Case, accents, spaces, hyphens, underscores and other punctuation go: `Lead-Tin Yellow` and
    `lead_tin yellow` are one name, `Lead white` and `Zinc white` are two.
    """
    decomposed = unicodedata.normalize("NFKD", name or "").casefold()
    return "".join(character for character in decomposed if character.isalnum()) or None
