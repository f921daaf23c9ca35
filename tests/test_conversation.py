"""Where messages are answered, and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.conversation import is_direct, may_ask, reply, team_of, thread_of
from bot.db.model import InProcess
from bot.desk import Desk
from bot.files import Fetcher
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.slack_bot import workspace

if TYPE_CHECKING:
    from pathlib import Path


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
    ("event", "thread"),
    [
        ({"channel": "C1", "ts": "1"}, "1"),
        ({"channel": "C1", "ts": "2", "thread_ts": "1"}, "1"),
        ({"channel": "D1", "ts": "1"}, ""),
        ({"channel": "D1", "ts": "2", "thread_ts": "1"}, "1"),
        ({"channel": "C1", "channel_type": "im", "ts": "1"}, ""),
    ],
)
def test_channels_are_answered_in_threads_and_direct_messages_beside(event: dict[str, Any], thread: str) -> None:
    assert thread_of(event) == thread
    assert is_direct(event) is (event["channel"] == "D1" or "channel_type" in event)


def test_people_may_ask_and_bots_when_they_are_allowed(kb_file: Path) -> None:
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb:
        desk = Desk(kb, InProcess(), Fetcher("", "https://slack.com/api/"), frozenset({"B1", "A2"}))
        assert may_ask(desk, {"user": "U1"})
        assert may_ask(desk, {"bot_id": "B1"})
        assert may_ask(desk, {"bot_id": "B2", "app_id": "A2"})
        assert not may_ask(desk, {"bot_id": "B2"})


def test_a_message_is_answered_once_even_when_posting_fails(kb_file: Path) -> None:
    with workspace(kb_file) as here, KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb:
        client = WebClient(here.slack.app.bot_token, base_url=here.slack.api_url, retry_handlers=[])
        desk = Desk(kb, InProcess(), Fetcher("", here.slack.api_url))
        event = {"channel": "C0NOWHERE", "ts": "1.0", "text": "404", "user": here.dana.user}
        with pytest.raises(SlackApiError, match="channel_not_found"):
            reply(desk, client, "T1", event, here.me)
        reply(desk, client, "T1", event, here.me)
