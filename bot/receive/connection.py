"""One WebSocket to Slack, from its opening to its end: Slack's own client, which here never reconnects by itself."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from aiohttp import ClientWSTimeout
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.receive.sdk_log import LOG

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from aiohttp import WSMessage
    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

    from bot.settings import Settings

    Received = Callable[["Connection", SocketModeRequest], Awaitable[None]]

PING = 3.0
"""Seconds between pings. When no byte came for half as long again, the connection counts as cut; a frame that stalls for
four seconds is waited for."""
LARGEST = 32 << 20
"""Bytes of the largest message that is read."""
FINISHING = 1.0
"""Seconds that a closing connection waits for events in hand, so that they can be acknowledged."""
CLOSING = 1.0
"""Seconds that the good-bye may take."""
TOO_MANY = "too_many_websockets"
_REASONS = {"warning", "refresh_requested", "link_disabled", TOO_MANY}


class TurnedAwayError(Exception):
    """Slack closes a connection in place of a hello, for that ``reason``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Connection(SocketModeClient):
    """A client that connects once; its keeper looks for its ``ailment`` and puts a fresh one in its place.

    It receives, pings and acknowledges as the SDK does. The SDK's own way to reconnect is left out, for it can stay deaf:
    its handshake has no time-out, a ticket that was refused is tried for ever, the old socket is closed before the new
    one is there, and a task that ended is not missed.

    Args:
        settings: with the app token.
        received: is given what has to be acknowledged; must not raise.

    Attributes:
        leaving: why Slack wants the connection renewed, or "".
        delivered_at: when it last brought something, or began; of ``time.monotonic()``.
    """

    def __init__(self, settings: Settings, received: Received) -> None:
        super().__init__(
            settings.app_token,
            logger=LOG,
            web_client=AsyncWebClient(base_url=settings.api_url, retry_handlers=[], logger=LOG),
            auto_reconnect_enabled=False,
            ping_interval=PING,
            on_message_listeners=[self._framed],
        )
        self.socket_mode_request_listeners.append(self._requested)
        self._received = received
        self._greeted = False
        self._in_hand: set[asyncio.Task[Any]] = set()
        self._framed_at = 0.0
        self.leaving = ""
        self.delivered_at = time.monotonic()

    @property
    def heard_at(self) -> float:
        """When Slack last gave a sign of life, in seconds since 1970; 0 before the first."""
        return max(self._framed_at, self.last_ping_pong_time or 0.0) if self._greeted else 0.0

    async def connect(self) -> None:
        """Open the socket and wait for Slack's hello; one try, without a time-out.

        Raises:
            TurnedAwayError: Slack refuses one more connection.
            Exception: the network's, the SDK's or aiohttp's; their messages may hold an address with its ticket.
        """
        told = await self.web_client.apps_connections_open(app_token=self.app_token)
        session = self.current_session = await self.aiohttp_client_session.ws_connect(
            told["url"],
            autoping=False,
            heartbeat=PING,
            max_msg_size=LARGEST,
            timeout=ClientWSTimeout(ws_close=CLOSING),
            proxy=self.proxy,
            ssl=True if self.web_client.ssl is None else self.web_client.ssl,
        )
        await session.ping(b"sdk-ping-pong:%f" % time.time())  # or the monitor's first ping counts as a pong
        self.current_session_monitor = asyncio.create_task(self.monitor_current_session())
        self.message_receiver = asyncio.create_task(self.receive_messages())
        while not self._greeted:
            if self.leaving:
                raise TurnedAwayError(self.leaving)
            if session.closed:
                raise ConnectionResetError("closed before its hello")
            await asyncio.sleep(0.02)

    async def ailment(self) -> str:
        """Why it has to be replaced, in words for the log; "" while it is well."""
        session = self.current_session
        if self.leaving:
            return f"Slack asks for it ({self.leaving})"
        if session is None or session.closed:
            cause = type(session.exception()).__name__ if session and session.exception() else "no error"
            return f"it was closed ({session and session.close_code}, {cause})"
        if any(task.done() for task in self._tasks()):
            return "it stopped reading"
        if not await self.is_connected():
            return "its pings are not answered"
        return ""

    async def close(self) -> None:
        """End it in a bounded time, whatever its state; what is in hand is finished first."""
        self.closed = True
        await _ended(self._tasks())
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=FINISHING)
        await _ended(self._in_hand)
        if self.current_session is not None:
            await _ended([asyncio.create_task(self.current_session.close())], CLOSING)
        await _ended([asyncio.create_task(self.aiohttp_client_session.close())], CLOSING)

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        """Take a frame; the SDK would answer Slack's good-bye by reconnecting."""
        if (kind := message.get("type")) == "hello":
            self._greeted = True
        elif kind != "disconnect":
            await super().run_message_listeners(message, raw_message)

    async def _framed(self, frame: WSMessage) -> None:
        """Note a frame before the next is read: after Slack's good-bye that may be the end, and nobody would know why."""
        self._framed_at = time.time()
        self.leaving = _good_bye(frame.data) or self.leaving

    async def _requested(self, _: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.delivered_at = time.monotonic()
        if task := asyncio.current_task():
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)
        await self._received(self, request)

    def _tasks(self) -> list[asyncio.Future[Any]]:
        """The SDK's, all of which run as long as the connection is well."""
        tasks = (self.message_processor, self.current_session_monitor, self.message_receiver)
        return [task for task in tasks if task is not None]


def _good_bye(text: str) -> str:
    """Why Slack wants the connection renewed, when a frame says so; else ""."""
    if '"disconnect"' not in text:
        return ""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(message, dict) or message.get("type") != "disconnect":
        return ""
    reason = str(message.get("reason"))
    return reason if reason in _REASONS else "for another reason"


async def _ended(tasks: Iterable[asyncio.Future[Any]], seconds: float = 0.0) -> None:
    """Wait for tasks, then cancel them; what they raise is of no interest any more."""
    tasks = tuple(tasks)
    if tasks and seconds:
        await asyncio.wait(tasks, timeout=seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
