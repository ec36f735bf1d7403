"""What brukeropus makes of the blocks of an OPUS file: parameters as text, results as numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pigment_archive.errors import Inconsistent, TooLarge, UnsupportedVariant
from pigment_archive.readers.bruker_opus.directory import Entry, require_forward
from pigment_archive.readers.reader import Limits

Floats = npt.NDArray[np.float64]
Parameters = dict[str, Any]
RESULTS: Final = {
    4: "absorbance", 5: "transmittance", 6: "Kubelka-Munk", 10: "Raman", 11: "emission", 12: "reflectance",
    15: "log reflectance", 16: "ATR", 17: "photoacoustic", 18: "arithmetic", 19: "arithmetic",
}  # fmt: skip
RAMAN: Final = 10
_OF_ONE_BEAM: Final = (1, 2)
_PLAIN, _COMPACT, _SERIES = 0, 4, 2
_REAL_OR_AMPLITUDE: Final = (0, 1, 3)
_FLOAT32: Final = 1
_DIRECTORY: Final = 13


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """One result: the number of its kind (`RESULTS`), its name, axis, values and own parameters."""

    kind: int
    label: str
    axis: Floats
    values: Floats
    status: Parameters


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """What the file holds: results in file order, parameters by block, names of other data."""

    results: list[Result] = field(default_factory=list)
    parameters: dict[str, Parameters] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


def blocks_of(data: bytes, entries: list[Entry], limits: Limits) -> Blocks:
    """The blocks of a file whose directory was checked.

    Raises:
        Inconsistent: A result does not fit its parameters.
        UnsupportedVariant: A result in integers.
        TooLarge: A result has more points than the limits.
    """
    from brukeropus.file import FileBlock, get_block_type, pair_data_and_status_blocks

    found = Blocks()
    paired = []
    for entry in sorted(entries, key=lambda entry: entry.start):
        kind = get_block_type(entry.kind)
        block = FileBlock(data, kind, entry.length, entry.start)
        if block.is_param():
            require_forward(data, entry)
            block.parse()
            if isinstance(block.data, dict):
                _keep(found.parameters, block.get_label(), block.data)
                if block.is_data_status() and _is_complete(block.data):
                    paired.append(block)
        elif _is_result(kind) and entry.length:
            block.parse()
            paired.append(block)
        elif kind[2] == 0 and kind[3] not in (0, _DIRECTORY) and kind[5] != 5:
            found.others.append(block.get_label())
    pairs = pair_data_and_status_blocks(paired)
    pairs = list({status.start: (block, status) for block, status in pairs}.values())
    matched = {block.start for block, _ in pairs}
    found.others.extend(b.get_label() for b in paired if b.is_data() and b.start not in matched)
    for block, status in sorted(pairs, key=lambda pair: int(pair[0].start)):
        found.results.append(_result(block, status, limits))
    return found


def _keep(parameters: dict[str, Parameters], label: str, values: Parameters) -> None:
    name, again = label, 2
    while name in parameters:
        name, again = f"{label} ({again})", again + 1
    parameters[name] = {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    """A value as it is; of text, which brukeropus reads as Latin-1, the letters of Windows-1252."""
    if isinstance(value, str) and any("\x80" <= letter <= "\x9f" for letter in value):
        return value.encode("latin-1", "replace").decode("cp1252", "replace")
    return value


def _is_result(kind: tuple[int, ...]) -> bool:
    """A spectrum that is the result of a measurement, in the first channel and not derived from another."""
    part, source, group, sort, derivative, form = kind
    return (
        group == 0
        and sort in RESULTS
        and (source not in _OF_ONE_BEAM or sort == RAMAN)
        and part in _REAL_OR_AMPLITUDE
        and derivative == 0
        and form in (_PLAIN, _COMPACT)
    )


def _is_complete(status: Mapping[str, Any]) -> bool:
    points, numbers = status.get("npt"), [status.get(name) for name in ("fxv", "lxv", "csf")]
    return isinstance(points, int) and points > 1 and all(isinstance(value, float) for value in numbers)


def _result(block: Any, status: Any, limits: Limits) -> Result:
    from brukeropus.file import Data

    values = dict(status.data)
    if values.get("dpf", _FLOAT32) != _FLOAT32:
        raise UnsupportedVariant(
            f"the {block.get_label()} is not stored as float32",
            remedy="Save it again in OPUS, or as JCAMP-DX.",
        )
    if values["npt"] > limits.points:
        raise TooLarge(f"{values['npt']} points in one spectrum, at most {limits.points} are read")
    if len(block.data) < values["npt"]:
        raise Inconsistent(f"the {block.get_label()} has fewer points than its parameters say")
    if not all(math.isfinite(values[name]) for name in ("fxv", "lxv", "csf")):
        raise Inconsistent("first or last place, or the factor of the values, is no number")
    kind = int(block.type[3])
    with np.errstate(all="ignore"):
        spectrum = Data(block, status, key="result", vel=0)
        x, y = np.asarray(spectrum.x, np.float64), np.asarray(spectrum.y, np.float64)
    return Result(kind, str(spectrum.label), x, y, values)
