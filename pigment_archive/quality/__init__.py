"""IS IT GOOD: what is noticed about a spectrum when it comes in. A check judges, it never keeps a file out.

`alone` holds the checks that need nothing but the spectrum (`flatness`, `noise`, `saturation`, `spikes`,
`background`, `coverage`); `batch` adds what needs others: `originals`, `neighbours` (by `detail`) and
`session` (by `shift`). Every verdict rests on a number of `thresholds`, whose id stands in every report.

Invariant: a check is a function of spectra and facts. It reads no file, keeps nothing and changes nothing.
"""

from pigment_archive.quality.batch import Batch, Stored
from pigment_archive.quality.finding import Check, Finding, Verdict
from pigment_archive.quality.session import Sitting
from pigment_archive.quality.thresholds import THRESHOLDS, Thresholds

__all__ = [
    "THRESHOLDS",
    "Batch",
    "Check",
    "Finding",
    "Sitting",
    "Stored",
    "Thresholds",
    "Verdict",
]
