"""The Bolt app, and the manifest that installs it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.app import build, web_client
from bot.desk import Desk
from bot.doctor import WITHOUT
from bot.listeners import LISTENERS, command, global_shortcut, message_shortcut
from bot.settings import Settings

MANIFEST: dict[str, Any] = json.loads((Path(__file__).parent.parent / "bot" / "manifest.json").read_text())
FEATURES = MANIFEST["features"]
SCOPES = MANIFEST["oauth_config"]["scopes"]
EVENTS = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
NEEDED = {
    "app_mentions:read": "app_mention",
    "im:history": "message.im",
    "channels:history": "message.channels",
    "groups:history": "message.groups",
    "channels:read": "channel_rename",
    "groups:read": "group_rename",
}
"""Scopes by the event that needs them."""
FREE = {"app_home_opened", "member_joined_channel"}
"""Events that need no scope of their own; of a joined channel those hear who may know of it."""
CALLED = {
    "chat:write",
    "commands",
    "assistant:write",
    "files:read",
    "files:write",
    "im:read",
    "reactions:write",
    "users:read",
}
"""Of what is called: posting, the command, prompts, files, recaps as files, missed direct messages, the hourglass, admins."""


def test_the_manifest_has_the_command_and_the_shortcuts_that_are_listened_to() -> None:
    assert [one["command"] for one in FEATURES["slash_commands"]] == [command.COMMAND]
    assert {(one["type"], one["callback_id"]) for one in FEATURES["shortcuts"]} == {
        ("message", message_shortcut.CALLBACK),
        ("global", global_shortcut.CALLBACK),
    }


def test_every_event_is_listened_to_and_has_its_scope() -> None:
    granted = {*SCOPES["bot"], *SCOPES["bot_optional"]}
    assert {event for scope, event in NEEDED.items() if scope in granted} == EVENTS - FREE


def test_no_scope_is_asked_for_without_a_use() -> None:
    assert {*SCOPES["bot"], *SCOPES["bot_optional"]} == NEEDED.keys() | CALLED


def test_the_scopes_that_are_required_are_the_smallest() -> None:
    assert set(SCOPES["bot"]) == {"app_mentions:read", "chat:write", "commands", "im:history"}


def test_doctor_says_what_is_missing_without_each_optional_scope() -> None:
    assert WITHOUT.keys() == set(SCOPES["bot_optional"])


@pytest.mark.parametrize(
    ("text", "most"),
    [
        (MANIFEST["display_information"]["name"], 35),
        (MANIFEST["display_information"]["description"], 140),
        (FEATURES["agent_view"]["agent_description"], 300),
        (FEATURES["slash_commands"][0]["usage_hint"], 1000),
        *((one["name"], 24) for one in FEATURES["shortcuts"]),
    ],
)
def test_texts_of_the_manifest_are_within_slacks_limits(text: str, most: int) -> None:
    assert 0 < len(text) <= most
    assert 175 <= len(MANIFEST["display_information"]["long_description"]) <= 4000


def test_every_listener_file_is_listed() -> None:
    folder = Path(command.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == {
        listener.__name__.rpartition(".")[2] for listener in LISTENERS
    }


def test_the_api_url_is_used_for_every_call() -> None:
    settings = Settings(Path(), bot_token="xoxb-1", api_url="https://slack-gov.com/api/")
    assert web_client(settings).base_url == "https://slack-gov.com/api/"


def test_nothing_is_asked_of_slack_until_something_comes_in(desk: Desk) -> None:
    settings = Settings(Path(), bot_token="xoxb-1", api_url="http://127.0.0.1:9/api/")
    assert build(desk, settings).client.token == "xoxb-1"
