"""The labelled questions, as a set: what they ask for exists, and each is counted as right only when it is."""

import dataclasses
from collections import Counter

import pytest

from benchmarks.questions import QUESTIONS, Question, load
from kb import KnowledgeBase
from kb.model import Answer, Match
from kb.pack import PACKS, read_packs

BASES = load()
SYSTEMS = {pack.system.id for pack in read_packs([PACKS])}
LOCKED = next(question for question in BASES if question.text == "0x80880020")


@pytest.fixture(scope="module")
def locked(kb: KnowledgeBase) -> Answer:
    return kb.answer("0x80880020")


def test_every_system_has_its_questions() -> None:
    assert {path.stem for path in QUESTIONS.glob("*.toml")} >= {*SYSTEMS, "choose", "unknown"}


def test_there_are_enough_questions_of_every_outcome() -> None:
    counted = Counter(question.outcome for question in BASES)
    assert counted["answer"] > 400
    assert counted["unknown"] > 100
    assert counted["choose"] > 40


def test_no_question_is_asked_twice() -> None:
    assert [text for text, count in Counter(question.text for question in BASES).items() if count > 1] == []


def test_what_is_expected_is_in_the_packs(kb: KnowledgeBase) -> None:
    lost = [
        (question.text, expected)
        for question in BASES
        for expected in question.expected
        if expected[0] in SYSTEMS and not kb.show(expected[0], expected[1])
    ]
    assert lost == []


def test_only_what_should_be_unknown_expects_nothing() -> None:
    assert all(bool(question.expected) == (question.outcome != "unknown") for question in BASES)


def test_entries_of_every_system_are_asked_for() -> None:
    asked = {system for question in BASES for system, _, _ in question.expected}
    assert asked >= SYSTEMS


def test_variants_follow_their_question_and_keep_its_label() -> None:
    rows = load(1)
    assert [row for row in rows if not row.variant] == BASES
    base = rows[0]
    for row in rows:
        base = base if row.variant else row
        assert (row.base, row.kind, row.outcome, row.expected) == (base.text, base.kind, base.outcome, base.expected)


def test_the_same_seed_gives_the_same_variants() -> None:
    assert load(5) == load(5) != load(6)


def test_a_match_is_right_by_code_symbol_or_status(locked: Answer) -> None:
    match: Match = locked.matches[0]
    for code in ("0x80880020", "0X80880020", "MPE_MGMT_METHOD_NOT_ALLOWED", "405"):
        assert dataclasses.replace(LOCKED, expected=(("iis-smooth", code, ""),)).is_met_by(match)


@pytest.mark.parametrize(
    "expected",
    [
        ("iis-smooth", "0x80880021", ""),
        ("ams-origin", "0x80880020", ""),
        ("iis-smooth", "0x80880020", "MPE_MGMT_OTHER"),
    ],
)
def test_a_match_of_another_system_code_or_symbol_is_wrong(locked: Answer, expected: tuple[str, str, str]) -> None:
    assert not dataclasses.replace(LOCKED, expected=(expected,)).is_met_by(locked.matches[0])


def test_an_answer_offers_a_question_when_any_match_is_right(kb: KnowledgeBase) -> None:
    question = Question("404", "404", "status", "", "choose", (("iis-smooth", "0x8088002E", ""),))
    answer = kb.answer("404")
    assert question.is_offered_by(answer)
    assert not question.is_met_by(answer.matches[0])
    assert not question.is_offered_by(kb.answer("0x80880020"))
