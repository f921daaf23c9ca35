"""The inbox: each delivery once, bounded."""

import pytest
from bot.receive.inbox import Delivery, InboxFullError, QueueInbox, at_once, key_of


def test_what_is_put_is_taken_in_order() -> None:
    inbox = QueueInbox()
    for key in ("a", "b"):
        assert inbox.put(Delivery(key, {}))
    taken = [inbox.take(0), inbox.take(0), inbox.take(0)]
    assert [one.key if one else None for one in taken] == ["a", "b", None]


def test_a_repeated_delivery_is_not_new() -> None:
    inbox = QueueInbox()
    assert inbox.put(Delivery("a", {}))
    assert not inbox.put(Delivery("a", {}))


def test_what_has_no_key_is_always_new() -> None:
    inbox = QueueInbox()
    assert inbox.put(Delivery("", {}))
    assert inbox.put(Delivery("", {}))


def test_a_full_inbox_refuses_and_takes_the_repetition_later() -> None:
    inbox = QueueInbox(1)
    inbox.put(Delivery("a", {}))
    with pytest.raises(InboxFullError):
        inbox.put(Delivery("b", {}))
    inbox.take(0)
    assert inbox.put(Delivery("b", {}))


def test_what_is_worked_on_still_counts() -> None:
    inbox = QueueInbox()
    inbox.put(Delivery("a", {}))
    taken = inbox.take(0)
    assert taken
    assert inbox.waiting() == 1
    inbox.done(taken)
    assert inbox.waiting() == 0


def test_events_are_known_by_their_id_and_commands_by_their_trigger() -> None:
    assert key_of({"event_id": "Ev1"}) == "Ev1"
    assert key_of({"command": "/streamerr", "trigger_id": "1.2.a"}) == "1.2.a"
    assert key_of({"command": "/streamerr"}) == ""


@pytest.mark.parametrize(
    ("body", "waits"),
    [
        ({"type": "view_submission"}, True),
        ({"type": "shortcut"}, True),
        ({"type": "message_action"}, True),
        ({"type": "block_actions", "actions": [{"action_id": "more:1"}]}, True),
        ({"type": "block_actions", "actions": [{"action_id": "choose:1"}], "view": {"id": "V"}}, True),
        ({"type": "block_actions", "actions": [{"action_id": "choose:1"}]}, False),
        ({"type": "event_callback"}, False),
        ({"command": "/streamerr"}, False),
    ],
)
def test_only_what_slack_waits_for_is_done_at_once(body: dict[str, object], waits: bool) -> None:
    assert at_once(body) is waits
