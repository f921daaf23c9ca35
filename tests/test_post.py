"""Posting: unfurling off, refusals told, rate limits waited for."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bot.post import AnswerUrlError, post, remove, respond, update, whisper

from bot.app import web_client
from bot.card import note
from bot.settings import Settings
from tests.listeners import LOCKED
from tests.slack_bot import Workspace, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_sdk import WebClient


@pytest.fixture
def here(kb_file: Path) -> Iterator[Workspace]:
    """A local Slack with the bot in it."""
    with workspace(kb_file) as made:
        yield made


def client_of(here: Workspace) -> WebClient:
    return web_client(Settings(Path(), bot_token=here.slack.app.bot_token, api_url=here.slack.api_url))


def test_a_message_is_posted_changed_and_taken_away(here: Workspace) -> None:
    client = client_of(here)
    message = post(client, "T1", here.channel, note("first"))
    assert here.answer(here.channel)["text"] == "first"
    update(client, message, note("second"))
    assert here.answer(here.channel)["text"] == "second"
    remove(client, message)
    assert here.said(here.channel) == []


def test_a_whisper_is_seen_by_one(here: Workspace) -> None:
    whisper(client_of(here), here.channel, here.dana.user, note("psst"))
    assert here.answer(here.channel)["text"] == "psst"
    assert here.said(here.channel, who=here.sam) == []


def test_an_answer_url_that_is_no_more_is_told(here: Workspace) -> None:
    with pytest.raises(AnswerUrlError):
        respond(f"{here.slack.url}/response/T0/none", note("late"))


def test_a_rate_limit_is_waited_for_and_the_answer_comes_once(here: Workspace) -> None:
    here.dana.turns("fault", kind="ratelimit", method="chat.postMessage", next=1, seconds=1)
    start = time.monotonic()
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    here.answer(here.channel, asked["ts"])
    assert time.monotonic() - start > 1
    here.settles()
    assert len(here.said(here.channel, asked["ts"])) == 1


def test_a_lost_answer_is_not_followed_by_a_second_post(here: Workspace) -> None:
    here.dana.turns("fault", kind="lose_answer", method="chat.postMessage", next=1)
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    here.answer(here.channel, asked["ts"])
    here.settles()
    assert len([one for one in here.said(here.channel, asked["ts"]) if "Widget" in one["text"]]) == 1
