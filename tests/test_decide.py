"""Decisions: the first route that applies, and what each of them may and may not say."""

import dataclasses
import re
import time

import pytest

from kb import KnowledgeBase, readers
from kb.clean import clean
from kb.decide import decide, literal
from kb.decision import OFFERED, Decision
from kb.model import Evidence, Match
from kb.slots import Slots, understand
from kb.store import Store


def decided(store: Store, text: str, *systems: str) -> Decision:
    evidence = [item for sighting in readers.read(clean(text).text) for item in sighting.evidence]
    return decide(store, understand(store, evidence, systems))


def named(match: Match) -> tuple[str, str]:
    return match.entry.system, match.entry.code


def first(decision: Decision) -> tuple[str, str] | None:
    return named(decision.matches[0]) if decision.matches else None


ROUTES = [
    ("mediatailor 409", "answer", "system+status", ("aws-mediatailor", "409")),
    ("publishing point locked", "answer", "words", ("iis-smooth", "0x8088002A")),
    ("0x8088002A", "answer", "identifier", ("iis-smooth", "0x8088002A")),
    ("-2138570710", "answer", "identifier", ("iis-smooth", "0x8088002A")),
    ("x-err-code 2000", "answer", "identifier", ("gcore-streaming", "X-Err-Code 2000")),
    ("gcore 504", "answer", "system+status", ("gcore-streaming", "504")),
    ("too many locators on one asset", "answer", "words", ("ams-rest-v2", "409")),
    ("409", "choose", "status", ("ams-origin", "409")),
    ("0x80880030", "unknown", "identifier", None),
    ("mediatailor 418", "unknown", "system+status", None),
    ("GatewayTimeoutException", "answer", "identifier", ("aws-mediatailor", "504")),
    ("mediatailor 502", "choose", "system+status", ("aws-mediatailor", "502")),
    ("mediatailor 502 the manifest is not supported", "answer", "system+status", ("aws-mediatailor", "502")),
    ("gcore 5xx", "choose", "system+status", ("gcore-streaming", "500")),
    ("gcore video streaming", "choose", "words", ("gcore-streaming", "200")),
    ("http 418", "unknown", "status", None),
    ("akamai 404", "unknown", "none", None),
    ("hello everybody", "unknown", "none", None),
    ("", "unknown", "none", None),
]


@pytest.mark.parametrize(("text", "outcome", "route", "entry"), ROUTES, ids=[row[0] or "nothing" for row in ROUTES])
def test_a_question_takes_the_route_of_what_it_names(
    store: Store, text: str, outcome: str, route: str, entry: tuple[str, str] | None
) -> None:
    decision = decided(store, text)
    assert (decision.outcome, decision.route, first(decision)) == (outcome, route, entry)


def test_too_many_locators_offers_the_limit_on_locators_first(store: Store) -> None:
    decision = decided(store, "too many locators")
    assert decision.outcome in ("answer", "choose")
    assert first(decision) == ("ams-rest-v2", "409")


def test_the_words_of_a_system_and_status_pick_among_several(store: Store) -> None:
    decision = decided(store, "mediatailor 502 the manifest is not supported")
    assert decision.matches[0].entry.symbol == "UnsupportedManifestException"


def test_a_status_several_systems_share_is_a_choice_with_one_entry_for_each(store: Store) -> None:
    decision = decided(store, "http 404")
    systems = [system for system, _ in map(named, decision.matches)]
    assert systems == sorted({*systems})
    assert len(systems) > 3


def test_a_label_that_is_known_with_a_number_that_is_not_is_unknown(store: Store) -> None:
    decision = decided(store, "x-err-code 2222")
    assert (decision.outcome, decision.route, decision.matches) == ("unknown", "identifier", ())
    assert "X-Err-Code 2222" in decision.said


def test_an_unknown_code_is_said_with_what_its_digits_tell(store: Store) -> None:
    decision = decided(store, "0x80880030")
    assert decision.matches == ()
    assert decision.decoded[0] == "0x80880030 is a failure, facility 0x088, code 0x0030"


def test_an_unknown_code_names_the_systems_that_use_its_range(store: Store) -> None:
    assert "IIS Smooth Streaming management API" in decided(store, "0x80880030").decoded[1]
    assert len(decided(store, "0x80070005").decoded) == 1


def test_what_the_words_beside_an_unknown_code_resemble_is_offered_but_not_the_answer(store: Store) -> None:
    decision = decided(store, "0x80880030 publishing point locked")
    assert (decision.outcome, first(decision)) == ("unknown", ("iis-smooth", "0x8088002A"))


