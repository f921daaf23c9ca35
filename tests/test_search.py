"""Searching by words: the right entry first, in its system and status, in time that does not grow with the knowledge."""

import itertools
from collections.abc import Iterator

import pytest

from benchmarks.padding import packs as padding
from kb import search, words
from kb.build import build
from kb.pack import PACKS, read_packs
from kb.search import Fit, Wanted
from kb.store import Store

PADDED = 3_000


def asked(store: Store, text: str) -> list[Wanted]:
    return search.wanted(store, [(word, []) for word in words.expand(words.split(text)) if not words.is_empty(word)])


def found(store: Store, text: str, *systems: str) -> list[tuple[str, str]]:
    return [codes(store, fit) for fit in search.search(store, asked(store, text), systems)]


def codes(store: Store, fit: Fit) -> tuple[str, str]:
    entry = store.entry(fit.number)
    return entry.system, entry.code


@pytest.fixture(scope="module")
def padded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Our packs among several thousand entries of other vendors."""
    file = tmp_path_factory.mktemp("padded") / "kb.db"
    build(file, itertools.chain(read_packs([PACKS]), padding(PADDED)), "padded")
    store = Store(file)
    yield store
    store.close()


LOCKED = ("iis-smooth", "0x8088002A")
QUESTIONS = [
    ("publishing point locked", LOCKED),
    ("locked publishing point by another operation", LOCKED),
    ("pp locked", LOCKED),
    ("publishing point already exists", ("iis-smooth", "0x8088002B")),
    ("slug header is not valid", ("iis-smooth", "0x8088002D")),
]


@pytest.mark.parametrize(("text", "entry"), QUESTIONS)
def test_the_entry_that_the_words_describe_comes_first(store: Store, text: str, entry: tuple[str, str]) -> None:
    assert found(store, text)[0] == entry


@pytest.mark.parametrize(("text", "entry"), QUESTIONS)
def test_it_is_found_among_thousands_of_others(padded: Store, text: str, entry: tuple[str, str]) -> None:
    assert entry in found(padded, text)[:3]


def test_only_the_systems_asked_for_are_looked_in(store: Store) -> None:
    assert {system for system, _ in found(store, "manifest not found", "aws-mediatailor")} == {"aws-mediatailor"}


def test_only_the_statuses_asked_for_are_looked_in(store: Store) -> None:
    fits = search.search(store, asked(store, "manifest not found"), (), (404,))
    assert {store.entry(fit.number).status for fit in fits} == {404}


@pytest.mark.parametrize("text", ["", "zzzz qqqq", "the of a", "404"])
def test_words_that_nobody_has_find_nothing(store: Store, text: str) -> None:
    assert found(store, text) == []


def test_an_unknown_word_has_no_readings_and_the_highest_weight(store: Store) -> None:
    locked, unknown = asked(store, "locked zzzz")
    assert (unknown.readings, unknown.phrases) == ({}, 0)
    assert unknown.weight > locked.weight


def test_a_synonym_stands_in_for_a_word_but_counts_less(store: Store) -> None:
    (word,) = asked(store, "busy")
    assert word.readings[words.term("locked")] == search.SYNONYM
    exact, loose = (search.search(store, asked(store, f"publishing point {word}")) for word in ("locked", "busy"))
    assert codes(store, exact[0]) == codes(store, loose[0]) == LOCKED
    assert exact[0].question > loose[0].question


def test_a_misspelling_is_read_as_each_word_it_may_be(store: Store) -> None:
    (word,) = search.wanted(store, [("lokced", [("locked", 0.8), ("linked", 0.7)])])
    assert (word.readings["lock"], word.readings["link"]) == (0.8, 0.7)


def test_each_entry_fits_once_by_the_phrase_that_fits_best(store: Store) -> None:
    fits = search.search(store, asked(store, "publishing point locked"))
    assert len({fit.number for fit in fits}) == len(fits)
    assert "locked" in fits[0].phrase.text.casefold()


def test_shares_are_between_nothing_and_everything(store: Store) -> None:
    for fit in search.search(store, asked(store, "origin manifest timeout when the ad server hangs zzzz")):
        assert 0 < fit.question <= fit.entry <= 1
        assert 0 < fit.text <= 1
        assert 0 < fit.support < fit.entry
        assert fit.question < 1


def test_a_question_in_the_words_of_a_phrase_has_all_of_it(store: Store) -> None:
    title = store.entry(store.codes(["0x8088002A"])[0].entry).title
    best = search.search(store, asked(store, title))[0]
    assert best.question == pytest.approx(1)
    assert best.text == pytest.approx(1)


def test_a_phrase_of_a_cause_points_to_that_cause(store: Store) -> None:
    number = store.codes(["0x8088002A"])[0].entry
    entry = store.entry(number)
    for n, cause in enumerate(entry.causes):
        best = search.rank(store, asked(store, cause.when), store.phrases_of([number]))[0]
        assert best.cause == n


def test_ranking_no_phrases_finds_nothing(store: Store) -> None:
    assert search.rank(store, asked(store, "publishing point locked"), []) == []


def test_work_is_bounded_however_many_phrases_have_the_words(padded: Store) -> None:
    common = asked(padded, "error stream request server video manifest segment origin token session")
    assert any(word.phrases > search.RARE for word in common)
    fits = search.search(padded, common)
    assert 0 < len(fits) <= search.SURVIVORS
