"""Text in Slack's markup: escaped, clipped and set in code."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.mrkdwn import clip, code, escape, fitting, link, one_line, prose, said


def test_the_three_characters_of_control_sequences_are_escaped() -> None:
    assert escape("<!channel> & co") == "&lt;!channel&gt; &amp; co"


def test_code_keeps_backticks_out() -> None:
    assert code("a`b``c") == "`a'b''c`"


def test_empty_code_is_nothing() -> None:
    assert code("  ") == ""


def test_code_stays_on_one_line() -> None:
    assert code("a\n b") == "`a b`"


def test_codes_in_prose_are_set_in_code() -> None:
    assert (
        prose("InternalError 0x80070020 or MPE_FRAGMENT_NOT_READY")
        == "InternalError `0x80070020` or `MPE_FRAGMENT_NOT_READY`"
    )


def test_words_in_prose_are_left_alone() -> None:
    assert prose("GET /state & wait, HTTP 404") == "GET /state &amp; wait, HTTP 404"


def test_a_link_is_labelled_by_host_and_page() -> None:
    assert (
        link("https://docs.example.com/a/b.html#c")
        == "<https://docs.example.com/a/b.html#c|docs.example.com: b.html#c>"
    )


def test_a_link_cannot_be_broken_out_of() -> None:
    assert link("https://x.example/|y>z<!here>?a=1&b=2", "l") == "<https://x.example/%7Cy%3Ez%3C!here%3E?a=1&amp;b=2|l>"


def test_what_is_no_web_address_is_not_linked() -> None:
    assert link("javascript:alert(1)") == "javascript:alert(1)"


def test_clipping_says_so() -> None:
    assert clip("abcdef", 4) == "abc…"
    assert clip("abcd", 4) == "abcd"


def test_only_whole_lines_are_kept() -> None:
    assert fitting(["abc", "def", "g"], 8) == "abc\ndef"


@settings(deadline=None)
@given(st.text(max_size=400), st.integers(5, 100))
def test_said_fits_and_no_entity_is_cut(text: str, limit: int) -> None:
    told = said(text, limit)
    assert len(told) <= limit
    assert "<" not in told
    whole = told.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert "&" not in whole


@pytest.mark.parametrize("text", ["a  b\n\tc ", "a b c"])
def test_one_line_has_single_spaces(text: str) -> None:
    assert one_line(text) == "a b c"
