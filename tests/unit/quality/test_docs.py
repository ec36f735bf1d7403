"""docs/quality.md says what the code does: its limits are generated, its checks complete."""

from __future__ import annotations

from pigment_archive.quality import THRESHOLDS, Check
from pigment_archive.quality.thresholds import Limits
from pigment_archive.records.vocabulary import AXIS_OF_TECHNIQUE
from pigment_archive.units import AXIS_UNITS
from tests.conftest import REPOSITORY


def limits_table() -> str:
    rows = ["| limit | warning | failed | what it limits |", "|---|---|---|---|"]
    for name, field in type(THRESHOLDS).model_fields.items():
        value = getattr(THRESHOLDS, name)
        if isinstance(value, Limits):
            rows.append(f"| `{name}` | {value.warning:g} | {value.failed:g} | {field.description} |")
        elif isinstance(value, int | float):
            rows.append(f"| `{name}` | {value:g} | | {field.description} |")
    for technique, limits in THRESHOLDS.axis_shift.items():
        unit = AXIS_UNITS[AXIS_OF_TECHNIQUE[technique]]
        rows.append(
            f"| `axis_shift`, {technique.value} | {limits.warning:g} | {limits.failed:g} | Shift in {unit}. |"
        )
    return "\n".join(rows)


def ranges_table() -> str:
    rows = ["| technique | ranges, width of a cell |", "|---|---|"]
    for technique, ranges in THRESHOLDS.compared.items():
        unit = AXIS_UNITS[AXIS_OF_TECHNIQUE[technique]]
        said = "; ".join(f"{one.lo:g}-{one.hi:g} {unit}, {one.cell:g}" for one in ranges)
        rows.append(f"| `{technique.value}` | {said} |")
    return "\n".join(rows)


def test_the_page_has_every_check_and_the_limits_in_force() -> None:
    page = (REPOSITORY / "docs" / "quality.md").read_text("utf-8")
    assert [check for check in Check if f"`{check.value}`" not in page] == []
    assert THRESHOLDS.id in page
    assert limits_table() in page
    assert ranges_table() in page
