"""The desk: reading, answering, finding again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from slack_sdk import WebClient

from bot.cards.ref import Ref

if TYPE_CHECKING:
    from bot.desk import Desk

GIZMO = Ref("k", "acme-packager", "404", "AcmeGizmoGone")


def test_an_answer_is_remembered(desk: Desk) -> None:
    asked = desk.answer("acme 404", "k", "T1", "U1")
    assert desk.memory.recall("k") == asked
    assert desk.memory.recent("T1", "U1") == (asked,)


def test_an_entry_is_found_with_the_reason_why(desk: Desk) -> None:
    asked = desk.answer("acme 404", "k", "T1", "U1")
    match, answer = desk.find(GIZMO)
    assert match in asked.answer.matches
    assert answer == asked.answer


def test_an_entry_is_found_when_the_answer_is_forgotten(desk: Desk) -> None:
    match, answer = desk.find(GIZMO)
    assert match
    assert (match.entry.title, answer) == ("The gizmo is gone", None)


@pytest.mark.parametrize("ref", [Ref("k", "nobody", "404"), Ref("k", "acme-packager", "405"), Ref("k")])
def test_an_entry_that_is_gone_is_not_found(desk: Desk, ref: Ref) -> None:
    assert desk.find(ref) == (None, None)
    assert desk.chosen(ref) is None


def test_what_is_chosen_becomes_the_answer(desk: Desk) -> None:
    desk.answer("acme 404", "k", "T1", "U1")
    answer = desk.chosen(GIZMO)
    assert answer
    assert (answer.outcome, [match.entry.symbol for match in answer.matches]) == ("answer", ["AcmeGizmoGone"])
    assert "404" in answer.said


def test_what_is_chosen_later_becomes_an_answer_too(desk: Desk) -> None:
    answer = desk.chosen(GIZMO)
    assert answer
    assert answer.outcome == "answer"
    assert answer.revision == desk.kb.revision


def test_a_message_without_files_is_its_text(desk: Desk) -> None:
    assert desk.read({"text": "a &amp; b", "files": "nonsense"}, WebClient()).text == "a & b"


@pytest.mark.parametrize("text", ["0x8088F011", "0x80880030", "mediatailor 409", "404", "MPE_MGMT_NOT_FOUND"])
def test_a_code_names_an_error(desk: Desk, text: str) -> None:
    assert desk.names_error(text)


@pytest.mark.parametrize("text", ["", "stop", "2h for the incident", "widget locked by another packager"])
def test_words_alone_name_none(desk: Desk, text: str) -> None:
    assert not desk.names_error(text)
