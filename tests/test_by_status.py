"""Statuses: what a system answers with one, who answers with it at all, and when the words are about something else."""

import pytest

from kb import readers
from kb.by_status import by_class, by_status, by_system_and_status
from kb.clean import clean
from kb.decision import OFFERED, Decision
from kb.likelihood import MODEL
from kb.model import Evidence
from kb.slots import Slots, understand
from kb.store import Store

TAILOR = Slots(systems={"aws-mediatailor": "mediatailor"})
GCORE = Slots(systems={"gcore-streaming": "gcore"})
REQUEST = (Evidence("status", "404", "http status line"),)


def slots(store: Store, text: str) -> Slots:
    evidence = [item for sighting in readers.read(clean(text).text) for item in sighting.evidence]
    return understand(store, evidence)


def of_system(store: Store, text: str) -> Decision:
    asked = slots(store, text)
    return by_system_and_status(store, asked, asked.statuses, MODEL)


def of_anyone(store: Store, text: str) -> Decision:
    asked = slots(store, text)
    return by_status(store, asked, asked.statuses, MODEL)


def codes(decision: Decision) -> list[str]:
    return [match.entry.code for match in decision.matches]


def symbols(decision: Decision) -> set[str]:
    return {match.entry.symbol for match in decision.matches}


def test_the_entry_for_the_status_as_such_is_the_answer_and_its_kin_follow(store: Store) -> None:
    decision = by_system_and_status(store, GCORE, [404], MODEL)
    assert (decision.outcome, codes(decision)[0]) == ("answer", "404")
    assert {"X-Err-Code 1000", "X-Err-Code 2000"} <= {*codes(decision)[1:]}
    assert decision.matches[0].score > 0.9
    assert decision.matches[1].score < 0.1


def test_two_entries_of_one_status_are_a_choice(store: Store) -> None:
    decision = by_system_and_status(store, TAILOR, [502], MODEL)
    assert decision.outcome == "choose"
    assert symbols(decision) == {"BadGatewayException", "UnsupportedManifestException"}


def test_two_statuses_are_a_choice_of_what_both_have(store: Store) -> None:
    decision = by_system_and_status(store, TAILOR, [403, 504], MODEL)
    assert (decision.outcome, {*codes(decision)}) == ("choose", {"403", "504"})


def test_a_status_the_system_has_is_the_answer_beside_one_it_has_not(store: Store) -> None:
    decision = by_system_and_status(store, TAILOR, [418, 504], MODEL)
    assert (decision.outcome, codes(decision)) == ("answer", ["504"])


def test_two_systems_are_told_apart_by_the_choice(store: Store) -> None:
    both = Slots(systems={**TAILOR.systems, **GCORE.systems})
    decision = by_system_and_status(store, both, [504], MODEL)
    assert decision.outcome == "choose"
    assert {match.system.id for match in decision.matches} == {*both.systems}


def test_a_reason_phrase_says_no_more_than_its_status(store: Store) -> None:
    assert of_system(store, "mediatailor 502 bad gateway").outcome == "choose"


def test_words_that_fit_one_of_many_are_said_as_the_reason(store: Store) -> None:
    decision = of_system(store, "iis smooth streaming 400 the slug header is not valid")
    assert (decision.outcome, codes(decision)[0]) == ("answer", "0x8088002D")
    assert decision.matches[0].why.endswith("and status 400, and the words fit")


def test_no_more_are_offered_than_a_person_reads(store: Store) -> None:
    assert len(of_system(store, "iis smooth streaming 400").matches) == OFFERED


def test_a_status_that_one_system_has_is_the_answer(store: Store) -> None:
    decision = by_status(store, Slots(statuses=(402,), marked=True), [402], MODEL)
    assert (decision.outcome, decision.route, codes(decision)) == ("answer", "status", ["402"])


def test_the_systems_that_can_answer_are_counted(store: Store) -> None:
    count = len(store.with_status(404))
    assert of_anyone(store, "http 404").said == f"status 404, which {count} systems can answer"
    assert of_anyone(store, "http 402").said == "status 402, which 1 system can answer"


def test_words_that_fit_an_entry_with_the_status_find_it_without_a_system(store: Store) -> None:
    decision = of_anyone(store, "http 404 publishing point not found")
    assert (decision.outcome, decision.route, codes(decision)[0]) == ("answer", "words", "0x8088002E")


@pytest.mark.parametrize(
    "text",
    [
        "http 404 on zqzqzqz",
        "http 404 my certificate expired on the server yesterday and the network team restarted storage",
    ],
    ids=["a strange word", "known words of many entries"],
)
def test_a_sentence_about_something_else_is_unknown_with_who_could_have_answered(store: Store, text: str) -> None:
    decision = of_anyone(store, text)
    assert (decision.outcome, decision.route, len(decision.matches)) == ("unknown", "status", 3)
    assert decision.said == "404, but nothing here says what answered it"


def test_a_number_that_only_may_be_a_status_offers_nothing_beside_words(store: Store) -> None:
    about = slots(store, "the manifest of our channel")
    asked = Slots(statuses=(404,), question=about.question)
    decision = by_status(store, asked, [404], MODEL)
    assert (decision.outcome, decision.matches) == ("unknown", ())


@pytest.mark.parametrize(
    ("item", "name"),
    [
        (Evidence("host", "www.example.net", "header host"), "www.example.net"),
        (Evidence("layer", "nginx (origin)", "header server"), "nginx (origin)"),
    ],
    ids=["host", "layer"],
)
def test_a_status_of_a_stranger_is_unknown_and_the_stranger_is_named(store: Store, item: Evidence, name: str) -> None:
    asked = understand(store, [*REQUEST, item])
    decision = by_status(store, asked, asked.statuses, MODEL)
    assert (decision.outcome, len(decision.matches)) == ("unknown", 3)
    assert decision.said == f"404 from {name}, which no pack here knows"


def test_a_class_offers_what_the_system_has_of_it_and_nothing_else(store: Store) -> None:
    decision = by_class(store, Slots(systems=TAILOR.systems, classes=(5,)))
    assert (decision.outcome, decision.route) == ("choose", "system+status")
    assert {match.entry.status for match in decision.matches} == {500, 502, 503, 504}
    assert {match.system.id for match in decision.matches} == {"aws-mediatailor"}


def test_a_class_the_system_has_nothing_of_is_unknown(store: Store) -> None:
    decision = by_class(store, Slots(systems={"iis-smooth": "iis"}, classes=(3,)))
    assert (decision.outcome, decision.matches) == ("unknown", ())
    assert decision.said == "IIS Smooth Streaming management API is not known to answer 3xx"
