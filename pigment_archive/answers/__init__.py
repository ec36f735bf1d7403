"""LATENT → ANSWER: candidates by distance, rescored by the spectra themselves, told with their evidence.

Every search is exact unless approximate is asked for; a hit always names its record.
"""
