"""The intake: what Socket Mode and HTTP share. What Slack waits for is answered at once; the rest is recorded, then worked on."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from slack_bolt import BoltResponse

from bot.receive.inbox import Delivery, at_once, key_of
from bot.receive.workers import dispatch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from slack_bolt import App

    from bot.receive.inbox import Inbox

AT_ONCE = 4
"""Threads for what Slack waits for."""


class Intake:
    """Takes what was received and says what Slack is answered.

    Args:
        app: is dispatched to at once where Slack waits.
        inbox: records everything else.
    """

    def __init__(self, app: App, inbox: Inbox) -> None:
        self._app = app
        self._inbox = inbox
        self._recording = ThreadPoolExecutor(1, "recording")  # a slow disk delays no ping, and order is kept
        self._answering = ThreadPoolExecutor(AT_ONCE, "at-once")

    async def take(self, body: Mapping[str, Any]) -> BoltResponse:
        """Record a payload, or answer it at once.

        Raises:
            InboxFullError: it could not be recorded, and Slack must not be told that it was.
        """
        loop = asyncio.get_running_loop()
        if at_once(body):
            return await loop.run_in_executor(self._answering, dispatch, self._app, body)
        await loop.run_in_executor(self._recording, self._inbox.put, Delivery(key_of(body), body))
        return BoltResponse(status=200, body="")

    def close(self) -> None:
        """Let go of the threads."""
        self._recording.shutdown()
        self._answering.shutdown()
