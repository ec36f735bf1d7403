"""The page of an evaluation says what the tables say, and opens without anything from elsewhere."""

from __future__ import annotations

from html.parser import HTMLParser

import numpy as np
import pytest

from pigment_archive.evaluation.leaks import Leak
from pigment_archive.evaluation.open_set import gather_evidence, open_set_table
from pigment_archive.evaluation.reconstruction import errors, examples, reconstruction_table
from pigment_archive.evaluation.results import Evaluation
from pigment_archive.evaluation.retrieval_table import Asked, ask_all, confusions, retrieval_tables
from pigment_archive.evaluation.supervised import classifier_table
from pigment_archive.evaluation.tables import text_tables
from pigment_archive.pages.evaluation_page import evaluation_page
from tests.unit.evaluation.made import NO_LEAKS, changed, encoded, library

EVIL = "<script>alert('x')</script> & $\\frac{1}{2}$"


class Page(HTMLParser):
    """Tags that are open and close, links to elsewhere, and texts."""

    VOID = frozenset({"meta", "br", "img", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elsewhere: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("src", "href", "xlink:href") and not (value or "").startswith("#"):
                self.elsewhere.append(f"{tag} {name}={value}")
            if name == "id":
                self.ids.append(value or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    made = changed(library(), materials=dict.fromkeys(range(8), EVIL))
    one = encoded(made)
    asked: dict[str, Asked] = {}
    ask_all(one, NO_LEAKS, asked)
    evidence = gather_evidence(one, NO_LEAKS)
    assert evidence is not None
    return Evaluation(
        retrieval=retrieval_tables(asked.values()),
        not_asked=("spectra outside the split",),
        confusions=confusions(asked.values()),
        classifiers=classifier_table(one, NO_LEAKS),
        reconstruction=reconstruction_table([errors(one)]),
        open_set=open_set_table([evidence]),
        leaks=(
            Leak(kind="group", record="a", part="test", name=f"{EVIL} S1", seen="b", seen_name="quartz S1"),
        ),
    )


@pytest.fixture(scope="module")
def page(evaluation: Evaluation) -> str:
    shown = examples(encoded(changed(library(), samples={6: EVIL, 7: EVIL})))
    return evaluation_page(f"Evaluation of {EVIL}", ["the note", "a remark"], evaluation, shown, "nm")


def test_the_page_is_whole_and_needs_nothing_from_elsewhere(page: str) -> None:
    read = Page(page)
    assert read.open == []
    assert read.elsewhere == []
    assert "script" not in read.tags
    assert {"table", "svg", "figure", "nav"} <= read.tags
    assert "http://" not in page.replace("http://www.w3.org/", "")


def test_names_are_text(page: str) -> None:
    assert "<script" not in page
    assert EVIL in Page(page).words


def test_every_cell_of_the_terminal_is_on_the_page(evaluation: Evaluation, page: str) -> None:
    words = Page(page).words
    for table in text_tables(evaluation):
        assert table.title in words
        for row in table.rows:
            assert all(cell in words for cell in row), row
    assert "LEAKS: 1 unseen spectra" in words


def test_the_same_results_give_the_same_page(evaluation: Evaluation, page: str) -> None:
    shown = examples(encoded(changed(library(), samples={6: EVIL, 7: EVIL})))
    again = evaluation_page(f"Evaluation of {EVIL}", ["the note", "a remark"], evaluation, shown, "nm")
    assert again == page


def test_what_could_not_be_measured_is_left_out(evaluation: Evaluation) -> None:
    bare = evaluation.model_copy(
        update={"classifiers": None, "open_set": None, "confusions": (), "retrieval": (), "leaks": ()}
    )
    read = Page(evaluation_page("x", ["note"], bare, (), "nm"))
    assert "svg" not in read.tags
    assert "Reconstruction" in read.words
    assert not np.any([word in read.words for word in ("Open set", "Classifiers", "LEAKS")])
