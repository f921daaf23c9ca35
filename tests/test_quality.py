"""Floors under the quality of the answers: what is measured may get better, never worse than this."""

import random

import pytest

from benchmarks.quality import Report, Tally, measure
from benchmarks.questions import Question, load
from kb import KnowledgeBase
from kb.model import Answer

ASKED = 700
"""Variants asked; the rest are for the command."""


@pytest.fixture(scope="module")
def asked() -> list[Question]:
    """All questions as they were written, all variants of those with identifiers, and some hundred of the others."""
    questions = load(1)
    rng = random.Random(1)  # noqa: S311 - a repeatable draw, not a secret
    exact = [question for question in questions if not question.variant or question.kind == "identifier"]
    return exact + rng.sample([question for question in questions if question not in {*exact}], ASKED)


@pytest.fixture(scope="module")
def report(kb: KnowledgeBase, asked: list[Question]) -> Report:
    return measure(kb, asked)


@pytest.fixture(scope="module")
def answers(kb: KnowledgeBase, asked: list[Question]) -> list[tuple[Question, Answer]]:
    return [(question, kb.answer(question.text)) for question in asked]


def wrong(report: Report, kind: str) -> list[str]:
    return [question.text for question, _ in report.wrong if question.kind == kind]


def test_a_known_identifier_is_never_answered_wrongly(report: Report) -> None:
    assert report.groups["kind identifier"].counts["want answer"] > 400
    assert wrong(report, "identifier") == []


def test_an_unknown_code_is_never_put_right(answers: list[tuple[Question, Answer]]) -> None:
    unknown = [pair for pair in answers if (pair[0].kind, pair[0].outcome) == ("identifier", "unknown")]
    assert len(unknown) > 100
    assert [question.text for question, answer in unknown if answer.outcome != "unknown"] == []


def test_a_literal_message_is_never_answered_wrongly(report: Report) -> None:
    assert wrong(report, "message") == []


def test_a_status_of_no_system_is_never_answered_wrongly(report: Report) -> None:
    assert wrong(report, "status") == []


def test_talk_and_other_products_are_hardly_ever_answered(report: Report) -> None:
    said = [report.groups[f"kind {kind}"].counts for kind in ("chatter", "foreign")]
    assert sum(counts["said answer"] for counts in said) <= 0.03 * sum(counts["n"] for counts in said)


@pytest.mark.parametrize(
    ("figure", "floor"),
    [("top-1", 0.95), ("answered", 0.92), ("choose", 0.90), ("unknown P", 0.92), ("unknown R", 0.92)],
)
def test_quality_does_not_fall_below_its_floor(report: Report, figure: str, floor: float) -> None:
    assert report.groups["all"].figures()[figure] >= floor


def test_outright_answers_are_hardly_ever_wrong(report: Report) -> None:
    assert report.groups["all"].figures()["wrong"] <= 0.02


def test_what_talk_says_is_never_certain(answers: list[tuple[Question, Answer]]) -> None:
    talk = [pair for pair in answers if pair[0].outcome == "unknown" and pair[0].kind != "identifier"]
    assert len(talk) > 100
    assert [question.text for question, answer in talk if answer.certain] == []


def test_what_is_certain_is_right(answers: list[tuple[Question, Answer]]) -> None:
    certain = [pair for pair in answers if pair[1].certain]
    assert len(certain) > 200
    assert [question.text for question, answer in certain if not question.is_met_by(answer.matches[0])] == []


RIGHT = Question("0x8088002A", "0x8088002A", "identifier", "", "answer", (("iis-smooth", "0x8088002A", ""),))
OTHER = Question("0x8088002A", "0x8088002A", "identifier", "", "answer", (("iis-smooth", "0x8088002B", ""),))
NONE = Question("0x8088002A", "0x8088002A", "identifier", "", "unknown", ())


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        (RIGHT, {"top-1": 1.0, "answered": 1.0, "wrong": 0.0, "unknown R": 1.0}),
        (OTHER, {"top-1": 0.0, "answered": 0.0, "wrong": 1.0, "unknown R": 1.0}),
        (NONE, {"top-1": 1.0, "answered": 1.0, "wrong": 1.0, "unknown R": 0.0}),
    ],
    ids=["right", "wrong", "should be unknown"],
)
def test_figures_are_counted(kb: KnowledgeBase, question: Question, figures: dict[str, float]) -> None:
    tally = Tally()
    tally.add(question, kb.answer(question.text))
    assert {name: tally.figures()[name] for name in figures} == figures


def test_the_report_names_what_was_answered_wrongly(kb: KnowledgeBase) -> None:
    told = measure(kb, [RIGHT, OTHER])
    assert [question for question, _ in told.wrong] == [OTHER]
    assert [*told.lines()][-1] == "1 questions, 0 of them right in every variant"
