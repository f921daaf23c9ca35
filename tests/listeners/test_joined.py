"""The bot is brought into channels."""

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.db.tables import inbox
from bot.local.model import TEAM
from tests.listeners import XML
from tests.slack_bot import Workspace, blocks_text


def room(here: Workspace, name: str, **fields: Any) -> str:
    return str(here.dana.does("channel", name=name, members=[here.me], **fields)["channel"]["id"])


@pytest.mark.parametrize("kind", ["channel", "group"])
def test_where_its_name_opens_a_channel_the_bot_says_so_and_how_to_stop_it(here: Workspace, kind: str) -> None:
    said = blocks_text(here.answer(room(here, "inc-7", kind=kind)))
    assert "This channel's name fits `inc-*`" in said
    assert "`/streamerr here asked`" in said


def quiet_in(here: Workspace, channel: str) -> bool:
    """Whether the bot said nothing in a channel, after it has seen to everything."""
    asked = here.dana.says(channel, f"<@{here.me}> help")
    here.answer(channel, asked["ts"])
    here.settles()
    return here.said(channel) == []


def test_elsewhere_it_says_nothing(here: Workspace) -> None:
    assert quiet_in(here, room(here, "team"))


def test_in_a_shared_channel_it_says_nothing(here: Workspace) -> None:
    assert quiet_in(here, room(here, "inc-partner", ext_shared=True))


def test_where_somebody_turned_it_on_before_it_says_nothing(here: Workspace) -> None:
    id_ = str(here.dana.does("channel", name="inc-7")["channel"]["id"])
    here.bot.desk.policy.decide(TEAM, id_, "automatic", here.dana.user)
    here.dana.does("invite", channel=id_, invited=here.me)
    assert quiet_in(here, id_)


def test_people_who_join_are_not_greeted_and_nothing_of_them_is_stored(here: Workspace) -> None:
    id_ = room(here, "inc-7")
    here.answer(id_)
    here.dana.does("invite", channel=id_, invited=here.sam.user)
    said = here.dana.says(id_, f"seen: {XML}")
    here.answer(id_, said["ts"])
    assert len(here.said(id_)) == 1
    with here.db.reading() as connection:
        stored = connection.execute(select(func.count()).where(inbox.c.kind == "member_joined_channel"))
        assert stored.scalar_one() == 1


def test_a_private_channel_that_slack_told_nothing_of_before_is_known_once_it_is_joined(here: Workspace) -> None:
    id_ = str(here.dana.does("channel", name="inc-7", kind="group")["channel"]["id"])
    here.dana.does("command", channel=id_, text="/streamerr here")
    here.dana.waits_for_message(id_, "This channel")
    here.dana.does("invite", channel=id_, invited=here.me)
    here.dana.waits_for_message(id_, "This channel's name fits")
