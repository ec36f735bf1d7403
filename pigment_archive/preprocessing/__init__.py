"""ACQUIRED → PREPARED: a recipe of ordered steps; one step a file, in the order they are applied.

`resample` → `signal` → `baseline` → `scale` → `square_root`; `recipe` joins them, `defaults` chooses them.

Invariant: a recipe's id is made from its content, so equal ids mean equal preparation, for ever.
"""

from pigment_archive.preprocessing.baseline import RemoveBaseline
from pigment_archive.preprocessing.defaults import default_recipe
from pigment_archive.preprocessing.recipe import Prepared, Recipe, Step
from pigment_archive.preprocessing.resample import Resample
from pigment_archive.preprocessing.scale import ScaleRange
from pigment_archive.preprocessing.scale_mean import ScaleMean
from pigment_archive.preprocessing.signal import RequireSignal
from pigment_archive.preprocessing.square_root import SquareRoot

__all__ = [
    "Prepared",
    "Recipe",
    "RemoveBaseline",
    "RequireSignal",
    "Resample",
    "ScaleMean",
    "ScaleRange",
    "SquareRoot",
    "Step",
    "default_recipe",
]
