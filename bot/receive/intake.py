"""The intake: what Socket Mode and HTTP share. What Slack waits for is answered at once; the rest is recorded, then worked on."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from slack_bolt import BoltResponse

from bot import metrics
from bot.receive.envelope import at_once, delivery, kind_of
from bot.receive.workers import dispatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from slack_bolt import App

    from bot.receive.gate import Gate
    from bot.receive.recorder import Recorder

AT_ONCE = 4
"""Threads for what Slack waits for."""
LOOKING = 2
"""Threads that look whether a message concerns us."""
PENDING = 2_000
"""Payloads that are looked at and recorded at a time; Slack sends what is more than that again."""


class IntakeFullError(Exception):
    """More comes in than can be recorded: Slack must not be told that we have it."""


class Intake:
    """Takes what was received and says what Slack is answered.

    Args:
        app: is dispatched to at once where Slack waits.
        gate: says what concerns us; the rest is forgotten before it is stored.
        recorder: records that.
    """

    def __init__(self, app: App, gate: Gate, recorder: Recorder) -> None:
        self._app = app
        self._gate = gate
        self._recorder = recorder
        self._looking = ThreadPoolExecutor(LOOKING, "gate")
        self._answering = ThreadPoolExecutor(AT_ONCE, "at-once")
        self._pending = 0

    async def take(self, body: Mapping[str, Any]) -> BoltResponse:
        """Record a payload, answer it at once, or forget it.

        Raises:
            Exception: it could not be recorded, and Slack must not be told that it was.
        """
        loop = asyncio.get_running_loop()
        with metrics.arriving(kind_of(body)) as arrival:
            if at_once(body):
                arrival.became = "at_once"
                return await loop.run_in_executor(self._answering, dispatch, self._app, body)
            with self._one_more():
                if (kept := await self._kept(body)) is None:
                    arrival.became = "forgotten"
                else:
                    is_new = await asyncio.wrap_future(self._recorder.record(delivery(kept)))
                    arrival.became = "recorded" if is_new else "duplicate"
            return BoltResponse(status=200, body="")

    @contextmanager
    def _one_more(self) -> Iterator[None]:
        """Count a payload that is looked at; not for long, or Slack has given up waiting for it anyway."""
        if self._pending >= PENDING:
            raise IntakeFullError
        self._pending += 1
        try:
            yield
        finally:
            self._pending -= 1

    async def _kept(self, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """What of a payload is recorded; a thread is asked only where a glance does not tell."""
        if (concerns := self._gate.glance(body)) is not None:
            return body if concerns else None
        return await asyncio.get_running_loop().run_in_executor(self._looking, self._gate.passes, body)

    def close(self) -> None:
        """Let go of the threads."""
        self._looking.shutdown()
        self._answering.shutdown()
