"""Matches: in the order given, with how sure and why, and the cause that the words point to."""

from dataclasses import replace

import pytest

from kb import search
from kb.decision import NEAREST, OFFERED, all_of, count_of, match_of, matches_of, name_of, nearest
from kb.likelihood import MODEL, Model
from kb.search import Fit, Wanted
from kb.slots import Slots
from kb.store import Store

NOTHING = Slots()


@pytest.fixture(scope="module")
def question(store: Store) -> list[Wanted]:
    return search.wanted(store, [(word, []) for word in ("publishing", "point", "locked")])


@pytest.fixture(scope="module")
def fits(store: Store, question: list[Wanted]) -> list[Fit]:
    return search.search(store, question)


def numbers(store: Store, count: int) -> list[int]:
    return store.entries_of("ams-origin", count)


def test_matches_come_in_the_order_given_and_are_no_more_than_are_offered(store: Store) -> None:
    order = numbers(store, OFFERED + 3)[::-1]
    matches = matches_of(store, order, NOTHING, [], [], "because")
    assert [match.entry for match in matches] == [store.entry(number) for number in order[:OFFERED]]


def test_without_odds_all_are_as_likely(store: Store) -> None:
    assert [match.score for match in matches_of(store, numbers(store, 4), NOTHING, [], [], "because")] == [0.25] * 4


def test_with_odds_each_has_its_own_rounded(store: Store) -> None:
    matches = matches_of(store, numbers(store, 2), NOTHING, [], [0.123456, 0.1], "because")
    assert [match.score for match in matches] == [0.1235, 0.1]


def test_a_match_says_the_reason_given(store: Store, fits: list[Fit]) -> None:
    (match,) = matches_of(store, [fits[0].number], NOTHING, fits, [], "because")
    assert match.why == "because"


def test_without_a_reason_the_phrase_that_fits_is_the_reason(store: Store, fits: list[Fit]) -> None:
    (match,) = matches_of(store, [fits[0].number], NOTHING, fits, [], "")
    assert match.why == f"it says \u201c{fits[0].phrase.text}\u201d"


def test_without_a_reason_or_a_phrase_the_system_is_the_reason(store: Store) -> None:
    (match,) = matches_of(store, numbers(store, 1), NOTHING, [], [], "")
    assert match.why == "the system was named"


def test_the_cause_is_that_of_the_phrase_that_fits(store: Store, fits: list[Fit]) -> None:
    number = fits[0].number
    fit = replace(fits[0], cause=len(store.entry(number).causes) - 1)
    match = match_of(store, number, NOTHING, 0.5, "because", fit)
    assert match.causes[0] == store.entry(number).causes[-1]


def several_causes(store: Store) -> int:
    """An entry with several causes, the second of which people have words for."""
    everyone = (number for system in store.system_ids() for number in store.entries_of(system))
    return next(n for n in everyone if len(causes := store.entry(n).causes) > 1 and causes[1].says)


def words_of(store: Store, phrase: str) -> Slots:
    return Slots(question=tuple(search.wanted(store, [(word, []) for word in phrase.casefold().split()])))


def test_without_a_phrase_the_words_left_point_to_the_cause(store: Store) -> None:
    number = several_causes(store)
    slots = words_of(store, store.entry(number).causes[1].says[0])
    assert match_of(store, number, slots, 0.5, "because").cause == 1


@pytest.mark.parametrize("words", ["", "zebra crossing giraffe"])
def test_without_words_that_fit_there_is_no_cause(store: Store, words: str) -> None:
    assert match_of(store, several_causes(store), words_of(store, words), 0.5, "because").cause is None


def test_one_word_among_many_points_to_no_cause(store: Store) -> None:
    number = several_causes(store)
    word = store.entry(number).causes[1].says[0].split()[0]
    slots = words_of(store, f"zebra crossing giraffe walrus okapi lemur {word}")
    assert match_of(store, number, slots, 0.5, "because").cause is None


def test_nearest_are_at_most_three_that_are_likely_enough(store: Store, fits: list[Fit]) -> None:
    flat = Model(weights=(0.0,) * len(MODEL.weights))
    assert len(fits) >= 4
    assert len(nearest(store, NOTHING, fits[:4], flat)) == 3
    assert all(match.score >= NEAREST for match in nearest(store, NOTHING, fits[:4], flat))


def test_what_is_not_likely_enough_is_not_near(store: Store, fits: list[Fit]) -> None:
    hopeless = Model(weights=(-20.0, *[0.0] * (len(MODEL.weights) - 1)))
    assert nearest(store, NOTHING, fits, hopeless) == ()


@pytest.mark.parametrize(
    ("code", "symbol", "name"),
    [
        ("0x8088002A", "MPE_LOCKED", "0x8088002A MPE_LOCKED"),
        ("404", "", "404"),
        ("NotFound", "NotFound", "NotFound"),
    ],
)
def test_an_entry_is_called_by_its_code_and_its_symbol_each_once(
    store: Store, code: str, symbol: str, name: str
) -> None:
    match = match_of(store, numbers(store, 1)[0], NOTHING, 0.5, "because")
    assert name_of(replace(match, entry=replace(match.entry, code=code, symbol=symbol))) == name


def test_values_are_listed_and_nouns_are_counted() -> None:
    assert (all_of(["404", "503"]), all_of(["404"])) == ("404, 503", "404")
    assert (count_of(1, "system"), count_of(2, "system")) == ("1 system", "2 systems")
