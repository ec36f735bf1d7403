from __future__ import annotations

import numpy as np

from pigment_archive.evaluation.library import codes, plain, without_equals
from tests.unit.evaluation.made import changed, library


def test_equal_spectra_are_kept_once_and_the_named_one_is_kept() -> None:
    same = dict.fromkeys((0, 1, 2), "same")
    made = changed(library(), fingerprints=same, materials={0: None})
    kept, dropped = without_equals(made)
    assert (dropped.identical, dropped.renamed) == (2, 0)
    assert kept.records[0] == "record 001"
    assert len(kept) == len(made) - 2


def test_equal_spectra_with_two_names_are_all_dropped() -> None:
    made = changed(library(), fingerprints={0: "same", 100: "same"})
    kept, dropped = without_equals(made)
    assert (dropped.identical, dropped.renamed) == (0, 2)
    assert not {"record 000", "record 100"} & set(kept.records)


def test_spelling_alone_is_no_other_name() -> None:
    made = changed(
        library(), fingerprints={0: "same", 1: "same"}, materials={0: "Hübnerite", 1: "hubnerite "}
    )
    assert without_equals(made)[1].renamed == 0
    assert plain("Åkermanite ") == "akermanite"


def test_rows_stay_together() -> None:
    made = library()
    kept, _ = without_equals(changed(made, fingerprints={1: made.fingerprints[0]}))
    for name in ("prepared", "linear", "acquired", "ranges"):
        np.testing.assert_array_equal(getattr(kept, name), np.delete(getattr(made, name), 1, axis=0))
    assert kept.samples == [sample for row, sample in enumerate(made.samples) if row != 1]


def test_facts_become_numbers_that_can_be_compared() -> None:
    made = changed(library(), facts={0: {}, 1: {"instrument": "B"}, 2: {"instrument": "b"}})
    instruments = made.fact_values("instrument")
    assert np.isnan(instruments[0])
    assert instruments[1] == instruments[2]
    assert made.fact_values("laser_wavelength")[3] == 785.0
    assert codes(["b", None, "a", "b"]).tolist() == [1, -1, 0, 1]
