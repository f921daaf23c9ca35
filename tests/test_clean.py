"""Whatever comes in, what passes the door is safe to store, match and show."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.clean import LONGEST, MARKS_IN_A_ROW, clean, decode_bytes, unescape_once
from tests.pace import within

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()))
MARK_HEAVY = st.text(alphabet="ae\u0301\u0316\u0344\u0958\u0f73\ufb2c\u1f82\u200d\r\n\x00\x1b[0m", max_size=60)


@given(ANY_TEXT)
def test_any_text_can_be_written_as_utf_8(text: str) -> None:
    clean(text).text.encode()


@given(ANY_TEXT)
def test_no_control_but_tab_and_line_feed_is_left(text: str) -> None:
    assert {char for char in clean(text).text if unicodedata.category(char) == "Cc"} <= {"\t", "\n"}


@given(ANY_TEXT | MARK_HEAVY)
@example("\r\x00\n")
@example("\u0f73" * 5)
@example("\u0958" + "\u0301" * 4)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once


def test_cleaning_every_character_twice_changes_nothing() -> None:
    every = " ".join(map(chr, range(sys.maxunicode + 1)))
    once = clean(every, limit=len(every)).text
    assert clean(once, limit=len(every)).text == once


@given(ANY_TEXT | MARK_HEAVY, st.integers(min_value=0, max_value=40))
def test_no_more_than_the_limit_is_kept(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert len(cleaned.text) <= limit
    assert cleaned.length == len(text)
    assert cleaned.cut or len(text) <= limit


def test_short_text_is_not_cut() -> None:
    assert not clean("404").cut


def test_a_character_that_comes_apart_is_counted_after() -> None:
    cleaned = clean("\ufb2c" * 10, limit=10)
    assert len(cleaned.text) == 10
    assert cleaned.cut


@given(MARK_HEAVY)
def test_no_character_carries_a_tower_of_marks(text: str) -> None:
    run = 0
    for char in clean(text).text:
        run = run + 1 if unicodedata.combining(char) else 0
        assert run <= MARKS_IN_A_ROW


@pytest.mark.parametrize("marks", ["\u0316\u0301", "\u0f73\u0f73", "\u0344\u0316"])
def test_300000_unsorted_marks_take_less_than_a_second(marks: str) -> None:
    with within(1):
        clean("e" + marks * 150_000)


@pytest.mark.parametrize(
    "unit", ["\x1b[", "\x1b[0", "\x1b]x", "\x1b]" + "x" * 2000, "\x00", "\ud800", "\r", "\u200b", "\ufb2c"]
)
def test_the_longest_hostile_text_takes_less_than_two_seconds_a_million_characters(unit: str) -> None:
    with within(2):
        clean((unit * (LONGEST // len(unit) + 1))[: LONGEST // 2])


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("tab\tstays", "tab\tstays"),
        ("\x00nul\x07", "nul"),
        ("\x1b[31mERROR\x1b[0m 404", "ERROR 404"),
        ("\x1b]0;title\x07prompt", "prompt"),
        ("\x1b]8;;http://a\x1b\\link", "link"),
        ("\x1b(Bplain", "plain"),
        ("0x8088\u200b002A\ufeff", "0x8088002A"),
        ("\u202e404\u202c", "404"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u201ccode\u201d \u2018x\u2019", "\"code\" 'x'"),
        ("a\u2014b \u22122138570710", "a-b -2138570710"),
        ("404\u00a0Not\u202fFound", "404 Not Found"),
        ("\uff14\uff10\uff14\u3000\uff21\uff42", "404 Ab"),
        ("lone \ud83d", "lone \ufffd"),
        ("e\u0301", "\u00e9"),
        ("\u2460 \ufb01", "\u2460 \ufb01"),
        ("错误代码 404", "错误代码 404"),
        ("\U0001f600", "\U0001f600"),
    ],
)
def test_text_is_cleaned(dirty: str, expected: str) -> None:
    assert clean(dirty).text == expected


def test_an_unfinished_terminal_sequence_swallows_no_text() -> None:
    assert "0x8088002A" in clean("\x1b]0;0x8088002A locked").text


@given(ANY_TEXT)
def test_unescaping_undoes_what_slack_does(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert unescape_once(escaped) == text


def test_entities_of_the_pasted_xml_survive_unescaping() -> None:
    assert unescape_once("&lt;a href=&quot;x&amp;amp;y&quot;&gt; &amp;lt;") == "<a href=&quot;x&amp;y&quot;> &lt;"


@given(st.binary())
def test_any_bytes_are_text(data: bytes) -> None:
    clean(decode_bytes(data)).text.encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@given(text=st.text(min_size=1).filter(lambda text: text[0] not in "\ufeff\x00"))
def test_unicode_files_are_read_as_written(encoding: str, text: str) -> None:
    assert decode_bytes(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xff\xfe4\x000\x004\x00", "404"),
        (b"\xfe\xff\x004\x000\x004", "404"),
        (b"caf\xe9", "café"),
        (b"\x93quoted\x94", "\u201cquoted\u201d"),
        (b"\x81 404", "\x81 404"),
        ("é错".encode()[:-1], "é"),
        (b"\xff\xfe4", "\ufffd"),
    ],
)
def test_files_are_read_by_what_their_bytes_tell(data: bytes, text: str) -> None:
    assert decode_bytes(data) == text
