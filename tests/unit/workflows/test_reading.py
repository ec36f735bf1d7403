from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pigment_archive.errors import UsageError
from pigment_archive.workflows.reading import ReadingOptions, hints_of


@pytest.mark.parametrize(
    ("region", "part"),
    [("30:20,0:5", "reversed: 30:20"), ("0:5,9:2", "reversed: 9:2"), ("3:3,0:5", "empty"), ("3", "from:to")],
)
def test_a_region_that_cannot_be_says_why(region: str, part: str) -> None:
    with pytest.raises(UsageError, match=part):
        hints_of(None, ReadingOptions.of(region=region))


def test_every_goes_with_a_mask_but_not_with_its_means(tmp_path: Path) -> None:
    np.save(tmp_path / "m.npy", np.ones((2, 2), np.uint8))
    said = {"mask": tmp_path / "m.npy", "every": 20}
    assert hints_of(None, ReadingOptions.of(**said)).sampling.every == 20
    assert hints_of(None, ReadingOptions.of(average=True, every=20)).sampling.average
    with pytest.raises(UsageError, match="no effect on the means of a mask"):
        hints_of(None, ReadingOptions.of(**said, average=True))
