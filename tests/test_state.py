"""How a channel is set, gathered."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from slack_sdk import WebClient

from bot.db.model import Place
from bot.desk import Asker
from bot.local import LocalSlack, serving
from bot.reach import Reach
from bot.state import CHANGES, names_of, state_of
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.desk import Desk

TEAM = "T1"


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A local Slack without the bot."""
    with serving() as served:
        yield served


@pytest.fixture
def sam(slack: LocalSlack) -> Asker:
    """An admin who asks in #incidents."""
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    return Asker("k", TEAM, slack.seed.incidents, slack.seed.sam, client)


def test_a_channel_nobody_touched_is_asked_only(desk: Desk, slack: LocalSlack, sam: Asker) -> None:
    state = state_of(desk, sam)
    assert (state.mode, state.pattern, state.decided, state.until, state.said, state.cap) == (
        "asked",
        "",
        None,
        0,
        0,
        20,
    )
    assert (state.bots, state.changes, state.reach, state.may) == ((), (), Reach(member=True), True)
    assert state.names == {slack.seed.sam: "sam"}


def test_who_decided_is_told_however_many_other_changes_came_after(desk: Desk, slack: LocalSlack, sam: Asker) -> None:
    where = (TEAM, slack.seed.incidents)
    desk.policy.decide(*where, "automatic", slack.seed.dana)
    for number in range(CHANGES + 1):
        desk.policy.hear(*where, f"B{number}", slack.seed.sam, heard=True)
    state = state_of(desk, sam)
    assert state.decided
    assert (state.decided.person, state.decided.after) == (slack.seed.dana, "automatic")
    assert {change.what for change in state.changes} == {"bot"}
    assert len(state.changes) == CHANGES
    assert state.names == {slack.seed.sam: "sam", slack.seed.dana: "dana"}


def test_what_was_decided_before_is_not_why_when_the_name_decides_again(
    desk: Desk, slack: LocalSlack, sam: Asker
) -> None:
    where = (TEAM, slack.seed.incidents)
    desk.policy.decide(*where, "off", slack.seed.dana)
    desk.policy.decide(*where, "", slack.seed.dana)
    assert state_of(desk, sam).decided is None


def test_quiet_is_told_by_its_end(desk: Desk, slack: LocalSlack, sam: Asker) -> None:
    desk.policy.hush(TEAM, slack.seed.incidents, 3600, slack.seed.sam)
    assert 3500 < state_of(desk, sam).until - time.time() <= 3601


def test_unasked_replies_of_the_last_hour_are_counted(desk: Desk, slack: LocalSlack, sam: Asker) -> None:
    place = Place(TEAM, slack.seed.incidents, "")
    desk.voice.posts.mark("a", place, unasked=True)
    desk.voice.posts.mark("b", place)
    desk.voice.posts.mark("c", replace(place, channel="C2"), unasked=True)
    assert state_of(desk, sam).said == 1


def test_when_there_may_be_more_unasked_replies_is_told_once_there_were_too_many(
    desk: Desk, slack: LocalSlack, sam: Asker
) -> None:
    place = Place(TEAM, slack.seed.incidents, "")
    for number in range(20):
        assert state_of(desk, sam).full == 0
        desk.voice.posts.mark(str(number), place, unasked=True)
    first = desk.voice.posts.of("0")
    assert first
    assert state_of(desk, sam).full == first.marked + 3600


def test_who_may_not_is_told_so(desk: Desk, slack: LocalSlack, sam: Asker) -> None:
    assert not state_of(desk, replace(sam, user=slack.seed.dana)).may
    assert not state_of(desk, replace(sam, stranger=True)).may


def test_people_whom_slack_does_not_name_have_no_name(desk: Desk, slack: LocalSlack, sam: Asker) -> None:
    Person(slack.url, slack.seed.sam).turns("scopes", remove=["users:read"])
    channel = desk.policy.channel(sam.client, TEAM, slack.seed.incidents)
    assert names_of(desk, sam.client, channel) == {slack.seed.sam: ""}
