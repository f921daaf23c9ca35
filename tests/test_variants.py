"""Variants of a question keep its label and come out the same every time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from benchmarks.variants import AFTER, BEFORE, KINDS, SPARE, TOKEN, variants

QUESTION = "anyone seen the publishing point 0x8088002A locked by another operation"
CODES = ("0x8088002A", "2156396586", "-2138570710", "MPE_FRAGMENT_NOT_READY", "BadGatewayException", "504", "HTTP/1.1")

seeds = st.integers(min_value=0, max_value=10_000)
questions = st.lists(
    st.one_of(st.sampled_from(CODES), st.from_regex(r"[a-z]{1,12}", fullmatch=True)), min_size=1, max_size=12
).map(" ".join)


def of_kind(kind: str, text: str, seed: int = 1) -> str:
    return dict[str, str](variants(text, seed))[kind]


@given(text=st.text(max_size=200), seed=seeds)
def test_the_same_seed_writes_the_same_variants(text: str, seed: int) -> None:
    assert variants(text, seed) == variants(text, seed)


def test_another_seed_writes_other_variants() -> None:
    assert len({of_kind("typo1", QUESTION, seed) for seed in range(20)}) > 5


def test_one_seed_wraps_several_questions_in_several_ways() -> None:
    assert len({of_kind("wrap", code).replace(code, "") for code in CODES}) > 2


def test_a_lone_surrogate_is_a_text_like_any_other() -> None:
    assert [kind for kind, _ in variants("\ud800", 1)] == ["wrap"]


@given(text=st.text(max_size=200), seed=seeds)
def test_every_variant_differs_from_the_question(text: str, seed: int) -> None:
    assert " ".join(TOKEN.findall(text)) not in [variant for _, variant in variants(text, seed)]


def test_an_ordinary_question_gets_one_variant_of_every_kind_in_order() -> None:
    assert [kind for kind, _ in variants(QUESTION, 1)] == [kind for kind, _ in KINDS]


@given(text=questions, seed=seeds)
def test_codes_and_words_with_digits_stay_as_typed(text: str, seed: int) -> None:
    kept = sorted(word for word in text.split() if word in CODES)
    for kind, variant in variants(text, seed):
        assert sorted(word for word in variant.split() if word in CODES) == kept, kind


@pytest.mark.parametrize("code", CODES)
def test_a_lone_code_can_only_be_wrapped(code: str) -> None:
    assert [kind for kind, _ in variants(code, 1)] == ["wrap"]


def test_a_text_without_words_can_only_be_wrapped() -> None:
    assert [kind for kind, _ in variants("", 1)] == ["wrap"]


@given(text=questions, seed=seeds)
def test_typo1_is_one_slip_in_one_word_of_four_letters_or_more(text: str, seed: int) -> None:
    drawn = dict[str, str](variants(text, seed))
    if "typo1" in drawn:
        pairs = [(a, b) for a, b in zip(text.split(), drawn["typo1"].split(), strict=True) if a != b]
        assert [OSA.distance(a, b) for a, b in pairs] == [1]
        assert len(pairs[0][0]) >= 4


@given(text=questions, seed=seeds)
def test_typo2_is_one_slip_each_in_two_words(text: str, seed: int) -> None:
    drawn = dict[str, str](variants(text, seed))
    if "typo2" in drawn:
        pairs = [(a, b) for a, b in zip(text.split(), drawn["typo2"].split(), strict=True) if a != b]
        assert [OSA.distance(a, b) for a, b in pairs] == [1, 1]


def test_typo2_needs_two_words_to_misspell() -> None:
    assert "typo2" not in dict(variants("gcore 504", 1))


@given(seed=seeds)
def test_a_typo_keeps_the_first_letter(seed: int) -> None:
    assert of_kind("typo1", "locator", seed)[0] == "l"


@given(text=questions, seed=seeds)
def test_reorder_keeps_every_word(text: str, seed: int) -> None:
    drawn = dict[str, str](variants(text, seed))
    assert sorted(drawn.get("reorder", text).split()) == sorted(text.split())


@given(seed=seeds)
def test_reorder_keeps_a_label_with_its_number(seed: int) -> None:
    assert "x-err-code: 2000" in of_kind("reorder", "gcore 404 with x-err-code: 2000 again", seed)


@given(seed=seeds)
def test_a_quoted_message_is_moved_but_never_edited(seed: int) -> None:
    message = '"The publishing point was not found."'
    for kind, variant in variants(f"management api says {message} since monday", seed):
        assert message in variant, kind


@given(seed=seeds)
def test_drop_takes_one_spare_word(seed: int) -> None:
    left = of_kind("drop", QUESTION, seed).split()
    gone = [word for word in QUESTION.split() if word not in left]
    assert len(gone) == 1
    assert gone[0] in SPARE


def test_drop_never_takes_a_negation() -> None:
    assert "drop" not in dict(variants("publishing point not started", 1))


@given(seed=seeds)
def test_wrap_keeps_the_question_whole(seed: int) -> None:
    assert QUESTION in of_kind("wrap", QUESTION, seed)


def test_the_phrases_around_a_question_hold_no_number() -> None:
    assert not re.search(r"\d", " ".join(BEFORE + AFTER))


@given(text=questions, seed=seeds)
def test_case_changes_nothing_but_case(text: str, seed: int) -> None:
    drawn = dict[str, str](variants(text, seed))
    assert drawn.get("case", text).casefold() == text.casefold()


@pytest.mark.parametrize("word", ["DELETE", "AssetFile", "x-ms-version", "6th", "isn't", "slu"])
def test_names_and_short_words_are_not_misspelt(word: str) -> None:
    assert "typo1" not in dict(variants(word, 1))


def test_a_hundred_thousand_hyphens_and_quotes_are_read_in_one_go() -> None:
    assert variants("a-" * 50_000 + '"' * 50_000, 1)
