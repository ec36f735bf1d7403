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
_STATUS: Final = 1 << 4
_ALL_BITS, _KIND_BITS = 0xFFFFFFFF, 0x3FFFFF
_MOST_COMPARED: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """One result: its block's type, the number of its kind (`RESULTS`), name, axis, values and parameters."""

    code: int
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
    from brukeropus.file import FileBlock, get_block_type

    found = Blocks()
    data_blocks: list[tuple[int, Any]] = []
    statuses: list[tuple[int, Any]] = []
    for entry in sorted(entries, key=lambda entry: entry.start):
        kind = get_block_type(entry.kind)
        block = FileBlock(data, kind, entry.length, entry.start)
        if block.is_param():
            require_forward(data, entry)
            block.parse()
            if isinstance(block.data, dict):
                _keep(found.parameters, block.get_label(), block.data)
                if block.is_data_status() and _is_complete(block.data):
                    statuses.append((entry.kind & ~_STATUS, block))
        elif _is_result(kind) and entry.length:
            block.parse()
            data_blocks.append((entry.kind, block))
        elif kind[2] == 0 and kind[3] not in (0, _DIRECTORY) and kind[5] != 5:
            found.others.append(block.get_label())
    pairs = _paired(data_blocks, statuses)
    matched = {block.start for _, block, _ in pairs}
    found.others.extend(block.get_label() for _, block in data_blocks if block.start not in matched)
    found.results.extend(_result(code, block, status, limits) for code, block, status in pairs)
    return found


def _paired(blocks: list[tuple[int, Any]], statuses: list[tuple[int, Any]]) -> list[tuple[int, Any, Any]]:
    """(type, data, its parameters) in file order.

    Data and parameters belong together by their type; of several of one type by smallest and largest value,
    and what is then left over by their order. The type's upper bits may be missing from one of the two.
    So many that comparing all would take long are no results of measurements; their order must do.
    """
    pairs: list[tuple[int, Any, Any]] = []
    by_extremes = [(_ALL_BITS, _has_extremes)] if len(blocks) <= _MOST_COMPARED else []
    for bits, fits in (*by_extremes, (_ALL_BITS, _is_long_enough), (_KIND_BITS, _is_long_enough)):
        for code, block in blocks:
            fitting = (
                (place, status)
                for place, (kind, status) in enumerate(statuses)
                if kind & bits == code & bits and fits(block.data, status.data)
            )
            if all(block is not other for _, other, _ in pairs) and (chosen := next(fitting, None)):
                pairs.append((code, block, chosen[1]))
                statuses = statuses[: chosen[0]] + statuses[chosen[0] + 1 :]
    return sorted(pairs, key=lambda pair: int(pair[1].start))


def _is_long_enough(values: npt.NDArray[Any], status: Mapping[str, Any]) -> bool:
    return bool(len(values) >= status["npt"])


def _has_extremes(values: npt.NDArray[Any], status: Mapping[str, Any]) -> bool:
    if not _is_long_enough(values, status):
        return False
    with np.errstate(all="ignore"):
        scaled = status["csf"] * values[: status["npt"]].astype(np.float64)
    return bool(scaled.min() == status.get("mny") and scaled.max() == status.get("mxy"))


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


def _is_complete(status: dict[str, Any]) -> bool:
    """True when the axis is given; values without a factor stand as they are."""
    status.setdefault("csf", 1.0)
    points, numbers = status.get("npt"), [status.get(name) for name in ("fxv", "lxv", "csf")]
    return isinstance(points, int) and points > 1 and all(isinstance(value, float) for value in numbers)


def _result(code: int, block: Any, status: Any, limits: Limits) -> Result:
    from brukeropus.file import Data

    values = dict(status.data)
    if values.get("dpf", _FLOAT32) != _FLOAT32:
        raise UnsupportedVariant(
            f"the {block.get_label()} is not stored as float32",
            remedy="Save it again in OPUS, or as JCAMP-DX.",
        )
    if values["npt"] > limits.points:
        raise TooLarge(f"{values['npt']} points in one spectrum, at most {limits.points} are read")
    if not all(math.isfinite(values[name]) for name in ("fxv", "lxv", "csf")):
        raise Inconsistent("first or last place, or the factor of the values, is no number")
    kind = int(block.type[3])
    with np.errstate(all="ignore"):
        spectrum = Data(block, status, key="result", vel=0)
        x, y = np.asarray(spectrum.x, np.float64), np.asarray(spectrum.y, np.float64)
    return Result(code, kind, str(spectrum.label), x, y, values)
