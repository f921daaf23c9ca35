"""Edited and deleted questions."""

import pytest
from slack_sdk import WebClient

from bot.listeners.edits import same
from tests.listeners import LOCKED, OTHER, XML
from tests.listeners.unasked import PATIENT, all_said, tells
from tests.slack_bot import Json, Workspace, blocks_text, button

TIMEOUT = "0x80890200"


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


def edit(here: Workspace, message: Json, text: str) -> None:
    here.dana.does("edit", channel=here.channel, ts=message["ts"], text=text)


def edit_and_wait(here: Workspace, message: Json, text: str) -> None:
    """Edit a message, whose edit is put off, until that is so."""
    here.dana.waits_for(lambda: waiting(here) == 0)
    edit(here, message, text)
    here.dana.waits_for(lambda: waiting(here) == 1)


def test_of_two_edits_the_later_one_holds_though_the_first_has_to_wait(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    tells(unasked, said["ts"], "Widget locked")
    edit_and_wait(unasked, said, f"no: {OTHER}")
    edit(unasked, said, f"no: {TIMEOUT}")
    tells(unasked, said["ts"], TIMEOUT)
    unasked.dana.waits_for(lambda: waiting(unasked) == 0, PATIENT)
    tells(unasked, said["ts"], TIMEOUT, without="Publishing point locked")
    assert told(unasked) == [TIMEOUT]


def test_of_two_edits_of_a_question_the_later_one_holds_though_slack_refused_the_first(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    here.answer(here.channel, asked["ts"])
    here.dana.turns("fault", kind="ratelimit", method="chat.update", next=1, seconds=2)
    edit_and_wait(here, asked, f"<@{here.me}> {OTHER}")
    edit(here, asked, f"<@{here.me}> {TIMEOUT}")
    tells(here, asked["ts"], TIMEOUT)
    here.dana.waits_for(lambda: waiting(here) == 0, PATIENT)
    tells(here, asked["ts"], TIMEOUT)


def test_a_message_that_is_deleted_while_its_edit_waits_is_counted_no_more(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    tells(unasked, said["ts"], "Widget locked")
    edit_and_wait(unasked, said, f"no: {OTHER}")
    unasked.dana.does("delete", channel=unasked.channel, ts=said["ts"])
    unasked.dana.waits_for(lambda: waiting(unasked) == 0, PATIENT)
    assert told(unasked) == []
    assert all_said(unasked) == []


def test_an_error_that_is_edited_in_beside_another_is_told_too(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    tells(unasked, said["ts"], "Widget locked")
    edit(unasked, said, f"{XML}\n\n{XML.replace(LOCKED, OTHER)}")
    tells(unasked, said["ts"], "Widget locked", "Publishing point locked")


def test_an_error_that_is_edited_in_after_the_first_was_wrong_is_told_alone(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    reply = tells(unasked, said["ts"], "Widget locked")
    unasked.sam.does("act", channel=unasked.channel, ts=reply["ts"], **button(reply, "refute"))
    tells(unasked, said["ts"], "marked this as wrong")
    edit(unasked, said, f"{XML}\n\n{XML.replace(LOCKED, OTHER)}")
    tells(unasked, said["ts"], "Publishing point locked", without="Widget locked")


def test_a_message_that_was_overheard_and_is_edited_to_ask_gets_what_it_asks_for(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    reply = tells(unasked, said["ts"], "Widget locked")
    edit(unasked, said, f"<@{unasked.me}> acme 404")
    shown = tells(unasked, said["ts"], "No such widget", without="Widget locked")
    assert shown["ts"] == reply["ts"]


def test_what_was_answered_unasked_taken_away_and_is_asked_for_now_is_answered(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, XML)
    tells(unasked, said["ts"], "Widget locked")
    edit(unasked, said, "never mind")
    unasked.dana.waits_for(lambda: not all_said(unasked), PATIENT)
    edit(unasked, said, f"<@{unasked.me}> {XML}")
    tells(unasked, said["ts"], "Widget locked")


@pytest.mark.parametrize("kind", ["server_error", "lose_call", "ratelimit"])
def test_an_edit_beside_a_file_that_can_not_be_fetched_for_now_leaves_the_reply(unasked: Workspace, kind: str) -> None:
    shared = unasked.dana.does("upload", channel=unasked.channel, name="a.log", content=XML, text="see")["message"]
    reply = tells(unasked, shared["ts"], "Widget locked")
    unasked.dana.turns("fault", kind=kind, method="download", next=1)
    edit_and_wait(unasked, shared, "see this")
    unasked.dana.waits_for(lambda: waiting(unasked) == 0, PATIENT)
    assert tells(unasked, shared["ts"], "Widget locked")["ts"] == reply["ts"]


def test_an_alert_is_read_again_when_its_bot_edits_it_and_keeps_its_answer_when_it_is_resolved(
    unasked: Workspace,
) -> None:
    alerts, desk = unasked.slack.seed.alerts, unasked.bot.desk
    team = unasked.slack.workspace.users[unasked.dana.user].team
    desk.policy.hear(team, unasked.channel, desk.policy.people.of(client(unasked), alerts).bot, "", heard=True)

    def alert(what: str, text: str, **where: str) -> Json:
        told: Json = unasked.sam.does(what, user=alerts, channel=unasked.channel, text=text, **where)["message"]
        return told

    said = alert("alert", "503 on edge")
    unasked.settles()
    assert all_said(unasked) == []
    alert("edit", f"firing: {XML}", ts=said["ts"])
    reply = tells(unasked, said["ts"], "Widget locked")
    alert("edit", f"firing: {OTHER}", ts=said["ts"])
    tells(unasked, said["ts"], "Publishing point locked", without="Widget locked")
    alert("edit", "[RESOLVED] all is well", ts=said["ts"])
    unasked.settles()
    unasked.dana.waits_for(lambda: waiting(unasked) == 0, PATIENT)
    assert tells(unasked, said["ts"], "Publishing point locked")["ts"] == reply["ts"]
    assert told(unasked) == [OTHER]


def client(here: Workspace) -> WebClient:
    return WebClient(here.slack.app.bot_token, base_url=here.slack.api_url)


def waiting(here: Workspace) -> int:
    """Deliveries whose work is not over."""
    return here.bot.desk.inbox.backlog().waiting


def told(here: Workspace) -> list[str]:
    """The codes of the errors that are counted."""
    team = here.slack.workspace.users[here.dana.user].team
    return [one.fact.code for one in here.bot.desk.sightings.history(team, here.channel, 0, 10**11).seen]


def test_what_a_bot_attaches_are_its_words() -> None:
    alert = {"bot_id": "B1", "text": "firing", "attachments": [{"text": "503"}]}
    assert same(alert, {**alert, "ts": "2"})
    assert not same({**alert, "attachments": [{"text": LOCKED}]}, alert)
