"""The bot at work: the Bolt app, its inbox and workers, and the ways in that the settings ask for."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from bot.app import build
from bot.db.hearing import Hearing
from bot.desk import Desk
from bot.receive.catch_up import CatchUp
from bot.receive.gate import Gate
from bot.receive.health import Health
from bot.receive.http import application
from bot.receive.intake import Intake
from bot.receive.recorder import Recorder
from bot.receive.socket import Sockets
from bot.receive.workers import Workers
from bot.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from bot.db.database import Database
    from bot.settings import Settings
    from kb import KnowledgeBase

ANY = "0.0.0.0"  # noqa: S104  Slack calls from outside, through whatever stands in front


class PortError(Exception):
    """The port can't be had; the message says why and what to do."""


class Bot:
    """Hears and answers as long as the ``async with`` lasts; what is in hand is finished at its end.

    Args:
        kb: the knowledge base, open.
        db: the workspace database, open.
        settings: an app token opens Socket Mode; a port serves HTTP, for Slack when there is no app token.

    Attributes:
        desk: where questions are answered.
        hearing: until when Slack was heard.
        catch_up: looks through what was said while nobody heard; None until the bot runs.
        port: that HTTP is served on, or None.
    """

    def __init__(self, kb: KnowledgeBase, db: Database, settings: Settings) -> None:
        self.port: int | None = None
        self.sockets: Sockets | None = None
        self.catch_up: CatchUp | None = None
        self.desk = Desk.of(kb, db, settings)
        self.hearing = Hearing(db)
        self._settings = settings
        self._upkeep = Upkeep(db, settings)
        self._app = build(self.desk, settings)
        self._running = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            wake = threading.Event()
            workers = Workers(self._app, self.desk.inbox, self.desk.voice, wake)
            workers.start()
            stack.push_async_callback(asyncio.to_thread, workers.stop)
            recorder = Recorder(self.desk.inbox, wake)
            recorder.start()
            stack.push_async_callback(asyncio.to_thread, recorder.stop)
            self._upkeep.start()
            stack.push_async_callback(asyncio.to_thread, self._upkeep.stop)
            gate = Gate(self.desk, self._app.client)
            intake = Intake(self._app, gate, recorder)
            stack.push_async_callback(asyncio.to_thread, intake.close)
            sockets = Sockets(self._settings, intake) if self._settings.app_token else None
            if self._settings.port is not None:
                health = Health(self.desk, sockets)
                stack.callback(health.close)
                await self._serve(
                    stack, application(health, None if sockets else intake, self._settings.signing_secret)
                )
            if sockets:
                self.sockets = await stack.enter_async_context(sockets)
            self.catch_up = CatchUp(self.desk, self._app.client, self.hearing, gate, recorder)
            await stack.enter_async_context(self.catch_up.attending(self._hears))
            self._running = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._running.aclose()

    async def _hears(self) -> bool:
        return self.sockets is None or bool(await self.sockets.connected())

    async def _serve(self, stack: AsyncExitStack, served: web.Application) -> None:
        runner = web.AppRunner(served, access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        try:
            await web.TCPSite(runner, ANY, self._settings.port).start()
        except OSError as error:
            told = f"Port {self._settings.port} can't be had ({error.strerror}): set PORT to another."
            raise PortError(told) from error
        self.port = runner.addresses[0][1]


@contextmanager
def running(kb: KnowledgeBase, db: Database, settings: Settings) -> Iterator[Bot]:
    """The bot in a thread of its own, for callers that do not run a loop."""
    bot = Bot(kb, db, settings)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="bot", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(bot.__aenter__(), loop).result()
        try:
            yield bot
        finally:
            asyncio.run_coroutine_threadsafe(bot.__aexit__(), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
