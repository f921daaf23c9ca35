"""Answers as lines of JSON, and back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.model import without_words
from bot.db.record import IN_WORDS, dump, load
from tests.answers import IDENTIFIER

if TYPE_CHECKING:
    from kb import Answer, KnowledgeBase

LOG = "\n".join(
    f"2026-11-26T10:00:0{n}Z origin answers {code}" for n, code in enumerate(("0x8088002A", "0x8088002E", "0x8088002A"))
)
QUESTIONS = (
    "0x8088002A",
    "mediatailor 409",
    "404",
    "0x80880FFF",
    LOG,
    "0x8088002A Authorization: Bearer abcdefghijklmnop",
)


def rounded(answer: Answer) -> Answer:
    """The answer as exactly as it is kept."""
    return replace(
        without_words(answer),
        matches=tuple(replace(match, score=round(match.score, 4)) for match in answer.matches),
        errors=tuple(replace(error, answer=rounded(error.answer)) for error in answer.errors),
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_comes_back_as_it_was_without_what_people_typed(kb: KnowledgeBase, question: str) -> None:
    answer = kb.answer(question)
    assert load(dump(answer), kb) == rounded(answer)


def test_the_questions_above_have_every_outcome(kb: KnowledgeBase) -> None:
    answers = [kb.answer(question) for question in QUESTIONS]
    assert {answer.outcome for answer in answers} == {"answer", "choose", "unknown"}
    assert any(answer.errors for answer in answers)
    assert any(answer.redacted for answer in answers)


def test_words_are_not_kept_nor_what_was_understood_of_them(kb: KnowledgeBase) -> None:
    answer = kb.answer("zebra playback token expired")
    record = dump(answer)
    assert answer.route in ("words", "none")
    assert "zebra" not in record
    found = load(record, kb)
    assert found
    assert found.said == IN_WORDS


def test_an_entry_is_read_anew_and_not_copied(kb: KnowledgeBase) -> None:
    answer = kb.answer("0x8088002A")
    assert answer.matches[0].entry.meaning not in dump(answer)


def test_an_answer_of_whose_entries_none_is_known_is_none(kb: KnowledgeBase) -> None:
    told = json.loads(dump(IDENTIFIER))
    told["matches"][0][0] = "nobody"
    assert load(json.dumps(told), kb) is None


def test_a_cause_that_is_gone_is_left_out(kb: KnowledgeBase) -> None:
    answer = kb.answer("0x8088002A")
    told = json.loads(dump(answer))
    told["matches"][0][-1] = 99
    found = load(json.dumps(told), kb)
    assert found
    assert found.matches[0].cause is None
    told["matches"][0][-1] = 0
    kept = load(json.dumps(told), kb)
    assert kept
    assert kept.matches[0].cause == 0


def test_an_error_of_several_whose_entry_is_gone_is_left_out(kb: KnowledgeBase) -> None:
    told = json.loads(dump(kb.answer(LOG)))
    told["errors"][1][-1]["matches"][0][0] = "nobody"
    found = load(json.dumps(told), kb)
    assert found
    assert len(found.errors) == 1
