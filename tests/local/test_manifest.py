"""A manifest as the local Slack installs it."""

import json
from pathlib import Path

import pytest

from bot.local.manifest import read
from tests.local.conftest import MANIFEST


def test_a_manifest_is_read_from_a_file_or_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(MANIFEST))
    one, other = read(file), read(MANIFEST)
    assert (one.scopes, one.commands, one.events) == (other.scopes, other.commands, other.events)
    assert one.bot_token != other.bot_token


def test_optional_scopes_are_granted() -> None:
    assert read(MANIFEST).scopes >= {"files:read", "chat:write"}


def test_commands_and_shortcuts_are_there() -> None:
    app = read(MANIFEST)
    assert [(command.name, command.should_escape) for command in app.commands] == [
        ("/streamerr", False),
        ("/escaped", True),
    ]
    assert [shortcut.kind for shortcut in app.shortcuts] == ["message", "global"]
    assert (app.home_tab, app.messages_tab, app.agent) == (True, True, True)


def test_tokens_say_what_they_are() -> None:
    app = read(MANIFEST)
    assert (app.bot_token[:11], app.app_token[:11]) == ("xoxb-local-", "xapp-local-")


def test_a_manifest_without_a_bot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="bot_user"):
        read({"features": {}})
    with pytest.raises(OSError, match="nowhere"):
        read(tmp_path / "nowhere.json")
