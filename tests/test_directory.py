"""The channels that App Home lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.directory import ROWS, Directory, directory
from bot.local import LocalSlack, serving
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_sdk import WebClient

    from bot.desk import Desk

TEAM = "T1"


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A local Slack without the bot."""
    with serving() as served:
        yield served


def knows(desk: Desk, client: WebClient, slack: LocalSlack, name: str, *members: str, **fields: Any) -> str:
    """A new channel with the bot in it, of which the bot knows."""
    sam = Person(slack.url, slack.seed.sam)
    made = sam.does("channel", name=name, members=[slack.app.user, *members], **fields)
    return desk.policy.channel(client, TEAM, str(made["channel"]["id"])).id


def names(listed: Directory) -> list[str]:
    return [row.channel.name for row in listed.rows]


def test_listed_is_what_is_automatic_what_was_set_and_where_something_was_lately(
    desk: Desk, client: WebClient, slack: LocalSlack
) -> None:
    knows(desk, client, slack, "plain")
    desk.policy.channels.concerned(TEAM, knows(desk, client, slack, "busy"))
    desk.policy.decide(TEAM, knows(desk, client, slack, "muted"), "off", "U1")
    desk.policy.decide(TEAM, knows(desk, client, slack, "on"), "automatic", "U1")
    knows(desk, client, slack, "inc-1")
    listed = directory(desk, client, TEAM, slack.seed.dana)
    assert names(listed) == ["on", "inc-1", "muted", "busy"]
    assert [(row.mode, row.pattern) for row in listed.rows] == [
        ("automatic", ""),
        ("automatic", "inc-*"),
        ("off", ""),
        ("asked", ""),
    ]


def test_a_private_channel_is_listed_for_those_who_are_in_it_alone(
    desk: Desk, client: WebClient, slack: LocalSlack
) -> None:
    knows(desk, client, slack, "inc-secret", kind="group")
    knows(desk, client, slack, "inc-ours", slack.seed.dana, kind="group")
    assert names(directory(desk, client, TEAM, slack.seed.dana)) == ["inc-ours"]
    assert names(directory(desk, client, TEAM, slack.seed.sam)) == ["inc-ours", "inc-secret"]


def test_where_slack_does_not_tell_who_is_in_a_private_channel_it_is_not_listed(
    desk: Desk, client: WebClient, slack: LocalSlack
) -> None:
    knows(desk, client, slack, "inc-secret", kind="group")
    knows(desk, client, slack, "inc-open")
    Person(slack.url, slack.seed.sam).turns("scopes", remove=["groups:read"])
    assert names(directory(desk, client, TEAM, slack.seed.sam)) == ["inc-open"]


def test_a_slack_that_is_busy_is_no_answer(desk: Desk, client: WebClient, slack: LocalSlack) -> None:
    knows(desk, client, slack, "inc-secret", kind="group")
    Person(slack.url, slack.seed.sam).turns("fault", kind="ratelimit", method="users.conversations")
    with pytest.raises(SlackApiError, match="ratelimited"):
        directory(desk, client, TEAM, slack.seed.sam)


def test_who_may_change_a_channel_is_told(desk: Desk, client: WebClient, slack: LocalSlack) -> None:
    knows(desk, client, slack, "inc-1")
    knows(desk, client, slack, "inc-2", creator=slack.seed.dana)
    assert [row.may for row in directory(desk, client, TEAM, slack.seed.dana).rows] == [False, True]
    assert [row.may for row in directory(desk, client, TEAM, slack.seed.sam).rows] == [True, True]


def test_no_more_are_listed_than_fit_and_the_rest_is_counted(desk: Desk, client: WebClient, slack: LocalSlack) -> None:
    channels = desk.policy.channels
    for number in range(ROWS + 3):
        channels.told(TEAM, f"C{number}", name=f"inc-{number:02}", creator="", shared=False, public=True)
    listed = directory(desk, client, TEAM, slack.seed.dana)
    assert (len(listed.rows), listed.more) == (ROWS, 3)


def test_channels_of_other_workspaces_are_not_listed(desk: Desk, client: WebClient, slack: LocalSlack) -> None:
    knows(desk, client, slack, "inc-1")
    assert directory(desk, client, "T2", slack.seed.sam) == Directory()
