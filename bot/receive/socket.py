"""Socket Mode: WebSockets that Slack sends events over. Two of them, so that one is there while the other is renewed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from typing import TYPE_CHECKING, Any, Protocol

from slack_sdk.socket_mode.response import SocketModeResponse

from bot.failure import described
from bot.receive.connection import Connection
from bot.receive.keeper import LOOK, Keeper, Ways

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping
    from typing import Self

    from slack_bolt import BoltResponse
    from slack_sdk.socket_mode.request import SocketModeRequest

    from bot.settings import Settings

    HeardAgain = Callable[[float], Awaitable[None]]

SOCKETS = 2
"""Slack allows ten for all replicas together."""
BEGINNING = 10.0
"""Seconds that the start waits for connections; then it goes on without, and they come when Slack is there."""
DEAF = 60.0
"""Seconds without a sign of life from Slack after which events may be missing."""
QUIET = 1800.0
"""Seconds in which a connection brings nothing, after which it is renewed though its pings are answered."""

log = logging.getLogger(__name__)


class Taking(Protocol):
    """Whoever records what was received; see ``bot.receive.intake``."""

    async def take(self, body: Mapping[str, Any]) -> BoltResponse:
        """Record a payload, or answer it at once; raises what it likes when Slack must not be told that we have it."""


class Sockets:
    """Connections to Slack, open as long as the ``async with`` lasts; each is renewed when it breaks or falls silent.

    Args:
        settings: with the app token.
        intake: is given every payload, and says what Slack is answered.
        count: how many connections.
        on_heard_again: is called when Slack is heard again after no connection gave a sign of life for longer than
            ``deaf``: with the time since when, in seconds since 1970. What it raises is logged.
        deaf: seconds; with less than ten, pings that are late are taken for deafness.
        quiet: seconds in which a connection brings nothing, after which it is renewed though it seems well.

    Attributes:
        count: how many connections are wanted.
    """

    def __init__(
        self,
        settings: Settings,
        intake: Taking,
        count: int = SOCKETS,
        *,
        on_heard_again: HeardAgain | None = None,
        deaf: float = DEAF,
        quiet: float = QUIET,
    ) -> None:
        self.count = count
        self._heard_at = 0.0
        self._settings = settings
        self._intake = intake
        self._on_heard_again = on_heard_again
        self._deaf = deaf
        self._quiet = quiet
        self._began = 0.0
        self._keepers: list[Keeper] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._began = time.time()
        ways = Ways(lambda: Connection(self._settings, self._received), self._spared, self._quiet)
        self._keepers = [Keeper(number, ways) for number in range(1, self.count + 1)]
        self._start(self._watch())
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEGINNING):
                    await asyncio.gather(*(keeper.begun.wait() for keeper in self._keepers))
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, *(keeper.close() for keeper in self._keepers), return_exceptions=True)

    @property
    def heard_at(self) -> float:
        """When Slack last gave a sign of life on any connection, in seconds since 1970; 0 before the first."""
        return max([self._heard_at, *(keeper.heard_at for keeper in self._keepers)])

    async def connected(self) -> int:
        """How many connections are there now."""
        return sum([await keeper.connected() for keeper in self._keepers])

    async def _received(self, connection: Connection, request: SocketModeRequest) -> None:
        try:
            response = await self._intake.take(request.payload)
        except Exception as error:  # noqa: BLE001  whatever it is, Slack must not be told that we have it
            log.warning("%s is not acknowledged, for it could not be recorded: %s", request.type, described(error))
            return
        payload = _payload(response.body) if response.status == 200 else None
        try:
            await connection.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))
        except Exception as error:  # noqa: BLE001  the socket went meanwhile; Slack sends it again
            log.info("%s could not be acknowledged: %s", request.type, described(error))

    async def _watch(self) -> None:
        """Look for signs of life; tell of one that came after long deafness."""
        while True:
            since, at = self._heard_at or self._began, self.heard_at
            self._heard_at = min(at, time.time())  # clocks are set back, too
            if self._on_heard_again and at - since > self._deaf:
                log.warning("Slack is heard again, after %.0f seconds", at - since)
                self._start(self._tell(self._on_heard_again, since))
            await asyncio.sleep(LOOK)

    async def _tell(self, on_heard_again: HeardAgain, since: float) -> None:
        try:
            await on_heard_again(since)
        except Exception as error:  # noqa: BLE001  the sockets go on
            log.error("what was to be done after a time of deafness failed: %s", described(error))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _spared(self, keeper: Keeper) -> bool:
        """Whether all the others have a connection, so that this one may be renewed."""
        return all(other.well for other in self._keepers if other is not keeper)


def _payload(body: str) -> dict[str, Any] | None:
    """What goes with an acknowledgement: an object, or nothing."""
    try:
        told = json.loads(body) if body else None
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
