"""A file whose card agrees with everything in it is still no model, where what is in it is none."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load, save

from pigment_archive.encoder import Bundle
from pigment_archive.encoder.bundle import CARD, WEIGHTS
from pigment_archive.encoder.card import Description
from pigment_archive.encoder.golden import golden_inputs
from pigment_archive.encoder.split_table import read_split, split_bytes
from pigment_archive.encoder.stored_zip import write_stored
from pigment_archive.errors import CorruptModel
from tests.unit.encoder.exchanged import Files, digest_after_import, forged


def test_weights_of_a_forger_are_refused(files: Files, place: Path) -> None:
    tensors = load(files[WEIGHTS])
    name = min(tensors)
    one = tensors[name]
    for damaged, match in (
        ({**tensors, "more": one}, "names or shapes"),
        ({**tensors, name: one[:-1]}, "names or shapes"),
        ({key: value for key, value in tensors.items() if key != name}, "names or shapes"),
        ({**tensors, name: one.astype(np.float64)}, "not float32"),
        ({**tensors, name: np.full_like(one, np.nan)}, "not finite"),
        ({**tensors, name: np.full_like(one, np.inf)}, "not finite"),
        ({key: value * np.float32(1e18) for key, value in tensors.items()}, "golden"),
    ):
        with pytest.raises(CorruptModel, match=match):
            digest_after_import(place, forged(files, weights_safetensors=save(damaged)))


def test_a_header_of_the_weights_that_no_library_wrote_is_refused(files: Files, place: Path) -> None:
    for header in (
        {"x": {"dtype": "F8_E4M3", "shape": [4], "data_offsets": [0, 4]}},
        {"x": {"dtype": "F32", "shape": [1 << 60], "data_offsets": [0, 1 << 62]}},
        {"x": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}},
        {},
    ):
        text = json.dumps(header).encode()
        content = struct.pack("<Q", len(text)) + text + bytes(4)
        with pytest.raises(CorruptModel, match="weights"):
            digest_after_import(place, forged(files, weights_safetensors=content))
    with pytest.raises(CorruptModel, match="weights"):
        digest_after_import(place, forged(files, weights_safetensors=struct.pack("<Q", 1 << 62)))


def golden(inputs: object, mean: object, variance: object, *, packed: bool = False) -> bytes:
    buffer = io.BytesIO()
    writer = np.savez_compressed if packed else np.savez
    writer(buffer, inputs=np.asarray(inputs), mean=np.asarray(mean), variance=np.asarray(variance))
    return buffer.getvalue()


def test_golden_vectors_that_prove_nothing_are_refused(bundle: Bundle, files: Files, place: Path) -> None:
    inputs = golden_inputs(bundle.network.points)
    latents = bundle.encode(inputs)
    right = (inputs, latents.mean, latents.variance)
    assert digest_after_import(place, forged(files, golden_npz=golden(*right)))
    none = [part[:0] for part in right]
    step = 2e-5 * np.sqrt(latents.mean.var(axis=0).mean())
    bomb = (
        b"\x93NUMPY\x01\x00v\x00"
        + b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 80), }"
    )
    member = bomb.ljust(127) + b"\n"
    for content in (
        golden(*none),
        golden(*right, packed=True),
        golden(inputs, latents.mean + step, latents.variance),
        golden(inputs, latents.mean, latents.variance * np.float32(1.0001)),
        golden(inputs, latents.mean, latents.variance[0]),
        golden(inputs * np.nan, latents.mean * np.nan, latents.variance),
        golden(inputs.astype(int), latents.mean, latents.variance),
        golden(inputs[:, :-1], latents.mean, latents.variance),
        write_stored(dict.fromkeys(("inputs.npy", "mean.npy", "variance.npy"), member)),
        write_stored(dict.fromkeys(("inputs.npy", "mean.npy", "variance.npy"), b"no array")),
        member,
    ):
        with pytest.raises(CorruptModel, match=r"golden\.npz"):
            digest_after_import(place, forged(files, golden_npz=content))


def test_a_split_that_is_not_the_cards_is_refused(files: Files, place: Path, bundle: Bundle) -> None:
    split = read_split(bundle.path)
    names, parts = list(split), list(split.values())
    right = split_bytes(names, names, parts)
    assert digest_after_import(place, forged(files, split_parquet=right))
    for content in (
        b"no table",
        right[:-10],
        split_bytes(names[1:], names[1:], parts[1:]),
        split_bytes(names, names, [parts[0]] * len(parts)),
        split_bytes([], [], []),
    ):
        with pytest.raises(CorruptModel, match="split"):
            digest_after_import(place, forged(files, split_parquet=content))
    with pytest.raises(CorruptModel, match="split"):
        digest_after_import(place, forged(files, {"split_included": False}, split_parquet=right))


def test_a_card_of_another_form_is_refused(files: Files, place: Path) -> None:
    for card in ({"format": 2}, {"technique": "guesswork"}, {"more": 1}, {"recipe": "raman-00000000"}):
        with pytest.raises(CorruptModel):
            digest_after_import(place, forged(files, card))
    nested = b"[" * 100_000
    with pytest.raises(CorruptModel, match="card"):
        digest_after_import(place, write_stored({"CARD.md": b"", **files, CARD: nested}))


def test_a_card_of_before_there_were_descriptions_is_read(files: Files, place: Path) -> None:
    card = json.loads(files[CARD])
    for name in ("description", "derived_from", "edition_of", "split_included"):
        del card[name]
    old = Bundle.of_files(place, {**files, CARD: json.dumps(card).encode()}).card
    assert (old.description, old.derived_from, old.split_included) == (Description(), None, True)
