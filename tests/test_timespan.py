"""Spans of time, read and told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timespan import DAY, LONGEST, in_words, is_in, seconds


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2h", 7200),
        ("90m", 5400),
        ("1d", 86400),
        (" 2 H ", 7200),
        ("2 hours", 7200),
        ("1 hour", 3600),
        ("3hrs", 10800),
        ("45 minutes", 2700),
        ("45min", 2700),
        ("1d12h", 129600),
        ("1d 12h 5m", 129900),
        ("1.5h", 5400),
        ("1,5 h", 5400),
    ],
)
def test_a_span_is_read_as_people_write_it(text: str, span: int) -> None:
    assert seconds(text) == span


@pytest.mark.parametrize(
    "text",
    ["", " ", "2", "h", "0h", "-2h", "2x", "2h ago", "last 2h", "1h 1d", "2h 3h", "2e3h", "२h", "9999d", "2mh", "soon"],
)
def test_what_is_no_span_is_not_guessed(text: str) -> None:
    assert seconds(text) is None


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (7200, "2 h"),
        (5400, "1 h 30 min"),
        (86400, "24 h"),
        (90061, "25 h 1 min"),
        (172_800, "2 d"),
        (180_000, "2 d 2 h"),
        (180_061, "2 d 2 h"),
        (172_860, "2 d 1 min"),
        (1, "1 min"),
        (3599.9, "1 h"),
    ],
)
def test_a_span_is_told_in_its_two_longest_units(span: float, told: str) -> None:
    assert in_words(span) == told


@given(st.integers(0, 90), st.integers(0, 23))
def test_whole_hours_are_read_back_as_they_were_told(days: int, hours: int) -> None:
    span = days * DAY + hours * 3600
    if span:
        assert seconds(in_words(span)) == span


@pytest.mark.parametrize("text", ["2h", "2h for the incident", "of #general 2 hours", "the last 90m"])
def test_a_span_is_found_among_words(text: str) -> None:
    assert is_in(text)


@pytest.mark.parametrize("text", ["", "of the incident", "at 2", "0x8088002A", "v2h", "9999d"])
def test_words_without_a_span_have_none(text: str) -> None:
    assert not is_in(text)


@given(st.text(max_size=40))
def test_whatever_is_written_it_is_a_span_or_none(text: str) -> None:
    span = seconds(text)
    assert span is None or 0 < span <= LONGEST
