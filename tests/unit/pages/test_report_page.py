from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from pigment_archive.pages.report_page import Heading, Paragraph, Section, Table, drawing, report_page
from tests.unit.pages.test_evaluation_page import Page


def page(*parts: object) -> str:
    return report_page("Title", "note", [Section("One", parts)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (("1", "-2.5", "3e-04", "79.0 (76.1-81.8)", "-2.9 (-5.0..+0.4)", "1,049"), True),
        (("-", "", "5 %"), True),
        (("1", "PCA-32"), False),
        (("532 nm laser",), False),
    ],
)
def test_columns_of_numbers_stand_to_the_right(cells: tuple[str, ...], right: bool) -> None:
    assert ("<td class=number>" in page(Table(("x",), [(cell,) for cell in cells]))) == right


def test_rows_may_stand_out_and_captions_are_text() -> None:
    made = page(Table(("a",), [("x",), ("y",)], caption="<b>", marked=frozenset({1})))
    assert made.count("<tr class=marked>") == 1
    assert "<caption>&lt;b&gt;</caption>" in made


def test_parts_are_told_apart() -> None:
    made = page(Heading("Deeper"), Paragraph("calm"), Paragraph("loud", warning=True))
    assert "<h3>Deeper</h3>" in made
    assert "<p>calm</p>" in made
    assert "<p class=warning>loud</p>" in made
    assert '<a href="#part-1">One</a>' in made


def test_a_figure_is_the_same_every_time_and_its_words_are_words() -> None:
    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], label="$x$ <b>")
        axes.legend()

    first, second = drawing(draw, caption="below"), drawing(draw, caption="below")
    assert first == second
    assert "$x$ &lt;b&gt;" in first.svg
    assert first.svg.startswith("<svg")
    two = Page(page(first, second))
    groups = [name for name in two.ids if name.startswith(("figure", "axes", "text"))]
    assert groups == []
