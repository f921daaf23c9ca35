"""Edited and deleted questions."""

from bot.listeners.edits import same
from tests.listeners import LOCKED
from tests.slack_bot import Workspace, blocks_text


def test_an_edited_question_gets_its_answer_changed(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> 0x8088F999")
    before = here.answer(here.channel, asked["ts"])
    here.dana.does("edit", channel=here.channel, ts=asked["ts"], text=f"<@{here.me}> {LOCKED}")
    here.dana.waits_for(lambda: "Widget locked" in blocks_text(here.answer(here.channel, asked["ts"])))
    assert [one["ts"] for one in here.said(here.channel, asked["ts"])] == [before["ts"]]


def test_a_deleted_question_takes_its_answer_along(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    here.answer(here.channel, asked["ts"])
    here.dana.does("delete", channel=here.channel, ts=asked["ts"])
    here.dana.waits_for(lambda: not here.said(here.channel, asked["ts"]))


def test_a_deleted_direct_message_takes_its_answer_along(here: Workspace) -> None:
    channel = here.dana.does("open_im", **{"with": here.me})["channel"]["id"]
    asked = here.dana.says(channel, LOCKED)
    here.answer(channel)
    here.dana.does("delete", channel=channel, ts=asked["ts"])
    here.dana.waits_for(lambda: not here.said(channel))


def test_a_mention_that_is_edited_in_is_answered(here: Workspace) -> None:
    asked = here.dana.says(here.channel, LOCKED)
    here.dana.does("edit", channel=here.channel, ts=asked["ts"], text=f"<@{here.me}> {LOCKED}")
    assert "Widget locked" in blocks_text(here.answer(here.channel, asked["ts"]))


def test_a_preview_that_slack_adds_changes_nothing(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED} https://docs.example.com/404")
    before = here.answer(here.channel, asked["ts"])
    here.dana.does("unfurl", channel=here.channel, ts=asked["ts"], title="504 Gateway Timeout")
    here.settles()
    assert [one.get("edited") for one in here.said(here.channel, asked["ts"])] == [before.get("edited")]


def test_the_same_words_are_no_edit() -> None:
    assert same({"text": "a", "attachments": [{"text": "x"}]}, {"text": "a"})
    assert not same({"text": "a"}, {"text": "b"})
    assert not same({"text": "a"}, None)
