"""Stretches of words: what is looked up as one name, and what is no longer there once it was taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import words
from kb.spans import LONGEST_NAME, Span, Text


def text_of(spoken: str) -> Text:
    return Text([*words.read(spoken)])


def keys(text: Text, longest: int = LONGEST_NAME) -> list[str]:
    return [span.key for span in text.spans(longest)]


def span_of(text: Text, key: str) -> Span:
    return next(span for span in text.spans() if span.key == key)


def test_the_longest_stretch_comes_first_and_of_equal_ones_the_first() -> None:
    assert keys(text_of("one two three")) == ["onetwothree", "onetwo", "twothree", "one", "two", "three"]


def test_a_stretch_knows_where_it_is_and_how_many_words_it_has() -> None:
    span = span_of(text_of("the asset store"), "assetstore")
    assert (span.start, span.end, span.size) == (1, 3, 2)


def test_a_name_is_never_a_part_of_a_run_of_letters() -> None:
    assert keys(text_of("KeyNotFoundException")) == ["keynotfoundexception"]
    assert keys(text_of("saw MPE_LOCKED")) == ["sawmpelocked", "mpelocked", "saw"]


@pytest.mark.parametrize("longest", [1, 2, 5])
def test_no_stretch_is_longer_than_wanted(longest: int) -> None:
    assert max(span.size for span in text_of("a b c d e f g").spans(longest)) == longest


def test_words_taken_out_are_in_no_stretch_and_none_reaches_over_them() -> None:
    text = text_of("one two three")
    assert text.take(span_of(text, "two")) == "two"
    assert keys(text) == ["one", "three"]
    assert text.left() == ["one", "three"]


def test_what_is_taken_comes_as_its_words() -> None:
    text = text_of("the Media_Tailor answers")
    assert text.take(span_of(text, "mediatailor")) == "media tailor"


def test_a_stretch_is_free_until_one_of_its_words_is_taken() -> None:
    text = text_of("one two three")
    pair = span_of(text, "twothree")
    assert text.is_free(pair)
    text.take(span_of(text, "three"))
    assert not text.is_free(pair)


def test_a_stretch_is_one_run_only_when_it_was_written_as_one() -> None:
    text = text_of("MPE_LOCKED publishing point")
    assert text.run(span_of(text, "mpelocked")) == "MPE_LOCKED"
    assert text.run(span_of(text, "publishingpoint")) == ""


@pytest.mark.parametrize("spoken", ["load shed", "load-shed", "load:shed", "load . shed"])
def test_words_that_only_blanks_or_dashes_part_are_one(spoken: str) -> None:
    text = text_of(spoken)
    assert text.is_one(span_of(text, "loadshed"), spoken)


@pytest.mark.parametrize("separator", [", ", "; ", " (", "] ", "> ", '" ', "\n", " | "])
def test_a_comma_a_bracket_a_quote_or_a_line_end_parts_words(separator: str) -> None:
    spoken = f"load{separator}shed"
    text = text_of(spoken)
    assert not text.is_one(span_of(text, "loadshed"), spoken)


@pytest.mark.parametrize("spoken", ["code 2000", "code: 2000", "code=2000", "code\t#2000", "code='2000'", "code_2000"])
def test_a_number_joins_its_label_over_blanks_colon_and_equals_sign(spoken: str) -> None:
    assert text_of(spoken).joins(1, spoken)


@pytest.mark.parametrize("spoken", ["code, 2000", "code. 2000", "code (2000", "code / 2000", "code\n2000"])
def test_a_number_does_not_join_a_word_over_anything_else(spoken: str) -> None:
    assert not text_of(spoken).joins(1, spoken)


def test_nothing_joins_a_word_that_was_taken() -> None:
    text = text_of("code 2000")
    text.take(span_of(text, "code"))
    assert not text.joins(1, "code 2000")


def test_no_words_have_no_stretches() -> None:
    assert (keys(text_of("")), text_of("").left()) == ([], [])


@given(st.text(max_size=60), st.integers(min_value=1, max_value=LONGEST_NAME))
def test_a_stretch_is_just_its_words(spoken: str, longest: int) -> None:
    text = text_of(spoken)
    spans = text.spans(longest)
    assert all(span.key == "".join(text.left()[span.start : span.end]) for span in spans)
    assert [span.size for span in spans] == sorted((span.size for span in spans), reverse=True)
    assert len({(span.start, span.end) for span in spans}) == len(spans)
