"""Elements of pasted XML: where it ends, what it holds when it is whole, and what when it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.xml_elements import DEEPEST, GAP, JSON, MOST, SLACK, Element, parse, scan
from tests.xml_trees import TREES

SIBLINGS = frozenset({"code", "message"})


def test_an_element_is_known_by_its_local_name() -> None:
    assert Element("m:Error").local == "error"


def test_a_scan_ends_with_the_element_it_starts_with() -> None:
    text = "see <a><b>1</b></a> and <c/>"
    found = scan(text, 4)
    assert text[4 : found.end] == "<a><b>1</b></a>"
    assert found.whole


def test_siblings_are_read_together() -> None:
    text = "<Code>A1</Code>\n<Message>no</Message>\n<Other/>"
    found = scan(text, 0, siblings=SIBLINGS)
    assert [(child.name, child.text) for child in found.root.children] == [("Code", "A1"), ("Message", "no")]
    assert text[found.end :] == "\n<Other/>"


def test_words_between_siblings_part_them() -> None:
    found = scan("<Code>A1</Code> then <Message>no</Message>", 0, siblings=SIBLINGS)
    assert [child.name for child in found.root.children] == ["Code"]


def test_attributes_give_namespaces_only() -> None:
    found = scan('<a xmlns="urn:1" xmlns:b=\'urn:2\' c="urn:3"/>', 0)
    assert found.root.children[0].namespaces == ("urn:1", "urn:2")


@pytest.mark.parametrize(
    ("text", "bracket"),
    [("&lt;a b=1&gt;x&lt;/a&gt; y", SLACK), ('\\u003ca b=\\"1\\"\\u003ex\\u003c/a\\u003e y', JSON)],
)
def test_escaped_brackets_end_where_plain_ones_would(text: str, bracket: str) -> None:
    found = scan(text, 0, bracket)
    assert found.whole
    assert text[found.end :] == " y"
    assert found.root.children[0].text == "x"


def test_an_unclosed_element_ends_with_the_line_of_its_last_tag() -> None:
    text = "<a><b>1</b><c>half a sen\nnot part of it"
    found = scan(text, 0)
    assert not found.whole
    assert text[found.end :] == "\nnot part of it"
    assert [(child.text, child.cut) for child in found.root.children[0].children] == [
        ("1", False),
        ("half a sen", True),
    ]


def test_a_tag_cut_in_two_at_the_end_belongs_to_it() -> None:
    text = "<a><b>1</b>\n  <Err"
    assert scan(text, 0).end == len(text)


def test_an_unclosed_element_ends_where_its_name_starts_again() -> None:
    assert scan("<a><b>1</b>\n<a><b>2</b></a>", 0).end == len("<a><b>1</b>")


def test_an_unclosed_element_ends_before_a_long_gap() -> None:
    assert scan("<a><b>1</b>" + " " * (GAP + 1) + "</a>", 0).end == len("<a><b>1</b>")


def test_elements_closed_out_of_order_are_not_whole() -> None:
    found = scan("<a><b>1</a>", 0)
    assert not found.whole
    assert found.root.children[0].children[0].text == "1"


def test_elements_are_read_to_a_depth_and_a_number_only() -> None:
    assert not scan("<a>" + "<b>" * DEEPEST + "</b>" * DEEPEST + "</a>", 0).whole
    assert not scan("<a>" + "<b/>" * (MOST + 1) + "</a>", 0).whole
    assert scan("<a>" + "<b/>" * (MOST // 2) + "</a>", 0).whole


def test_what_is_not_well_formed_gives_its_line() -> None:
    assert parse("<a>\n<b>1 & 2</b></a>") == 2
    assert parse("<a></b>") == 1


def test_a_document_type_is_not_read() -> None:
    assert parse('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') == 1
    assert parse("<a>&b;</a>") == 1


def test_references_are_characters() -> None:
    (element,) = parse("<a>&lt;b&gt; &amp;&#x20;c</a>").children  # type: ignore[union-attr]
    assert element.text == "<b> & c"


@given(TREES)
def test_a_scan_of_whole_xml_sees_what_the_parser_sees(document: str) -> None:
    document = f"<root>{document}</root>"
    found = scan(document, 0)
    assert found.whole
    assert found.end == len(document)
    assert found.root == parse(document)


@given(TREES, st.data())
def test_a_scan_of_cut_xml_stays_in_the_text(document: str, data: st.DataObject) -> None:
    text = document[: data.draw(st.integers(3, len(document)))]
    assert 0 <= scan(text, 0).end <= len(text)
