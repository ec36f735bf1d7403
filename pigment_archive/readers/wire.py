"""Jobs and outcomes as bytes between the archive and its reading processes: JSON and raw numbers, no code.

A message is two lengths (uint64, little-endian), JSON of the first length and a block of numbers of the
second. What comes from a reading process is checked like any other input: it has read a hostile file.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import ReadError
from pigment_archive.readers.hints import ColumnMap, Hints, Sampling
from pigment_archive.readers.jobs import Job
from pigment_archive.readers.outcome import Outcome
from pigment_archive.readers.reader import Limits
from pigment_archive.records import Quantity, Spectrum, Technique
from pigment_archive.units import AxisKind

_LENGTHS: Final = struct.Struct("<QQ")
_ARRAYS: Final = {"axis": "<f8", "values": "<f8", "sigma": "<f8", "width": "<f8", "mask": "|u1"}
_ALIGN: Final = 8
_KINDS: Final[tuple[type[ReadError], ...]] = (ReadError, *ReadError.__subclasses__())
_ERRORS: Final = {kind.code: kind for kind in _KINDS}


class Block:
    """Numbers laid one after another; the same numbers twice in a row are kept once."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0
        self._last: dict[str, tuple[bytes, int]] = {}

    def add(self, name: str, data: bytes) -> list[int]:
        """[offset, length] of the bytes."""
        known = self._last.get(name)
        if known is None or known[0] != data:
            known = self._last[name] = (data, self.size)
            self.parts += [data, bytes(-len(data) % _ALIGN)]
            self.size += len(data) + -len(data) % _ALIGN
        return [known[1], len(data)]


def send(stream: BinaryIO, head: dict[str, Any], block: Block) -> None:
    """Write one message."""
    text = json.dumps(head).encode()
    stream.write(_LENGTHS.pack(len(text), block.size))
    stream.write(text)
    stream.writelines(block.parts)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next message, None where the other side is gone or sends no message."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_size, block_size = _LENGTHS.unpack(lengths)
    head, block = stream.read(head_size), stream.read(block_size)
    if len(head) < head_size or len(block) < block_size:
        return None
    return json.loads(head), block


def job_message(job: Job) -> tuple[dict[str, Any], Block]:
    """A job as a message."""
    block = Block()
    sampling = job.hints.sampling
    mask = None if sampling.mask is None else np.ascontiguousarray(sampling.mask, "<u2")
    head = {
        "name": job.name,
        "where": job.where,
        "path": None if job.path is None else str(job.path),
        "header_path": None if job.header_path is None else str(job.header_path),
        "data": block.add("data", job.data),
        "header": None if job.header is None else block.add("header", job.header),
        "limits": dataclasses.asdict(job.limits),
        "technique": job.hints.technique,
        "column_maps": [dataclasses.asdict(known) for known in job.hints.column_maps],
        "sampling": {"every": sampling.every, "region": sampling.region, "average": sampling.average},
        "mask": None if mask is None else [*block.add("pixels", mask.tobytes()), *mask.shape],
    }
    return head, block


def job_of(head: dict[str, Any], block: bytes) -> Job:
    """The job of a message; it comes from the archive itself."""
    sampling = head["sampling"]
    hints = Hints(
        technique=None if head["technique"] is None else Technique(head["technique"]),
        sampling=Sampling(
            every=sampling["every"],
            region=None if sampling["region"] is None else tuple(sampling["region"]),
            mask=None if head["mask"] is None else _mask(head["mask"], block),
            average=sampling["average"],
        ),
        column_maps=tuple(_column_map(known) for known in head["column_maps"]),
    )
    return Job(
        name=head["name"],
        where=head["where"],
        path=None if head["path"] is None else Path(head["path"]),
        header_path=None if head["header_path"] is None else Path(head["header_path"]),
        data=_cut(block, head["data"]),
        header=None if head["header"] is None else _cut(block, head["header"]),
        hints=hints,
        limits=Limits(**head["limits"]),
    )


def _cut(block: bytes, place: list[int]) -> bytes:
    return block[place[0] : place[0] + place[1]]


def _mask(place: list[int], block: bytes) -> npt.NDArray[np.uint16]:
    return np.frombuffer(_cut(block, place), "<u2").reshape(place[2], place[3])


def _column_map(known: dict[str, Any]) -> ColumnMap:
    plain = {**known, "values": tuple(known["values"])}
    return ColumnMap(
        **{**plain, "axis_kind": AxisKind(known["axis_kind"]), "quantity": Quantity(known["quantity"])}
    )


def outcome_message(outcome: Outcome) -> tuple[dict[str, Any], Block]:
    """An outcome as a message."""
    block = Block()
    head = {
        "sha256": outcome.sha256,
        "size": outcome.size,
        "reader": outcome.reader,
        "skipped": outcome.skipped,
        "error": None if outcome.error is None else outcome.error.parts(),
        "refused": [error.parts() for error in outcome.refused],
        "spectra": [_spectrum_parts(spectrum, block) for spectrum in outcome.spectra],
    }
    return head, block


def _spectrum_parts(spectrum: Spectrum, block: Block) -> dict[str, Any]:
    arrays = {name: getattr(spectrum, name) for name in _ARRAYS}
    return {
        "said": spectrum.model_dump(mode="json", exclude=set(_ARRAYS), exclude_defaults=True),
        "arrays": {
            name: block.add(name, np.ascontiguousarray(array, _ARRAYS[name]).tobytes())
            for name, array in arrays.items()
            if array is not None
        },
    }


def outcome_of(head: dict[str, Any], block: bytes) -> Outcome:
    """The outcome of a message.

    Raises:
        KeyError, TypeError, ValueError, ReadError: It is no outcome; every spectrum is checked anew.
    """
    return Outcome(
        sha256=str(head["sha256"]),
        size=int(head["size"]),
        reader=str(head["reader"]),
        skipped=None if head["skipped"] is None else str(head["skipped"]),
        error=None if head["error"] is None else _error(head["error"]),
        refused=tuple(_error(parts) for parts in head["refused"]),
        spectra=tuple(_spectrum(parts, block) for parts in head["spectra"]),
    )


def _error(parts: dict[str, str]) -> ReadError:
    return _ERRORS[parts["error"]](parts["problem"], where=parts["where"], remedy=parts["remedy"])


def _spectrum(parts: dict[str, Any], block: bytes) -> Spectrum:
    arrays = {}
    for name, (offset, length) in parts["arrays"].items():
        dtype = np.dtype(_ARRAYS[name])
        arrays[name] = np.frombuffer(block, dtype, length // dtype.itemsize, offset)
    return Spectrum(**parts["said"], **arrays)
