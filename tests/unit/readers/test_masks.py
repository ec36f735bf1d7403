from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pigment_archive.errors import UsageError
from pigment_archive.readers.masks import read_mask

DRAWN = np.array([[0, 0, 3], [5, 5, 3]], np.uint8)


def test_numbers_of_an_array_and_of_a_grey_image_are_the_regions(tmp_path: Path) -> None:
    np.save(tmp_path / "m.npy", DRAWN)
    Image.fromarray(DRAWN).save(tmp_path / "m.png")
    Image.fromarray(DRAWN.astype(np.uint16) * 300).save(tmp_path / "m.tiff")
    np.testing.assert_array_equal(read_mask(tmp_path / "m.npy"), DRAWN)
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png"), DRAWN)
    np.testing.assert_array_equal(read_mask(tmp_path / "m.tiff"), DRAWN.astype(np.uint16) * 300)
    np.save(tmp_path / "b.npy", DRAWN > 3)
    np.testing.assert_array_equal(read_mask(tmp_path / "b.npy"), (DRAWN > 3).astype(int))


def test_colours_are_numbered_and_black_and_transparent_are_left_out(tmp_path: Path) -> None:
    drawn = np.zeros((2, 3, 4), np.uint8)
    drawn[..., 3] = 255
    drawn[0, 1] = (255, 0, 0, 255)
    drawn[1, 1] = (0, 0, 255, 255)
    drawn[1, 2] = (9, 9, 9, 0)
    Image.fromarray(drawn).save(tmp_path / "m.png")
    assert read_mask(tmp_path / "m.png").tolist() == [[0, 2, 0], [0, 1, 0]]
    Image.fromarray(np.full((1, 2, 3), 7, np.uint8)).save(tmp_path / "n.png")
    assert read_mask(tmp_path / "n.png").tolist() == [[1, 1]]


def test_what_is_no_mask_is_said(tmp_path: Path) -> None:
    np.save(tmp_path / "cube.npy", np.zeros((2, 2, 2), np.uint8))
    np.save(tmp_path / "float.npy", np.zeros((2, 2)))
    np.save(tmp_path / "negative.npy", np.full((2, 2), -1))
    np.save(tmp_path / "many.npy", np.full((2, 2), 70_000))
    np.save(tmp_path / "objects.npy", np.array([[None]]), allow_pickle=True)
    (tmp_path / "empty.npy").write_bytes(b"")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("no image")
    whole = tmp_path / "whole.png"
    Image.fromarray(np.zeros((50, 50), np.uint8) + np.arange(50, dtype=np.uint8)).save(whole)
    (tmp_path / "cut.png").write_bytes(whole.read_bytes()[:60])
    for path in sorted(tmp_path.iterdir()):
        if path != whole:
            with pytest.raises(UsageError, match="mask"):
                read_mask(path)


@pytest.mark.parametrize("name", ["missing.png", "missing.npy"])
def test_a_missing_mask_is_said_to_be_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="there is no mask") as caught:
        read_mask(tmp_path / name)
    assert "PNG" not in caught.value.remedy


def test_formats_that_blur_are_refused_whatever_their_name(tmp_path: Path) -> None:
    drawn = Image.fromarray(np.repeat(DRAWN[..., np.newaxis], 3, axis=2))
    drawn.save(tmp_path / "named.png", "JPEG")
    drawn.save(tmp_path / "inside.tiff", compression="jpeg")
    for name in ("named.png", "inside.tiff"):
        with pytest.raises(UsageError, match="exact colours"):
            read_mask(tmp_path / name)
    for form in ("PNG", "TIFF", "BMP", "GIF"):
        drawn.save(tmp_path / form, form)
        assert read_mask(tmp_path / form).max() in (2, *DRAWN[1])


def test_a_smoothed_drawing_is_refused(tmp_path: Path) -> None:
    shades = np.zeros((1, 1001, 3), np.uint8)
    shades[0, :, 0], shades[0, :, 1] = np.divmod(np.arange(1001), 256)
    Image.fromarray(shades).save(tmp_path / "m.png")
    with pytest.raises(UsageError, match="1001 colours") as caught:
        read_mask(tmp_path / "m.png")
    assert "antialiasing" in caught.value.remedy
    Image.fromarray(shades[:, :1000]).save(tmp_path / "m.png")
    assert read_mask(tmp_path / "m.png").max() == 999
