"""The models that ship with the package: a laboratory without training data can encode on its first day.

One file a starter, `<name>.zip`, in the form in which models are exchanged (`encoder/exchange.py`); its name
begins with its technique. An archive takes one in by `archive models import starter:<name>`, never unasked.

Invariant: a starter has seen published open sets alone, and its card names each with licence and citation.
"""

from pigment_archive.starters.catalogue import PREFIX, starter_for, starter_path, starters

__all__ = ["PREFIX", "starter_for", "starter_path", "starters"]
