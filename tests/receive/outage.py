"""An outage: a bot that is really away, and a local Slack that really gives up."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.app import web_client
from bot.db.database import Database, now
from bot.db.hearing import Hearing
from bot.db.inbox import Inbox
from bot.db.tables import chores
from bot.desk import Desk
from bot.local.model import TEAM, Pace
from bot.receive.catch_up import CatchUp
from bot.receive.envelope import message_key
from bot.receive.gate import Gate
from bot.receive.recorder import Recorder
from bot.running import running
from tests.listeners import LOCKED
from tests.local.person import Json, Person

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from bot.local import LocalSlack
    from bot.running import Bot
    from bot.settings import Settings
    from kb import KnowledgeBase

HASTY = Pace(acknowledge=1.0, retries=(0.0, 0.05, 0.1))
"""Slack gives up within a second."""
HOUR = 3600.0
BEAT = 0.05
PATIENCE = 20.0


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

    @asynccontextmanager
    async def attending(self, hears: Callable[[], bool] = lambda: True) -> AsyncIterator[Hearing]:
        """The catch-up alone is there, without the rest of the bot."""

        async def heard() -> bool:
            return hears()

        with Database.open(self._settings.database) as db:
            desk, client, hearing = Desk.of(self._kb, db, self._settings), web_client(self._settings), Hearing(db)
            recorder = Recorder(desk.inbox, threading.Event())
            recorder.start()
            async with CatchUp(desk, client, hearing, Gate(desk, client), recorder).attending(heard, BEAT):
                yield hearing
            await asyncio.to_thread(recorder.stop)

    async def until(self, what: Callable[[], object]) -> None:
        """Wait until something holds."""
        await asyncio.to_thread(self.dana.waits_for, what, PATIENCE)

    def leased(self) -> float | None:
        """Until when somebody is at what is owed; None when nothing is."""
        with Database.open(self._settings.database) as db, db.reading() as connection:
            found: float | None = connection.execute(select(chores.c.leased).where(chores.c.name == "owed")).scalar()
            return found

    def taken_in(self, channel: str, ts: str) -> bool:
        """Whether a message was taken in."""
        with Database.open(self._settings.database) as db:
            return Inbox(db).knows(message_key(TEAM, channel, ts))

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

    def missed(self) -> tuple[str, Json]:
        """A question that Slack has given up, and the channel that it stands in."""
        channel = self.slack.seed.general
        asked = self.dana.says(channel, f"<@{self.me}> {LOCKED}")
        self.given_up(2)
        return channel, asked
