"""Words of the trade, as a set: what could never be looked up, or would undo something else, has no place in it."""

from collections.abc import Collection

import pytest

from kb import words
from kb.pack import PACKS, read_packs
from kb.trade import ABBREVIATIONS, ELSEWHERE, FILLERS, GROUPS, IDIOMS, NEGATIONS, NUMBERS

SAID = {" ".join(idiom): idiom for idiom in IDIOMS}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_has_words_that_stand_for_each_other(group: str) -> None:
    assert len({words.term(word) for word in group.split()}) > 1


@pytest.mark.parametrize("group", GROUPS)
def test_a_word_of_a_group_counts_in_a_search(group: str) -> None:
    assert [word for word in group.split() if words.is_empty(word)] == []


@pytest.mark.parametrize(
    "table",
    [ABBREVIATIONS, SAID, NUMBERS, NEGATIONS, FILLERS, ELSEWHERE],
    ids=["abbreviations", "idioms", "numbers", "negations", "fillers", "elsewhere"],
)
def test_every_word_is_written_as_words_are_read(table: Collection[str]) -> None:
    assert [word for word in table if " ".join(words.split(word)) != word] == []


@pytest.mark.parametrize("short", ABBREVIATIONS)
def test_an_abbreviation_is_one_word_that_stands_for_others(short: str) -> None:
    assert words.split(short) == [short]
    assert words.expand([short]) == ABBREVIATIONS[short].split() != [short]


@pytest.mark.parametrize("said", SAID)
def test_a_turn_of_phrase_has_words_and_is_read_as_its_meaning(said: str) -> None:
    idiom = SAID[said]
    assert len(idiom) > 1
    assert words.expand([*idiom]) == [*IDIOMS[idiom]]


@pytest.mark.parametrize("said", SAID)
def test_what_a_turn_of_phrase_means_is_worth_searching_for(said: str) -> None:
    assert words.terms(IDIOMS[SAID[said]])


def test_numbers_are_written_as_digits() -> None:
    assert all(digits.isdigit() for digits in NUMBERS.values())
    assert {NUMBERS["zero"], NUMBERS["one"], NUMBERS["2nd"], NUMBERS["tenth"]} == {"0", "1", "2", "10"}


def test_no_negation_is_a_filler() -> None:
    assert frozenset() == NEGATIONS & FILLERS


def test_no_abbreviation_is_lost_as_a_filler() -> None:
    assert FILLERS & ABBREVIATIONS.keys() == frozenset()


def test_no_product_elsewhere_is_a_filler_or_an_abbreviation() -> None:
    assert ELSEWHERE & (FILLERS | ABBREVIATIONS.keys()) == frozenset()


def test_a_product_that_a_pack_knows_is_not_elsewhere() -> None:
    named = {
        words.squash(name)
        for pack in read_packs([PACKS])
        for name in (pack.system.id, pack.system.name, *pack.system.aliases)
    }
    assert ELSEWHERE & named == frozenset()
