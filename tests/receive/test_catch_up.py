"""After an outage: what was said meanwhile is answered, once; the bot is really away, and Slack really gives up."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import update

from bot.db.database import Database, now
from bot.db.tables import chores
from bot.local import serving
from bot.local.model import Pace
from bot.rules import Rules
from bot.running import running
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.listeners import LOCKED
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.local import LocalSlack
    from bot.running import Bot

HASTY = Pace(acknowledge=1.0, retries=(0.0, 0.05, 0.1))
"""Slack gives up within a second."""
HOUR = 3600.0


class Outage:
    """A local Slack whose bot comes and goes, always with the same workspace database."""

    def __init__(self, slack: LocalSlack, kb: KnowledgeBase, settings: Settings) -> None:
        self.slack = slack
        self.dana = Person(slack.url, slack.seed.dana)
        self.sam = Person(slack.url, slack.seed.sam)
        self.me = slack.app.user
        self._kb = kb
        self._settings = settings

    @contextmanager
    def bot(self) -> Iterator[Bot]:
        """The bot is there."""
        with Database.open(self._settings.database) as db, running(self._kb, db, self._settings) as bot:
            yield bot

    def hour_passes(self, hours: float = 1) -> None:
        """Slack was heard last that long ago."""
        with Database.open(self._settings.database) as db, db.writing() as connection:
            earlier = update(chores).where(chores.c.name == "heard").values(at=now() - hours * HOUR)
            assert connection.execute(earlier).rowcount == 1

    def given_up(self, count: int) -> None:
        """Wait until Slack has given up so many events."""
        self.dana.waits_for(lambda: len(self.slack.delivery.given_up) >= count)

    def answers(self, channel: str, ts: str, count: int = 1) -> bool:
        """Wait until a message has so many answers."""
        return bool(self.dana.waits_for(lambda: len(self.replies(channel, ts)) >= count))

    def replies(self, channel: str, ts: str) -> list[object]:
        """The bot's messages in a thread."""
        return [one for one in self.dana.reads(channel, ts) if one.get("user") == self.me]


@pytest.fixture
def outage(kb_file: Path, tmp_path: Path) -> Iterator[Outage]:
    """The bot was there, and is away."""
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb, serving(pace=HASTY) as slack:
        app = slack.app
        settings = Settings(
            tmp_path,
            bot_token=app.bot_token,
            app_token=app.app_token,
            api_url=slack.api_url,
            rules=Rules(names=("incidents",)),
            pace=0,
        )
        here = Outage(slack, kb, settings)
        with here.bot() as bot:
            here.dana.waits_for(lambda: bot.hearing.silence() is not None)
        here.hour_passes()
        yield here


def test_a_mention_is_found(outage: Outage) -> None:
    channel = outage.slack.seed.general
    asked = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    with outage.bot():
        assert outage.answers(channel, asked["ts"])


def test_what_is_found_is_counted(outage: Outage) -> None:
    def found() -> float:
        labels = {"kind": "message", "became": "found"}
        return REGISTRY.get_sample_value("streamerr_events_total", labels) or 0.0

    before = found()
    outage.dana.says(outage.slack.seed.general, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    with outage.bot():
        outage.dana.waits_for(lambda: found() == before + 1)


def test_an_error_in_an_automatic_channel_is_found(outage: Outage) -> None:
    channel = outage.slack.seed.incidents
    said = outage.dana.says(channel, f"the packager says {LOCKED}")
    outage.given_up(1)
    with outage.bot():
        assert outage.answers(channel, said["ts"])


def test_a_direct_message_is_found(outage: Outage) -> None:
    channel = outage.dana.does("open_im", **{"with": outage.me})["channel"]["id"]
    outage.dana.says(channel, LOCKED)
    outage.given_up(1)
    with outage.bot():
        assert outage.dana.waits_for(lambda: [one for one in outage.dana.reads(channel) if one["user"] == outage.me])


def test_a_reply_in_a_thread_that_began_before_is_found(outage: Outage) -> None:
    channel = outage.slack.seed.general
    first = outage.sam.says(channel, "anybody seen this?")
    outage.dana.says(channel, f"<@{outage.me}> {LOCKED}", thread_ts=first["ts"])
    outage.given_up(3)
    with outage.bot():
        assert outage.answers(channel, first["ts"])


def test_what_was_answered_before_is_not_answered_again(outage: Outage) -> None:
    channel = outage.slack.seed.general
    with outage.bot():
        before = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
        assert outage.answers(channel, before["ts"])
    outage.hour_passes()
    after = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    with outage.bot():
        assert outage.answers(channel, after["ts"])
    assert len(outage.replies(channel, before["ts"])) == 1


def test_what_does_not_concern_us_is_not_answered_later_either(outage: Outage) -> None:
    channel = outage.slack.seed.general
    said = outage.dana.says(channel, f"look at {LOCKED}")
    asked = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(3)
    with outage.bot():
        assert outage.answers(channel, asked["ts"])
    assert outage.replies(channel, said["ts"]) == []


def test_a_short_silence_is_left_to_slack(outage: Outage) -> None:
    channel = outage.slack.seed.general
    outage.hour_passes(0)
    asked = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    with outage.bot() as bot:
        outage.dana.waits_for(lambda: (bot.hearing.silence() or 99) < 1)
    assert outage.replies(channel, asked["ts"]) == []


def test_where_slack_lists_nothing_known_channels_are_looked_through(outage: Outage) -> None:
    channel = outage.slack.seed.general
    with outage.bot():
        before = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
        assert outage.answers(channel, before["ts"])
    outage.sam.turns("scopes", remove=["channels:read", "groups:read", "im:read"])
    outage.hour_passes()
    after = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    with outage.bot():
        assert outage.answers(channel, after["ts"])


def test_slack_is_asked_again_when_it_says_later(outage: Outage) -> None:
    channel = outage.slack.seed.general
    asked = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    for method in ("users.conversations", "conversations.history"):
        outage.sam.turns("fault", kind="ratelimit", method=method, next=1, seconds=1)
    with outage.bot():
        assert outage.answers(channel, asked["ts"])


def test_what_can_not_be_read_is_read_at_the_next_look(outage: Outage) -> None:
    channel = outage.slack.seed.general
    asked = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    outage.sam.turns("fault", kind="server_error", method="conversations.history", next=1)
    with outage.bot() as bot:
        outage.dana.waits_for(lambda: outage.slack.faults.met["server_error"])
        assert bot.catch_up
        outage.dana.waits_for(bot.catch_up.heard)
        assert outage.answers(channel, asked["ts"])
