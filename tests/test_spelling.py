"""Misspelled words: slips of the finger are put right, codes and known words never touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.spelling import MOST, corrections
from kb.store import Store


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("manifst", "manifest"),
        ("mannifest", "manifest"),
        ("mainfest", "manifest"),
        ("manidest", "manifest"),
        ("pubilshing", "publishing"),
        ("lockd", "locked"),
        ("authentcation", "authentication"),
        ("athentcaton", "authentication"),
        ("mediatalior", "mediatailor"),
    ],
)
def test_a_slip_of_the_finger_is_put_right(store: Store, typed: str, meant: str) -> None:
    assert corrections(store, typed)[0][0] == meant


@pytest.mark.parametrize("typed", ["0x8088002a", "8088002a", "2000", "m3u8", "mp4s", "4o4s", "x1"])
def test_nothing_with_a_digit_is_ever_corrected(store: Store, typed: str) -> None:
    assert corrections(store, typed, bold=True) == []


@pytest.mark.parametrize("typed", ["", "a", "pp", "lok", "q" * 25, "x-y", "zzzzzz", "qqqqqqqq"])
def test_what_is_too_short_too_long_or_like_nothing_has_no_correction(store: Store, typed: str) -> None:
    assert corrections(store, typed) == []


def test_a_known_word_comes_first_as_itself(store: Store) -> None:
    assert corrections(store, "manifest")[0] == ("manifest", 1.0)


def test_the_closest_comes_first_and_only_a_few_are_kept(store: Store) -> None:
    found = corrections(store, "statd")
    assert 1 < len(found) <= MOST
    assert found[0][1] == max(likeness for _, likeness in found)


def test_two_slips_in_a_short_word_are_only_put_right_boldly(store: Store) -> None:
    assert "gcore" in {word for word, _ in corrections(store, "gxore")}
    assert "gcore" not in {word for word, _ in corrections(store, "gxxre")}
    assert "gcore" in {word for word, _ in corrections(store, "gxxre", bold=True)}


@settings(max_examples=150)
@given(st.text(max_size=30))
def test_any_word_gets_known_words_with_likeness_between_0_and_1(store: Store, word: str) -> None:
    found = corrections(store, word, bold=True)
    assert all(0 < likeness <= 1 for _, likeness in found)
    assert len({known for known, _ in found}) == len(found) <= 3 * MOST
