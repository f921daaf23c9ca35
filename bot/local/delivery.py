"""Envelopes to apps: events again and again until the app has them or Slack gives up, interactions once."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from bot.local.model import Acknowledgement, Envelope

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from bot.local.model import Json, Pace

NOT_CONNECTED = "dispatch_failed"
"""What a person is told when the app cannot be reached."""
TIMED_OUT = "operation_timeout"
"""What a person is told when the app does not answer in time."""


REMEMBERED = 1000
"""How many of the events that were given up are kept to be looked at."""


class Route(Protocol):
    """A way to one app. ``send`` sends once and waits for the acknowledgement, at most as long as Slack does."""

    async def send(self, envelope: Envelope) -> Acknowledgement:
        """Send one envelope."""


class Delivery:
    """Sends what happens to the apps, each on its route."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self.routes: dict[str, Route] = {}
        self.given_up: deque[Envelope] = deque(maxlen=REMEMBERED)
        self.repeated = 0
        """How often an event was sent again."""
        self._tasks: set[asyncio.Task[None]] = set()

    def event(self, app_id: str, payload: Json) -> None:
        """Send an event, and again when it is not acknowledged; returns at once."""
        self.start(self._until_acknowledged(self.routes[app_id], Envelope("events_api", payload)))

    async def interaction(self, app_id: str, kind: str, payload: Json) -> Acknowledgement:
        """Send an interaction or a command once and wait for what the app says."""
        return await self.routes[app_id].send(Envelope(kind, payload))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something meanwhile; ``close`` ends it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End what is still under way."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _until_acknowledged(self, route: Route, envelope: Envelope) -> None:
        for attempt, pause in enumerate((None, *self._pace.retries)):
            if pause:
                await asyncio.sleep(pause)
            self.repeated += attempt > 0
            answer = await route.send(replace(envelope, attempt=attempt))
            if not answer.error or answer.final:
                return
            envelope = replace(envelope, reason=answer.error)
        self.given_up.append(envelope)
