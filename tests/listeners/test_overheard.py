"""Messages that nobody asked about, in a channel where the bot answers unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.db.model import Fact, Place
from bot.rules import Rules
from tests.listeners import LOCKED, OTHER, XML
from tests.listeners.unasked import PATIENT, all_said, on, tells
from tests.slack_bot import Json, Workspace, blocks_text, workspace

if TYPE_CHECKING:
    from pathlib import Path


def both() -> str:
    """Two errors in one paste."""
    return "\n\n".join(
        f"GET https://edge-1.example.net/{path}\nHTTP/1.1 409 Conflict\n\n<Error><Code>{code}</Code></Error>"
        for path, code in (("a", LOCKED), ("b", OTHER))
    )


def test_what_is_certain_is_answered_in_the_thread_once(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    tells(unasked, said["ts"], "Widget locked", "Count the packagers that run")
    unasked.settles()
    assert len(all_said(unasked)) == 1


def test_both_errors_of_one_line_are_told(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, f"we see {LOCKED} on edge-1 and {OTHER} on edge-2")
    tells(unasked, said["ts"], "Widget locked", "Also in this message", f"`{OTHER}`")


@pytest.mark.parametrize("text", ["acme 404", "the widget is locked again", "AcmeGizmoGone", "503 everywhere, looking"])
def test_what_is_uncertain_is_met_with_silence(unasked: Workspace, text: str) -> None:
    unasked.dana.says(unasked.channel, text)
    unasked.settles()
    assert all_said(unasked) == []


def test_where_the_bot_is_only_asked_it_says_nothing_unasked(here: Workspace) -> None:
    here.dana.says(here.channel, XML)
    here.settles()
    assert all_said(here) == []


def test_the_same_error_in_the_channel_is_counted_in_the_first_reply(unasked: Workspace) -> None:
    first = unasked.dana.says(unasked.channel, on("edge-1.example.net"))
    reply = tells(unasked, first["ts"], "Widget locked", without="Seen")
    unasked.sam.says(unasked.channel, on("edge-2.example.net"))
    unasked.sam.says(unasked.channel, on("edge-2.example.net"))
    shown = tells(unasked, first["ts"], "Seen 3 times", "2 hosts", "edge-1.example.net", "edge-2.example.net")
    assert shown["ts"] == reply["ts"]
    assert len(all_said(unasked)) == 1


def test_the_same_error_in_the_thread_is_counted_in_the_first_reply(unasked: Workspace) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Widget locked")
    unasked.sam.says(unasked.channel, f"still {LOCKED}", thread_ts=first["ts"])
    tells(unasked, first["ts"], "Seen 2 times")


def test_a_new_error_gets_a_reply_of_its_own(unasked: Workspace) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Widget locked")
    second = unasked.sam.says(unasked.channel, OTHER, thread_ts=first["ts"])
    unasked.dana.waits_for(lambda: len(unasked.said(unasked.channel, first["ts"])) == 2)
    assert "Publishing point locked" in blocks_text(unasked.said(unasked.channel, second["thread_ts"])[1])


def test_several_errors_of_one_message_share_a_reply(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, both())
    tells(unasked, said["ts"], "Widget locked", "Publishing point locked")
    assert len(all_said(unasked)) == 1


def test_of_several_errors_those_that_are_new_are_told(unasked: Workspace) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Widget locked")
    second = unasked.sam.says(unasked.channel, both())
    tells(unasked, second["ts"], "Publishing point locked", without="Widget locked")
    tells(unasked, first["ts"], "Seen 2 times")


def test_a_mention_of_the_same_error_is_counted_too(unasked: Workspace) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Widget locked")
    asked = unasked.sam.says(unasked.channel, f"<@{unasked.me}> {LOCKED}")
    assert "Widget locked" in blocks_text(unasked.answer(unasked.channel, asked["ts"]))
    tells(unasked, first["ts"], "Seen 2 times")


def test_an_answer_that_was_asked_for_is_not_repeated_unasked(unasked: Workspace) -> None:
    asked = unasked.dana.says(unasked.channel, f"<@{unasked.me}> {LOCKED}")
    unasked.answer(unasked.channel, asked["ts"])
    unasked.sam.says(unasked.channel, XML)
    tells(unasked, asked["ts"], "Seen 2 times", "Helped")
    assert len(all_said(unasked)) == 1


def test_an_error_that_is_edited_in_is_answered(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, "looking at the origin's log")
    unasked.settles()
    unasked.dana.does("edit", channel=unasked.channel, ts=said["ts"], text=XML)
    tells(unasked, said["ts"], "Widget locked")
    unasked.dana.does("delete", channel=unasked.channel, ts=said["ts"])
    unasked.dana.waits_for(lambda: all_said(unasked) == [], PATIENT)


def test_an_error_that_is_edited_into_another_changes_the_reply(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    reply = tells(unasked, said["ts"], "Widget locked")
    unasked.dana.does("edit", channel=unasked.channel, ts=said["ts"], text=OTHER)
    assert tells(unasked, said["ts"], "Publishing point locked", without="Widget")["ts"] == reply["ts"]


def test_an_error_that_is_edited_away_takes_the_reply_along(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    tells(unasked, said["ts"], "Widget locked")
    unasked.dana.does("edit", channel=unasked.channel, ts=said["ts"], text="never mind, wrong window")
    unasked.dana.waits_for(lambda: unasked.said(unasked.channel, said["ts"]) == [], PATIENT)


def test_a_repeat_that_is_edited_away_or_deleted_is_not_counted_any_more(unasked: Workspace) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Widget locked")
    repeats = [unasked.sam.says(unasked.channel, XML) for _ in range(3)]
    tells(unasked, first["ts"], "Seen 4 times")
    unasked.sam.does("edit", channel=unasked.channel, ts=repeats[0]["ts"], text="wrong window")
    tells(unasked, first["ts"], "Seen 3 times")
    unasked.sam.does("delete", channel=unasked.channel, ts=repeats[1]["ts"])
    tells(unasked, first["ts"], "Seen 2 times")


def test_a_deleted_message_takes_its_reply_along_unless_others_told_the_same(unasked: Workspace) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Widget locked")
    second = unasked.sam.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Seen 2 times")
    unasked.dana.does("delete", channel=unasked.channel, ts=first["ts"])
    tells(unasked, first["ts"], "Widget locked", without="Seen")
    unasked.sam.does("delete", channel=unasked.channel, ts=second["ts"])
    unasked.dana.waits_for(lambda: all_said(unasked) == [], PATIENT)


def test_what_is_deleted_and_posted_again_is_answered_again(unasked: Workspace) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Widget locked")
    unasked.dana.does("delete", channel=unasked.channel, ts=first["ts"])
    unasked.dana.waits_for(lambda: all_said(unasked) == [], PATIENT)
    again = unasked.dana.says(unasked.channel, XML)
    tells(unasked, again["ts"], "Widget locked", without="Seen")


def alert(here: Workspace) -> Json:
    """An alert bot says it."""
    attachment = {"title": "[FIRING] packager", "text": XML}
    message: Json = here.dana.does(
        "alert", user=here.slack.seed.alerts, channel=here.channel, attachments=[attachment]
    )["message"]
    return message


def test_an_alert_bot_is_not_heard_until_it_is_allowed(unasked: Workspace) -> None:
    desk, team = unasked.bot.desk, unasked.slack.workspace.users[unasked.dana.user].team
    alert(unasked)
    (bot,) = unasked.dana.waits_for(lambda: desk.policy.channels.bots(team, unasked.channel))
    assert all_said(unasked) == []
    desk.policy.channels.hear(team, unasked.channel, bot.id, unasked.sam.user, heard=True)
    desk.policy.forget(team, unasked.channel)
    tells(unasked, alert(unasked)["ts"], "Widget locked")


def test_where_another_workspace_listens_nothing_is_said_unless_it_was_decided(kb_file: Path) -> None:
    with workspace(kb_file, rules=Rules(names=("cdn-partner",))) as here:
        channel, team = here.slack.seed.shared, here.slack.workspace.users[here.dana.user].team
        here.dana.says(channel, XML)
        here.settles()
        assert all_said(here, channel) == []
        here.bot.desk.policy.channels.decide(team, channel, "automatic", here.sam.user)
        here.bot.desk.policy.forget(team, channel)
        said = here.dana.says(channel, XML)
        here.dana.waits_for(lambda: here.said(channel, said["ts"]), PATIENT)


def test_no_more_is_said_in_an_hour_than_the_cap_and_the_rest_is_counted(kb_file: Path) -> None:
    with workspace(kb_file, rules=Rules(names=("incidents",), cap=1)) as here:
        first = here.dana.says(here.channel, XML)
        tells(here, first["ts"], "Widget locked")
        here.dana.says(here.channel, OTHER)
        here.settles()
        assert len(all_said(here)) == 1
        team = here.slack.workspace.users[here.dana.user].team
        (other,) = here.bot.desk.incidents.of_message(
            Place(team, here.channel, here.dana.reads(here.channel)[-1]["ts"])
        )
        assert other.fact == Fact("iis-smooth", OTHER, "MPE_MGMT_PUBLISHING_POINT_LOCKED")
        assert here.bot.desk.incidents.tally(other).count == 1


def test_an_error_in_a_file_is_answered(unasked: Workspace) -> None:
    shared = unasked.dana.does(
        "upload", channel=unasked.channel, name="origin.log", content=XML, text="from the origin"
    )
    tells(unasked, shared["message"]["ts"], "Widget locked")


def test_a_file_without_an_error_is_met_with_silence(unasked: Workspace) -> None:
    unasked.dana.does("upload", channel=unasked.channel, name="notes.txt", content="all is well", text="notes")
    unasked.settles()
    assert all_said(unasked) == []


def test_after_the_window_the_same_error_is_new(kb_file: Path) -> None:
    with workspace(kb_file, rules=Rules(names=("incidents",), window=0)) as here:
        first = here.dana.says(here.channel, XML)
        tells(here, first["ts"], "Widget locked")
        second = here.sam.says(here.channel, XML)
        tells(here, second["ts"], "Widget locked", without="Seen")


def test_what_the_cap_kept_back_is_told_when_it_is_seen_again_and_there_is_room(kb_file: Path) -> None:
    with workspace(kb_file, rules=Rules(names=("incidents",), cap=0)) as here:
        here.dana.says(here.channel, XML)
        here.settles()
        assert all_said(here) == []
        here.bot.desk.policy.rules = Rules(names=("incidents",))
        again = here.sam.says(here.channel, XML)
        tells(here, again["ts"], "Seen 2 times")


@pytest.mark.parametrize("kind", ["ratelimit", "lose_call", "lose_answer"])
def test_a_reply_is_posted_once_whatever_becomes_of_the_post(unasked: Workspace, kind: str) -> None:
    unasked.dana.turns("fault", kind=kind, method="chat.postMessage")
    first = unasked.dana.says(unasked.channel, XML)
    place = Place(first["team"], unasked.channel, first["ts"])
    unasked.dana.waits_for(lambda: unasked.bot.desk.incidents.of_message(place))
    unasked.sam.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Seen 2 times")
    assert len(all_said(unasked)) == 1


def test_an_error_in_a_file_that_can_not_be_fetched_for_now_is_answered_later(unasked: Workspace) -> None:
    unasked.dana.turns("fault", kind="server_error", method="download", next=1)
    shared = unasked.dana.does("upload", channel=unasked.channel, name="origin.log", content=XML, text="")
    tells(unasked, shared["message"]["ts"], "Widget locked")
