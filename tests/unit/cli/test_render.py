from __future__ import annotations

import pytest

from pigment_archive.cli import render
from pigment_archive.workflows.reports import Refusal


@pytest.mark.parametrize(("count", "more"), [(20, 0), (23, 3)])
def test_one_reason_fills_no_screen(capsys: pytest.CaptureFixture[str], count: int, more: int) -> None:
    alike = [Refusal(file=f"{i}.csv", code="truncated", reason="It ends early.") for i in range(count)]
    other = Refusal(file="other.csv", code="inconsistent", reason="It is wrong.")
    render.refused([*alike, other])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21 + (more > 0)
    assert any(f"and {more} more" in line for line in lines) == (more > 0)
    assert "other.csv" in lines[-1]
