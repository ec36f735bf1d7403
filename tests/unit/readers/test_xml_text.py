"""XML to its tree, without what may expand, and bounded."""

from __future__ import annotations

import pytest

from pigment_archive.errors import Inconsistent, TooLarge, Truncated, UnsupportedVariant
from pigment_archive.readers.xml_text import DEEPEST, parse_xml


@pytest.mark.parametrize("declared", ["", "<?xml version='1.0' encoding='WINDOWS-1252'?>\n", "\n "])
def test_a_tree_is_read_whatever_encoding_its_declaration_names(declared):
    assert parse_xml(f"{declared}<a><b>20 µm</b></a>").findtext("b") == "20 µm"


@pytest.mark.parametrize(
    "before", ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!doctype a>", "<?xml version='1.0'?>\n<!ENTITY b 'c'>"]
)
def test_document_types_and_entities_are_refused_before_parsing(before):
    with pytest.raises(UnsupportedVariant, match="document type"):
        parse_xml(f"{before}<a>&b;</a>")


@pytest.mark.parametrize("text", ["", "<a><b></b>", "<a><b", "<a><![CDATA[x"])
def test_what_ends_too_early_is_truncated(text):
    with pytest.raises(Truncated):
        parse_xml(text)


@pytest.mark.parametrize("text", ["<a></b>", "a", "<a/><a/>", "<a>&b;</a>"])
def test_what_is_no_xml_is_inconsistent(text):
    with pytest.raises(Inconsistent, match="line 1"):
        parse_xml(text)


def test_deep_and_large_trees_are_given_up_while_they_grow():
    assert parse_xml("<a>" * DEEPEST + "</a>" * DEEPEST).tag == "a"
    with pytest.raises(TooLarge, match="deep"):
        parse_xml("<a>" * 200_000)
    assert len(parse_xml("<a><b/><b/></a>", most=3)) == 2
    with pytest.raises(TooLarge, match="elements"):
        parse_xml("<a><b/><b/></a>", most=2)
