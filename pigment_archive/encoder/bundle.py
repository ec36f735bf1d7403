"""A bundle: a model and its recipe as one directory that cannot be taken for another.

::

    card.json             what it is, and the SHA-256 of every other file
    recipe.json           how spectra are prepared for it
    weights.safetensors   float32 tensors, named and shaped as the architecture says
    golden.npz            synthetic inputs and their latents
    split.parquet         record, sample and part of the split

The SHA-256 of `card.json` is the digest of the whole: who knows it knows every byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load

from pigment_archive.encoder.architecture import tensor_shapes
from pigment_archive.encoder.card import Card
from pigment_archive.encoder.forward import Latents, Network
from pigment_archive.encoder.golden import agrees
from pigment_archive.errors import CorruptModel, ModelError, ModelMismatch, ModelNotFound
from pigment_archive.preprocessing import Recipe

CARD = "card.json"
RECIPE = "recipe.json"
WEIGHTS = "weights.safetensors"
GOLDEN = "golden.npz"
SPLIT = "split.parquet"
DIGESTED = (RECIPE, WEIGHTS, GOLDEN, SPLIT)


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """An opened model: everything was checked, everything is in memory.

    Attributes:
        path: The directory it was read from, named as the archive calls the model.
        card: What it is.
        recipe: How spectra are prepared for it; queries too.
        digest: SHA-256 of card.json: the digest of the whole bundle.
        network: The forward pass.
    """

    path: Path
    card: Card
    recipe: Recipe
    digest: str
    network: Network

    @property
    def name(self) -> str:
        """What the archive calls this model version, for example raman-1: the name of its directory.

        The card keeps the name its maker gave it, which may be taken where it was imported to.
        """
        return self.path.name

    @classmethod
    def open(cls, path: Path, *, expected_digest: str | None = None) -> Bundle:
        """Read a bundle and check every byte, every tensor and the golden vectors.

        Args:
            path: The bundle's directory.
            expected_digest: Digest of the bundle as noted elsewhere. Without it an exchanged card that
                agrees with its own files passes.

        Raises:
            ModelNotFound: There is no such directory.
            CorruptModel: A file is missing or not what the card says; `where` is the file.
        """
        if not path.is_dir():
            raise ModelNotFound("no model of that name is here", where=path.name)
        files = {name: _read(path / name) for name in (CARD, *DIGESTED)}
        return cls.of_files(path, files, expected_digest=expected_digest)

    @classmethod
    def of_files(
        cls, path: Path, files: Mapping[str, bytes], *, expected_digest: str | None = None
    ) -> Bundle:
        """The bundle that the content of its files makes, checked as `open` checks it.

        Args:
            path: Where the files are, or will be.
            files: Content of card.json and of every file it names.
            expected_digest: Digest of the bundle as noted elsewhere.

        Raises:
            CorruptModel: A file is not what the card says; `where` is the file.
        """
        digest = hashlib.sha256(files[CARD]).hexdigest()
        if expected_digest not in (None, digest):
            raise _corrupt(path / CARD, "its SHA-256 is not the digest noted for this model")
        card = _card(path, files[CARD])
        for name in DIGESTED:
            if card.sha256[name] != hashlib.sha256(files[name]).hexdigest():
                raise _corrupt(path / name, "its SHA-256 is not the one on the card")
        recipe = _recipe(path, files[RECIPE], card)
        network = Network(_tensors(path, files[WEIGHTS], card, recipe), card.architecture)
        _check_golden(path, files[GOLDEN], network)
        return cls(path, card, recipe, digest, network)

    def weights(self) -> dict[str, npt.NDArray[np.float32]]:
        """The tensors as they are on disk, to go on training from."""
        tensors: dict[str, npt.NDArray[np.float32]] = load(_read(self.path / WEIGHTS))
        return tensors

    def encode(self, prepared: npt.NDArray[np.float64]) -> Latents:
        """Latents of prepared spectra, float64 (m, g); see `Network.encode`."""
        return self.network.encode(prepared)

    def decode(self, latents: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Prepared spectra of latents, (m, d); see `Network.decode`."""
        return self.network.decode(latents)


def _corrupt(file: Path, problem: str) -> CorruptModel:
    return CorruptModel(
        problem,
        where=f"{file.parent.name}/{file.name}",
        remedy="Take the model from a backup, or train another.",
    )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as cause:
        raise _corrupt(file, "the file is missing") from cause
    except OSError as cause:
        raise _corrupt(file, f"the file cannot be read ({cause.strerror})") from cause


def _card(path: Path, content: bytes) -> Card:
    try:
        card = Card.model_validate_json(content)
    except ValidationError as cause:
        raise _corrupt(path / CARD, "the card is not of the expected form") from cause
    if card.sha256.keys() != set(DIGESTED):
        raise _corrupt(path / CARD, f"the card must name the digests of {', '.join(DIGESTED)}, and no others")
    return card


def _recipe(path: Path, content: bytes, card: Card) -> Recipe:
    try:
        recipe = Recipe.model_validate_json(content)
    except (ValidationError, ModelMismatch) as cause:
        raise _corrupt(path / RECIPE, "the recipe is not of the expected form") from cause
    if (recipe.id, recipe.technique, recipe.window) != (card.recipe, card.technique, card.window):
        raise _corrupt(path / RECIPE, f"the recipe is {recipe.id}, but the card says {card.recipe}")
    return recipe


def _tensors(path: Path, content: bytes, card: Card, recipe: Recipe) -> dict[str, npt.NDArray[np.float32]]:
    try:
        tensors: dict[str, npt.NDArray[np.float32]] = load(content)
    except (SafetensorError, LookupError, ValueError) as cause:
        raise _corrupt(path / WEIGHTS, "the weights cannot be read") from cause
    shapes = {name: tensor.shape for name, tensor in tensors.items()}
    if shapes != tensor_shapes(card.architecture, recipe.resample.points):
        raise _corrupt(path / WEIGHTS, "names or shapes of the tensors are not those of the architecture")
    if any(tensor.dtype != np.float32 or not np.isfinite(tensor).all() for tensor in tensors.values()):
        raise _corrupt(path / WEIGHTS, "a tensor is not float32 or not finite")
    return tensors


def _check_golden(path: Path, content: bytes, network: Network) -> None:
    try:
        agreed = agrees(content, network)
    except ModelError as cause:
        raise _corrupt(path / GOLDEN, "the golden vectors cannot be read") from cause
    if not agreed:
        raise _corrupt(path / GOLDEN, "the model does not encode the golden vectors as it did when made")
