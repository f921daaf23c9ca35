"""The button Wrong below an answer that nobody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.model import Place
from tests.listeners import OTHER, XML
from tests.listeners.unasked import PATIENT, all_said, tells
from tests.slack_bot import Json, Workspace, blocks_text, button

if TYPE_CHECKING:
    import pytest
    from slack_sdk import WebClient

    from bot.card import Card


def wrong(here: Workspace) -> Json:
    """A reply that sam said is wrong."""
    said = here.dana.says(here.channel, XML)
    reply = tells(here, said["ts"], "Widget locked")
    here.sam.does("act", channel=here.channel, ts=reply["ts"], **button(reply, "refute"))
    return tells(here, said["ts"], "marked this as wrong", without="Stop the packager")


def test_the_reply_collapses_for_everybody_and_says_who_did_that(unasked: Workspace) -> None:
    collapsed = wrong(unasked)
    assert f"<@{unasked.sam.user}>" in blocks_text(collapsed)
    assert collapsed["text"] == "This answer was marked as wrong."


def test_the_answer_is_not_given_again(unasked: Workspace) -> None:
    collapsed = wrong(unasked)
    unasked.dana.says(unasked.channel, XML)
    unasked.dana.says(unasked.channel, XML, thread_ts=collapsed["thread_ts"])
    unasked.settles()
    (left,) = all_said(unasked)
    assert "marked this as wrong" in blocks_text(left)


def test_a_deleted_repeat_does_not_bring_it_back(unasked: Workspace) -> None:
    collapsed = wrong(unasked)
    again = unasked.dana.says(unasked.channel, XML)
    unasked.settles()
    unasked.dana.does("delete", channel=unasked.channel, ts=again["ts"])
    unasked.settles()
    tells(unasked, collapsed["thread_ts"], "marked this as wrong")


def test_other_answers_are_given(unasked: Workspace) -> None:
    collapsed = wrong(unasked)
    unasked.dana.says(unasked.channel, OTHER, thread_ts=collapsed["thread_ts"])
    assert "Publishing point locked" in blocks_text(unasked.answer(unasked.channel, collapsed["thread_ts"], after=1))


def test_undo_brings_it_back_with_what_was_seen_meanwhile(unasked: Workspace) -> None:
    collapsed = wrong(unasked)
    unasked.dana.says(unasked.channel, XML)
    unasked.settles()
    unasked.dana.does("act", channel=unasked.channel, ts=collapsed["ts"], **button(collapsed, "unrefute"))
    tells(unasked, collapsed["thread_ts"], "Count the packagers", "Seen 2 times", without="wrong")


def test_it_is_noted_for_the_keepers_of_the_knowledge_base(unasked: Workspace) -> None:
    wrong(unasked)
    (note,) = unasked.dana.waits_for(unasked.memory.notes)
    assert (note.user, note.verdict, note.entry[1]) == (unasked.sam.user, "wrong", "0x8088F011")


def test_undo_takes_back_what_was_noted(unasked: Workspace) -> None:
    collapsed = wrong(unasked)
    unasked.dana.waits_for(unasked.memory.notes)
    unasked.dana.does("act", channel=unasked.channel, ts=collapsed["ts"], **button(collapsed, "unrefute"))
    unasked.dana.waits_for(lambda: not unasked.memory.notes())


def test_undo_after_everything_was_deleted_takes_the_reply_away(unasked: Workspace) -> None:
    collapsed = wrong(unasked)
    first = collapsed["thread_ts"]
    unasked.dana.does("edit", channel=unasked.channel, ts=first, text="never mind")
    unasked.settles()
    unasked.dana.does("act", channel=unasked.channel, ts=collapsed["ts"], **button(collapsed, "unrefute"))
    unasked.dana.waits_for(lambda: all_said(unasked) == [], PATIENT)


def test_a_button_of_which_nothing_is_known_any_more_says_so(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    reply = tells(unasked, said["ts"], "Widget locked")
    desk = unasked.bot.desk
    (incident,) = desk.incidents.of_message(Place(said["team"], unasked.channel, said["ts"]))
    assert desk.incidents.adopt([incident], incident.post, "another answer", incident.thread)
    unasked.sam.does("act", channel=unasked.channel, ts=reply["ts"], **button(reply, "refute"))
    unasked.sam.waits_for_message(unasked.channel, "I no longer know this answer", said["ts"])


def test_a_change_that_was_on_its_way_does_not_bring_it_back(
    unasked: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    reply = tells(unasked, said["ts"], "Widget locked")
    voice = unasked.bot.desk.voice
    change = voice.change

    def late(client: WebClient, message: Place, card: Card) -> None:
        """Somebody says that it is wrong before Slack takes the change in."""
        monkeypatch.setattr(voice, "change", change)
        unasked.sam.does("act", channel=unasked.channel, ts=reply["ts"], **button(reply, "refute"))
        tells(unasked, said["ts"], "marked this as wrong")
        change(client, message, card)

    monkeypatch.setattr(voice, "change", late)
    unasked.dana.says(unasked.channel, XML)
    unasked.dana.waits_for(lambda: voice.change is not late, PATIENT)
    unasked.dana.waits_for(lambda: unasked.bot.desk.inbox.backlog().waiting == 0, PATIENT)
    tells(unasked, said["ts"], "marked this as wrong", f"<@{unasked.sam.user}>", without="Seen")
