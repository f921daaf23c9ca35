"""What people do with messages, and what they may not."""

import pytest

from bot.local import LocalSlack
from tests.local.person import Person


def test_one_sees_ones_own_message(slack: LocalSlack, dana: Person) -> None:
    said = dana.says(slack.seed.incidents, "hello")
    assert dana.reads(slack.seed.incidents)[-1] == said


@pytest.mark.parametrize(("text", "error"), [("", "no_text"), (" \n", "no_text"), ("x" * 40_001, "msg_too_long")])
def test_there_is_something_to_say_and_not_too_much(slack: LocalSlack, dana: Person, text: str, error: str) -> None:
    assert dana.tries("message", channel=slack.seed.incidents, text=text)["error"] == error


def test_only_members_speak_in_a_channel(slack: LocalSlack) -> None:
    guest = Person(slack.url, slack.seed.guest)
    assert guest.tries("message", channel=slack.seed.incidents, text="hi")["error"] == "not_in_channel"
    guest.does("join", channel=slack.seed.incidents)
    guest.says(slack.seed.incidents, "hi")


def test_one_edits_ones_own_messages_only(slack: LocalSlack, dana: Person, sam: Person) -> None:
    where = {"channel": slack.seed.incidents, "ts": dana.says(slack.seed.incidents, "one")["ts"]}
    assert dana.does("edit", **where, text="two")["message"]["text"] == "two"
    assert sam.tries("edit", **where, text="three")["error"] == "cant_update_message"
    assert dana.tries("edit", **{**where, "ts": "1.000001"}, text="x")["error"] == "message_not_found"


def test_an_admin_deletes_messages_of_others(slack: LocalSlack, dana: Person, sam: Person) -> None:
    sams = sam.says(slack.seed.incidents, "sam's")["ts"]
    assert dana.tries("delete", channel=slack.seed.incidents, ts=sams)["error"] == "cant_delete_message"
    danas = dana.says(slack.seed.incidents, "dana's")["ts"]
    sam.does("delete", channel=slack.seed.incidents, ts=danas)
    assert dana.reads(slack.seed.incidents)[-1]["ts"] == sams


def test_one_dismisses_what_only_oneself_sees(slack: LocalSlack, dana: Person) -> None:
    dana.tries("command", channel=slack.seed.incidents, text="/streamerr")
    ts = dana.reads(slack.seed.incidents)[-1]["ts"]
    dana.does("delete", channel=slack.seed.incidents, ts=ts)
    assert all(message["ts"] != ts for message in dana.reads(slack.seed.incidents))


def test_a_person_is_no_alert_bot(slack: LocalSlack, dana: Person) -> None:
    assert dana.tries("alert", channel=slack.seed.incidents, text="x")["error"] == "not_allowed"