def test_several_unknown_codes_are_all_named(store: Store) -> None:
    assert decided(store, "0x80880030 and 0x80880031").said == "0x80880030, 0x80880031: no pack here has them"


def test_a_system_without_that_status_is_named_with_it(store: Store) -> None:
    assert decided(store, "mediatailor 418").said == "AWS Elemental MediaTailor is not known to answer 418"


def test_an_identifier_that_two_systems_share_is_a_choice_until_one_is_named(store: Store) -> None:
    codes = store.codes(["0x8088002A", "gatewaytimeoutexception"])
    shared = tuple(dataclasses.replace(code, key="shared") for code in codes)
    decision = decide(store, Slots(known=shared))
    assert (decision.outcome, {*map(named, decision.matches)}) == (
        "choose",
        {("iis-smooth", "0x8088002A"), ("aws-mediatailor", "504")},
    )


def test_a_status_decides_between_entries_of_one_identifier(store: Store) -> None:
    codes = store.codes(["0x8088002A", "gatewaytimeoutexception"])
    shared = tuple(dataclasses.replace(code, key="shared") for code in codes)
    decision = decide(store, Slots(known=shared, statuses=(504,)))
    assert (decision.outcome, first(decision)) == ("answer", ("aws-mediatailor", "504"))


def test_a_message_as_the_service_emits_it_is_its_entry(store: Store) -> None:
    decision = decided(store, '"The HTTP method for the request is not allowed for the requested resource."')
    assert (decision.route, first(decision)) == ("message", ("iis-smooth", "0x80880020"))
    assert decision.literal == "The HTTP method for the request is not allowed for the requested resource."


def test_a_name_that_many_services_use_is_not_taken_from_another_service(store: Store) -> None:
    evidence = [
        Evidence("symbol", "ConflictException", "exception"),
        Evidence("text", "an error occurred when calling the createfunction operation", "python"),
    ]
    decision = decide(store, understand(store, evidence))
    assert (decision.outcome, decision.route) == ("unknown", "identifier")
    assert "ConflictException" in decision.said


def test_the_words_point_to_the_cause(store: Store) -> None:
    decision = decided(store, "0x8088002A InternalError 0x80070020 another process holds the file open")
    match = decision.matches[0]
    assert match.cause is not None
    assert "0x80070020" in match.entry.causes[match.cause].when


def test_choices_are_bounded(store: Store) -> None:
    assert len(decided(store, "ams origin 400").matches) <= OFFERED


@pytest.mark.parametrize(("text", "outcome", "route", "entry"), ROUTES, ids=[row[0] or "nothing" for row in ROUTES])
def test_scores_fall_and_stay_between_0_and_1(
    store: Store,
    text: str,
    outcome: str,
    route: str,  # noqa: ARG001
    entry: tuple[str, str] | None,  # noqa: ARG001
) -> None:
    scores = [match.score for match in decided(store, text).matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert outcome != "answer" or scores[0] > 0.5


@pytest.mark.parametrize("text", [row[0] for row in ROUTES if row[1] != "unknown"])
def test_every_match_says_why(kb: KnowledgeBase, text: str) -> None:
    assert all(match.why for match in kb.answer(text).matches)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Widget {name} is locked.", "error: widget 12 is locked"),
        ("Widget {name} is locked.", "widget  is locked since noon"),
        ("A (b) [c] {d} *", "a (b) [c] anything *"),
        ("{first} and {second}", "x and y"),
    ],
)
def test_a_literal_message_stands_in_a_text_whatever_fills_its_gaps(message: str, text: str) -> None:
    assert literal(message).search(text)


@pytest.mark.parametrize("text", ["widget is unlocked", "a b c d", f"widget {'x' * 300} is locked"])
def test_a_literal_message_does_not_stand_in_another_text(text: str) -> None:
    assert not literal("Widget {name} is locked.").search(text)


def test_literal_messages_are_looked_for_in_time(store: Store) -> None:
    messages = [
        text
        for phrases in [store.phrases_of(range(1, 400))]
        for text in (p.text for p in phrases if p.kind == "message")
    ]
    hostile = [
        "a" * 4000,
        "the " * 1000,
        "is not " * 570,
        *((re.split(r"[{.]", m)[0] + " ") * 40 for m in messages[:5]),
    ]
    started = time.process_time()
    for message in messages:
        for text in hostile:
            literal(message).search(text[:4000].casefold())
    assert messages
    assert (time.process_time() - started) / len(messages) / len(hostile) < 0.05
