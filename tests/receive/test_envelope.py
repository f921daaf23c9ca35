"""What a payload is: its key, its kind, its workspace, and whether Slack waits for what we say."""

from __future__ import annotations

from typing import Any

import pytest

from bot.receive.envelope import at_once, delivery, event_of, key_of, kind_of, message_key, team_of

MESSAGE = {"type": "message", "channel": "C1", "ts": "1.0", "text": "hm"}


def event(**changes: Any) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {**MESSAGE, **changes}}


def test_a_mention_has_one_key_though_it_comes_as_two_events_with_two_ids() -> None:
    assert key_of(event()) == key_of({**event(type="app_mention"), "event_id": "Ev2"}) == message_key("T1", "C1", "1.0")


def test_messages_of_other_places_have_other_keys() -> None:
    other = [event(ts="2.0"), event(channel="C2"), {**event(), "team_id": "T2"}]
    assert len({key_of(body) for body in (event(), *other)}) == 4


@pytest.mark.parametrize("subtype", ["message_changed", "message_deleted", "message_replied"])
def test_what_happens_to_a_message_is_known_by_its_own_id(subtype: str) -> None:
    assert key_of(event(subtype=subtype)) == "Ev1"


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "bot_message"])
def test_messages_that_somebody_wrote_are_known_by_their_place(subtype: str) -> None:
    assert key_of(event(subtype=subtype)) == key_of(event())


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"event_id": "Ev1"}, "Ev1"),
        ({"event_id": "Ev1", "event": {"type": "message"}}, "Ev1"),
        ({"event_id": "Ev1", "event": {"type": "reaction_added", "ts": "1.0"}}, "Ev1"),
        ({"command": "/streamerr", "trigger_id": "1.2.a"}, "1.2.a"),
        ({"type": "block_actions", "trigger_id": "1.2.b"}, "1.2.b"),
    ],
)
def test_events_are_known_by_their_id_and_commands_and_clicks_by_their_trigger(body: dict[str, Any], key: str) -> None:
    assert key_of(body) == key


def test_what_has_no_id_is_known_by_what_it_says_whatever_the_order() -> None:
    assert key_of({"a": 1, "b": "\ud83d\0"}) == key_of({"b": "\ud83d\0", "a": 1}) != key_of({"a": 1})


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (event(), "message"),
        (event(type="app_mention"), "app_mention"),
        ({"command": "/streamerr", "text": ""}, "command"),
        ({"type": "block_actions"}, "block_actions"),
        ({"event": "nonsense"}, "other"),
        ({}, "other"),
    ],
)
def test_a_payload_is_counted_as_what_it_is(body: dict[str, Any], kind: str) -> None:
    assert kind_of(body) == kind


def test_a_payload_is_a_delivery_by_key_and_kind() -> None:
    made = delivery(event())
    assert (made.key, made.kind, made.body) == ("T1:C1:1.0", "message", event())


def test_what_is_no_event_holds_none() -> None:
    assert event_of({"event": "nonsense"}) == {}
    assert event_of(event()) == MESSAGE


@pytest.mark.parametrize(
    ("body", "team"),
    [
        ({"team_id": "T1"}, "T1"),
        ({"team": {"id": "T2"}}, "T2"),
        ({"team": "T3"}, "T3"),
        ({"team": None}, ""),
        ({}, ""),
    ],
)
def test_the_workspace_is_told_in_several_ways(body: dict[str, Any], team: str) -> None:
    assert team_of(body) == team


@pytest.mark.parametrize(
    ("body", "waits"),
    [
        ({"type": "view_submission"}, True),
        ({"type": "shortcut"}, True),
        ({"type": "message_action"}, True),
        ({"type": "block_suggestion"}, True),
        ({"type": "block_actions", "actions": [{"action_id": "more:1"}]}, True),
        ({"type": "block_actions", "actions": [{"action_id": "choose:1"}], "view": {"id": "V"}}, True),
        ({"type": "block_actions", "actions": [{"action_id": "choose:1"}]}, False),
        ({"type": "block_actions"}, False),
        ({"type": "event_callback"}, False),
        ({"command": "/streamerr"}, False),
    ],
)
def test_only_what_slack_waits_for_is_done_at_once(body: dict[str, object], waits: bool) -> None:
    assert at_once(body) is waits


def test_a_message_and_its_changes_are_about_the_same_and_in_order() -> None:
    mention = delivery(event(type="app_mention"))
    edit = delivery(event(subtype="message_changed", ts="3.0", event_ts="3.0", message={"ts": "1.0"}))
    gone = delivery(event(subtype="message_deleted", ts="4.0", event_ts="4.0", deleted_ts="1.0"))
    assert {one.about for one in (mention, edit, gone)} == {message_key("T1", "C1", "1.0")} == {mention.key}
    assert [one.version for one in (mention, edit, gone)] == [0.0, 3.0, 4.0]


@pytest.mark.parametrize(
    "body",
    [
        {"command": "/streamerr"},
        event(type="reaction_added"),
        event(ts=None),
        event(subtype="message_changed", message={}),
    ],
)
def test_what_tells_of_no_message_is_about_none(body: dict[str, Any]) -> None:
    assert (delivery(body).about, delivery(body).version) == ("", 0.0)


@pytest.mark.parametrize("ts", ["nan", "inf", "soon", None])
def test_a_change_whose_time_is_none_is_the_first(ts: object) -> None:
    told = delivery(event(subtype="message_changed", event_ts=ts, ts=ts, message={"ts": "1.0"}))
    assert (told.about, told.version) == (message_key("T1", "C1", "1.0"), 0.0)
