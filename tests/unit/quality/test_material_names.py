from __future__ import annotations

import pytest

from pigment_archive.quality.material_names import plain_name


@pytest.mark.parametrize(
    "name", ["Lead-Tin Yellow", "lead_tin  yellow", "LEAD TIN YELLOW", "leád-tin yellow", "Lead (tin) yellow"]
)
def test_spelling_does_not_make_another_material(name) -> None:
    assert plain_name(name) == plain_name("lead-tin yellow")


@pytest.mark.parametrize("name", ["Zinc white", "lead-tin yellow II", "鉛錫黄"])
def test_another_word_does(name) -> None:
    assert plain_name(name) not in (plain_name("lead-tin yellow"), None)


@pytest.mark.parametrize("name", [None, "", " - ", "…"])
def test_nothing_is_no_name(name) -> None:
    assert plain_name(name) is None
