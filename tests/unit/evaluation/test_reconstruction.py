from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from pigment_archive.evaluation.library import OUTSIDE
from pigment_archive.evaluation.pca import Pca
from pigment_archive.evaluation.reconstruction import errors, examples, reconstruction_table
from tests.unit.evaluation.made import encoded, library

MADE = library()


def test_pca_is_that_of_the_library() -> None:
    spectra, other = MADE.prepared[:100], MADE.prepared[100:]
    peer = PCA(12).fit(spectra)
    mine = Pca.fit(spectra)
    np.testing.assert_allclose(
        mine.reconstruct(other, 12), peer.inverse_transform(peer.transform(other)), atol=1e-10
    )
    np.testing.assert_allclose(np.abs(mine.scores(other, 12)), np.abs(peer.transform(other)), atol=1e-10)


def test_every_part_has_its_errors_and_ratio() -> None:
    one = encoded(MADE, MADE.prepared[:, :10])
    rows = {row.part: row for row in reconstruction_table([errors(one)])}
    assert list(rows) == ["training", "validation", "test", "new_material"]
    test = one.parts == "test"
    expected = ((one.reconstruction - MADE.prepared)[test] ** 2).mean()
    assert rows["test"].model.value == pytest.approx(expected)
    assert rows["test"].pca is not None
    assert rows["test"].ratio is not None
    assert rows["test"].ratio.value == pytest.approx(expected / rows["test"].pca.value)
    assert rows["training"].pca is not None
    assert rows["training"].pca.value < rows["new_material"].pca.value


def test_folds_are_added_up_and_without_a_training_part_there_is_no_pca() -> None:
    one, outside = encoded(MADE), encoded(MADE)
    outside.parts[:] = OUTSIDE
    assert [row.spectra for row in reconstruction_table([errors(one), errors(one)])] == [160, 80, 80, 64]
    (row,) = reconstruction_table([errors(outside)])
    assert (row.part, row.pca, row.ratio) == (OUTSIDE, None, None)


def test_the_best_the_median_and_the_worst_are_shown() -> None:
    one = encoded(MADE)
    error = ((one.reconstruction - MADE.prepared) ** 2).mean(axis=1)
    unseen = np.sort(error[np.isin(one.parts, ["test", "new_material"])])
    best, median, worst = examples(one)
    shown = [((e.reconstruction - e.prepared) ** 2).mean() for e in (best, median, worst)]
    assert shown == pytest.approx([unseen[0], unseen[unseen.size // 2], unseen[-1]])
    assert best.title.startswith("best: material ")
