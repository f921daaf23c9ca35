"""The nouns: frozen, equal by value, and able to say the little that follows from them."""

import dataclasses
import inspect

import pytest

from kb import model
from kb.model import Answer, Cause, Entry, Evidence, Match, Outcome, Route, Source, System

NOUNS = [noun for _, noun in inspect.getmembers(model, inspect.isclass) if dataclasses.is_dataclass(noun)]
CAUSES = tuple(Cause(when, f"cure {when}") for when in ("one", "two", "three"))
ENTRY = Entry(
    "acme", "0x8088f011", "Locked", "It is locked.", "no", "admin", "Look.", ("https://acme.example",),
    Source("Acme errors", "2026-11-21"), symbol="ACME_Locked", causes=CAUSES,
)  # fmt: skip
ACME = System("acme", "Acme", "Acme", "packager", "https://acme.example")


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_noun_is_frozen_and_has_no_other_attributes(noun: type) -> None:
    assert noun.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert not hasattr(noun, "__dict__") or "__slots__" in vars(noun)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_noun_says_what_it_is(noun: type) -> None:
    assert (noun.__doc__ or "").splitlines()[0].endswith(".")


def test_an_entry_is_known_by_system_code_and_symbol_in_any_case() -> None:
    assert ENTRY.key == dataclasses.replace(ENTRY, code="0x8088F011", symbol="ACME_LOCKED").key
    assert ENTRY.key != dataclasses.replace(ENTRY, symbol="").key


@pytest.mark.parametrize(
    ("cause", "order"),
    [(None, "one two three"), (0, "one two three"), (1, "two one three"), (2, "three one two")],
)
def test_the_cause_that_the_words_point_to_comes_first(cause: int | None, order: str) -> None:
    assert [one.when for one in Match(ENTRY, ACME, 1.0, "", cause).causes] == order.split()


@pytest.mark.parametrize(
    ("causes", "cause", "settled"),
    [(CAUSES, None, None), (CAUSES, 1, CAUSES[1]), (CAUSES[:1], None, CAUSES[0]), ((), None, None)],
)
def test_a_cause_is_settled_where_the_words_point_to_it_or_there_is_no_other(
    causes: tuple[Cause, ...], cause: int | None, settled: Cause | None
) -> None:
    assert Match(dataclasses.replace(ENTRY, causes=causes), ACME, 1.0, "", cause).settled == settled


@pytest.mark.parametrize(
    ("outcome", "route", "all_named"),
    [("answer", "identifier", True), ("answer", "words", False), ("choose", "identifier", False)],
)
def test_only_an_answer_by_identifier_names_all_its_matches(outcome: Outcome, route: Route, all_named: bool) -> None:
    assert Answer(outcome, route, certain=False, said="").names_all == all_named


def test_request_ids_go_by_the_name_they_stood_under() -> None:
    evidence = (
        Evidence("request-id", "x-amzn-requestid: 1234", "header"),
        Evidence("request-id", "cf-ray: a: b", "header"),
        Evidence("host", "cf.example: 1", "link"),
    )
    answer = Answer("unknown", "none", certain=False, said="", evidence=evidence)
    assert answer.request_ids == {"x-amzn-requestid": "1234", "cf-ray": "a: b"}
