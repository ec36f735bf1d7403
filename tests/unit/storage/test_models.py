from __future__ import annotations

from pathlib import Path

import pytest

from pigment_archive.storage import files
from pigment_archive.storage.models import staging_model


def test_an_interruption_while_the_folder_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def interrupted(folder: Path) -> None:
        made.append(folder)
        folder.mkdir(parents=True)
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "make_folder", interrupted)
    with pytest.raises(KeyboardInterrupt), staging_model(tmp_path, "raman-1"):
        pytest.fail("nothing is written into it")
    assert len(made) == 1
    assert not made[0].exists()
