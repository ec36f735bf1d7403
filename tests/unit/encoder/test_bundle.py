from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load, save

from pigment_archive.encoder import Bundle
from pigment_archive.encoder.golden import golden_bytes, golden_inputs
from pigment_archive.errors import CorruptModel, ModelNotFound

FILES = ("card.json", "recipe.json", "weights.safetensors", "golden.npz", "split.parquet")


@pytest.fixture
def copy(bundle: Bundle, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundle.path, tmp_path / bundle.name))


def rewrite(folder: Path, file: str, content: bytes) -> None:
    """Change a file and make the card agree with it, as a careful forger would."""
    (folder / file).write_bytes(content)
    card = json.loads((folder / "card.json").read_text())
    card["sha256"][file] = hashlib.sha256(content).hexdigest()
    (folder / "card.json").write_text(json.dumps(card))


def test_an_opened_bundle_encodes_as_the_trained_one(bundle: Bundle, copy: Path) -> None:
    opened = Bundle.open(copy, expected_digest=bundle.digest)
    inputs = golden_inputs(bundle.network.points)
    assert opened.encode(inputs).mean.tobytes() == bundle.encode(inputs).mean.tobytes()
    assert opened.card == bundle.card
    assert opened.recipe == bundle.recipe
    assert opened.digest == hashlib.sha256((copy / "card.json").read_bytes()).hexdigest()


@pytest.mark.parametrize("file", FILES)
def test_a_flipped_bit_anywhere_names_the_file(bundle: Bundle, copy: Path, file: str) -> None:
    content = bytearray((copy / file).read_bytes())
    for place in np.random.default_rng(5).integers(0, len(content), 20):
        content[place] ^= 1 << int(place % 8)
        (copy / file).write_bytes(content)
        with pytest.raises(CorruptModel) as caught:
            Bundle.open(copy, expected_digest=bundle.digest)
        assert caught.value.where == f"raman-1/{file}"
        content[place] ^= 1 << int(place % 8)


@pytest.mark.parametrize("file", FILES)
def test_a_missing_a_cut_and_an_exchanged_file_are_named(copy: Path, file: str) -> None:
    content = (copy / file).read_bytes()
    for damage in (None, content[:-1], content[: len(content) // 2], b""):
        (copy / file).unlink(missing_ok=True)
        if damage is not None:
            (copy / file).write_bytes(damage)
        with pytest.raises(CorruptModel) as caught:
            Bundle.open(copy)
        assert caught.value.where == f"raman-1/{file}"


def test_a_forged_bundle_is_told_by_the_digest_noted_elsewhere(bundle: Bundle, copy: Path) -> None:
    rewrite(copy, "split.parquet", b"another split")
    Bundle.open(copy)
    with pytest.raises(CorruptModel, match="noted"):
        Bundle.open(copy, expected_digest=bundle.digest)


def test_weights_that_do_not_fit_the_architecture_are_refused(copy: Path) -> None:
    tensors = load((copy / "weights.safetensors").read_bytes())
    damaged = [
        {**tensors, "mean.bias": np.zeros(9, np.float32)},
        {**tensors, "extra": np.zeros(1, np.float32)},
        {name: tensor for name, tensor in tensors.items() if name != "mean.bias"},
        {**tensors, "mean.bias": tensors["mean.bias"].astype(np.float64)},
        {**tensors, "mean.bias": np.full_like(tensors["mean.bias"], np.nan)},
    ]
    for weights in damaged:
        rewrite(copy, "weights.safetensors", save(weights))
        with pytest.raises(CorruptModel, match=r"weights\.safetensors"):
            Bundle.open(copy)
    rewrite(copy, "weights.safetensors", b"no tensors")
    with pytest.raises(CorruptModel, match="cannot be read"):
        Bundle.open(copy)


def test_other_weights_of_the_same_shapes_fail_the_golden_vectors(copy: Path) -> None:
    tensors = load((copy / "weights.safetensors").read_bytes())
    rewrite(
        copy, "weights.safetensors", save({**tensors, "mean.bias": tensors["mean.bias"] + np.float32(1e-3)})
    )
    with pytest.raises(CorruptModel, match=r"golden\.npz"):
        Bundle.open(copy)


def test_golden_vectors_that_cannot_be_read_are_refused(bundle: Bundle, copy: Path) -> None:
    for content in (b"", b"no zip", golden_bytes(bundle.network)[:-40]):
        rewrite(copy, "golden.npz", content)
        with pytest.raises(CorruptModel, match=r"golden\.npz"):
            Bundle.open(copy)


def test_another_recipe_is_refused_even_when_the_card_agrees(copy: Path) -> None:
    recipe = json.loads((copy / "recipe.json").read_text())
    recipe["min_coverage"] = 0.1
    rewrite(copy, "recipe.json", json.dumps(recipe).encode())
    with pytest.raises(CorruptModel, match=r"recipe\.json"):
        Bundle.open(copy)
    del recipe["id"]
    rewrite(copy, "recipe.json", json.dumps(recipe).encode())
    with pytest.raises(CorruptModel, match="but the card says"):
        Bundle.open(copy)


def test_a_bundle_goes_by_the_name_of_its_folder_and_keeps_the_one_it_was_made_with(
    bundle: Bundle, copy: Path
) -> None:
    renamed = Bundle.open(copy.rename(copy.parent / "raman-2"), expected_digest=bundle.digest)
    assert (renamed.name, renamed.card.model) == ("raman-2", "raman-1")


def test_a_card_that_names_another_file_is_refused(copy: Path) -> None:
    rewrite(copy, "notes.txt", b"more")
    with pytest.raises(CorruptModel, match="and no others"):
        Bundle.open(copy)


def test_no_directory_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match="raman-7"):
        Bundle.open(tmp_path / "raman-7")


def test_opening_and_encoding_import_nothing_heavy(bundle: Bundle) -> None:
    code = (
        "import sys; from pathlib import Path; import numpy as np\n"
        "from pigment_archive.encoder import Bundle\n"
        "bundle = Bundle.open(Path(sys.argv[1])); bundle.encode(np.zeros((3, bundle.network.points)))\n"
        "print(*sys.modules)"
    )
    command = [sys.executable, "-c", code, str(bundle.path)]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "safetensors.numpy" in loaded
    assert not {"torch", "sklearn", "numba", "pyarrow", "umap", "pandas", "qdrant_client"} & set(loaded)
