"""The button Quiet in this thread."""

from tests.listeners import OTHER, XML
from tests.listeners.unasked import PATIENT, all_said, tells
from tests.slack_bot import Json, Workspace, blocks_text, button


def hushed(here: Workspace) -> tuple[Json, Json]:
    """A reply in whose thread nothing more is to be said, and what the person who clicked is told."""
    said = here.dana.says(here.channel, XML)
    reply = tells(here, said["ts"], "Widget locked")
    here.sam.does("act", channel=here.channel, ts=reply["ts"], **button(reply, "quiet"))
    told = here.sam.waits_for_message(here.channel, "I say nothing more", said["ts"])
    return reply, told


def test_nothing_more_is_said_in_the_thread(unasked: Workspace) -> None:
    reply, _ = hushed(unasked)
    unasked.dana.says(unasked.channel, OTHER, thread_ts=reply["thread_ts"])
    unasked.settles()
    assert len(all_said(unasked)) == 1


def test_only_who_clicked_is_told(unasked: Workspace) -> None:
    _, told = hushed(unasked)
    assert told["is_ephemeral"]


def test_the_rest_of_the_channel_is_still_answered(unasked: Workspace) -> None:
    hushed(unasked)
    other = unasked.dana.says(unasked.channel, OTHER)
    tells(unasked, other["ts"], "Publishing point locked")


def test_asked_it_still_answers_in_the_thread(unasked: Workspace) -> None:
    reply, _ = hushed(unasked)
    unasked.dana.says(unasked.channel, f"<@{unasked.me}> {OTHER}", thread_ts=reply["thread_ts"])
    assert "Publishing point locked" in blocks_text(unasked.answer(unasked.channel, reply["thread_ts"], after=1))


def test_a_slip_of_the_finger_is_taken_back(unasked: Workspace) -> None:
    reply, told = hushed(unasked)
    unasked.sam.does("act", channel=unasked.channel, ts=told["ts"], **button(told, "unquiet"))
    unasked.sam.waits_for_message(unasked.channel, "I speak again", reply["thread_ts"])
    unasked.dana.says(unasked.channel, OTHER, thread_ts=reply["thread_ts"])
    assert "Publishing point locked" in blocks_text(unasked.answer(unasked.channel, reply["thread_ts"], after=1))


def test_an_error_that_is_edited_away_takes_the_reply_along_all_the_same(unasked: Workspace) -> None:
    reply, _ = hushed(unasked)
    unasked.dana.does("edit", channel=unasked.channel, ts=reply["thread_ts"], text="never mind")
    unasked.dana.waits_for(lambda: all_said(unasked) == [], PATIENT)
