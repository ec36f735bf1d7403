"""DOES IT WORK: measurements of a model on samples it has never seen, and the gate it must pass.

Invariant: a query never meets its own sample, and a model that learned nothing fails every gate.
"""

from pigment_archive.evaluation.gate import GateReport, latent_gate
from pigment_archive.evaluation.retrieval import (
    RetrievalReport,
    leave_one_sample_out,
    without_relabelled_duplicates,
)

__all__ = [
    "GateReport",
    "RetrievalReport",
    "latent_gate",
    "leave_one_sample_out",
    "without_relabelled_duplicates",
]
