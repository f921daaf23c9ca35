"""New names of channels."""

from typing import Any

import pytest

from tests.listeners import XML
from tests.slack_bot import Workspace, blocks_text


def room(here: Workspace, **fields: Any) -> str:
    made = here.dana.does("channel", name="war-room", members=[here.me], **fields)
    return str(made["channel"]["id"])


def settle(here: Workspace, channel: str) -> None:
    """Wait until the bot has seen to all that was said before."""
    asked = here.dana.says(channel, f"<@{here.me}> help")
    here.answer(channel, asked["ts"])


@pytest.mark.parametrize("kind", ["channel", "group"])
@pytest.mark.parametrize("deaf_to", [[], ["channels:read", "groups:read"]], ids=["both", "the message alone"])
def test_a_new_name_that_fits_opens_a_channel_at_once(here: Workspace, kind: str, deaf_to: list[str]) -> None:
    here.sam.turns("scopes", remove=deaf_to)
    id_ = room(here, kind=kind)
    before = here.dana.says(id_, f"seen: {XML}")
    settle(here, id_)
    here.dana.does("rename_channel", channel=id_, name="inc-7")
    here.dana.waits_for(lambda: here.bot.desk.policy.rules.pattern(name(here, id_)))
    said = here.dana.says(id_, f"seen: {XML}")
    assert "Widget locked" in blocks_text(here.answer(id_, said["ts"]))
    assert here.said(id_, before["ts"]) == []


def test_a_new_name_that_does_not_fit_closes_it(here: Workspace) -> None:
    id_ = room(here)
    here.dana.does("rename_channel", channel=id_, name="inc-7")
    here.dana.says(id_, "anybody?")
    here.dana.waits_for(lambda: name(here, id_) == "inc-7")
    here.dana.does("rename_channel", channel=id_, name="over")
    here.dana.waits_for(lambda: name(here, id_) == "over")
    said = here.dana.says(id_, f"seen: {XML}")
    settle(here, id_)
    assert here.said(id_, said["ts"]) == []


def name(here: Workspace, channel: str) -> str:
    """What the bot takes for the channel's name."""
    known = here.bot.desk.policy.channels.known(here.slack.workspace.users[here.dana.user].team)
    return next((one.name for one in known if one.id == channel), "")


def test_new_names_of_channels_that_the_bot_is_not_in_are_not_kept(here: Workspace) -> None:
    elsewhere = str(here.dana.does("channel", name="elsewhere")["channel"]["id"])
    here.dana.does("rename_channel", channel=elsewhere, name="inc-9")
    settle(here, here.channel)
    here.settles()
    assert name(here, elsewhere) == ""
    assert name(here, here.channel) == "incidents"
