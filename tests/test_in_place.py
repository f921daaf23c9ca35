"""Where clicks come from."""

from typing import Any

import pytest

from bot.db.model import Place
from bot.in_place import Click

BASE = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "trigger_id": "1.2.a",
    "actions": [{"action_id": "share", "value": "[]"}],
}


def test_a_click_on_a_private_message_in_a_channel() -> None:
    container = {"type": "message", "message_ts": "2.0", "channel_id": "C1", "is_ephemeral": True}
    click = Click.of(
        {**BASE, "container": container, "channel": {"id": "C1"}, "response_url": "https://hooks.slack.com/x"}
    )
    assert (click.message, click.private, click.share, click.url) == (
        Place("T1", "C1", "2.0"),
        True,
        "channel",
        "https://hooks.slack.com/x",
    )


def test_a_click_on_a_message_in_a_thread() -> None:
    container = {"type": "message", "message_ts": "2.0", "channel_id": "C1", "thread_ts": "1.0"}
    click = Click.of({**BASE, "container": container, "message": {"ts": "2.0"}})
    assert (click.message.channel, click.thread, click.private, click.share) == ("C1", "1.0", False, "")


@pytest.mark.parametrize(("metadata", "place"), [("C1 1.0", ("C1", "1.0", "thread")), ("", ("", "", ""))])
def test_a_click_in_a_modal_is_about_the_message_it_was_opened_on(metadata: str, place: tuple[str, ...]) -> None:
    view: dict[str, Any] = {"id": "V1", "type": "modal", "private_metadata": metadata}
    click = Click.of({**BASE, "container": {"type": "view", "view_id": "V1"}, "view": view})
    assert (click.message.channel, click.thread, click.share) == place


def test_a_choice_from_a_menu_is_a_click_too() -> None:
    action = {"action_id": "here:home", "type": "static_select", "selected_option": {"value": "x"}}
    assert Click.of({**BASE, "actions": [action]}).value == "x"
    assert Click.of({**BASE, "actions": [{**action, "selected_option": None}]}).value == ""


@pytest.mark.parametrize(
    ("user", "message", "stranger"),
    [
        ({"id": "U1"}, None, False),
        ({"id": "U1", "team_id": "T1"}, {"team": "T1"}, False),
        ({"id": "U1", "team_id": "T9"}, None, True),
        ({"id": "U1", "team_id": "T9"}, {"team": "T9"}, False),
        ({"id": "U1", "team_id": "T1"}, {"team": "T9"}, True),
    ],
)
def test_a_stranger_is_of_another_workspace_than_the_message(
    user: dict[str, str], message: dict[str, str] | None, stranger: bool
) -> None:
    assert Click.of({**BASE, "user": user, "message": message}).stranger is stranger
