"""The keeper of one socket: it looks after a connection and puts the next one in its place, whatever happens."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.failure import described
from bot.receive.connection import TOO_MANY, Connection, TurnedAwayError

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK = 0.25
"""Seconds between two looks at a connection."""
PATIENCE = (3.0, 5.0, 3.0, 20.0)
"""Seconds that one try to connect may take, try after try: mostly short, for one that hangs tells nothing, but once in
a while long, for a slow way to Slack. Keepers begin at different places, so that not all are patient at once."""
LONGEST_PAUSE = 5.0
"""Seconds between two tries, at most, unless Slack asks for more."""
LONGEST_WISH = 120.0
"""Seconds that are waited when Slack asks for more."""
SETTLED = 10.0
"""Seconds after which a connection counts as a success; one that ends sooner is a failed try."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ways:
    """What a keeper needs from the others.

    Attributes:
        make: a connection, not yet open.
        spared: whether this keeper may renew what seems well: all the others have a connection.
        quiet: seconds without any event after which a connection that seems well is renewed.
    """

    make: Callable[[], Connection]
    spared: Callable[[Keeper], bool]
    quiet: float


class Keeper:
    """Keeps one connection to Slack; the next one is there before the old one goes.

    Args:
        number: of the socket, for the log; from 1.
        ways: what it needs.

    Attributes:
        well: whether there is a connection that needs no renewal.
        begun: set once there was a connection.
    """

    def __init__(self, number: int, ways: Ways) -> None:
        self.well = False
        self.begun = asyncio.Event()
        self._number = number
        self._ways = ways
        self._connection: Connection | None = None
        self._tries = 0
        self._parting: set[asyncio.Task[None]] = set()
        self._keeping = asyncio.create_task(self._keep())

    @property
    def heard_at(self) -> float:
        """When Slack last gave a sign of life on the connection, in seconds since 1970; 0 for never."""
        return self._connection.heard_at if self._connection else 0.0

    async def connected(self) -> bool:
        """Whether a connection is there now."""
        return self._connection is not None and await self._connection.is_connected()

    async def close(self) -> None:
        """Let go, in a bounded time."""
        self.well = False
        self._keeping.cancel()
        await asyncio.gather(self._keeping, return_exceptions=True)
        self._part()
        await asyncio.gather(*self._parting, return_exceptions=True)

    async def _keep(self) -> None:
        while True:
            try:
                connection = await self._renewed()
                log.info("socket %d is renewed: %s", self._number, await self._ailment(connection))
            except Exception as error:  # noqa: BLE001  nobody looks after the keeper
                log.error("socket %d is looked after again: %s", self._number, described(error))
                await asyncio.sleep(LOOK)

    async def _renewed(self) -> Connection:
        """A fresh connection, put in the place of the one that is there, if any."""
        for failed in count():
            if self._connection and self._connection.leaving == TOO_MANY:
                self._part()
            await asyncio.sleep(_pause(self._tries))
            try:
                fresh = await self._opened(PATIENCE[(failed + 2 * self._number) % len(PATIENCE)])
                break
            except Exception as error:  # noqa: BLE001  whatever it is, the next try may do
                if failed % 12 == 0:
                    log.warning("socket %d can't be opened, it is tried on: %s", self._number, described(error))
                await self._failed(error)
        self._part()
        self._connection = fresh
        self.well = True
        self.begun.set()
        return fresh

    async def _opened(self, seconds: float) -> Connection:
        fresh = self._ways.make()
        try:
            async with asyncio.timeout(seconds):
                await fresh.connect()
        except BaseException:
            await fresh.close()
            raise
        return fresh

    async def _failed(self, error: Exception) -> None:
        """Do what a failed try asks for."""
        self._tries += 1
        if isinstance(error, TurnedAwayError) and error.reason == TOO_MANY:
            self._part()  # makes room for the next try
        await asyncio.sleep(_wish(error))

    async def _ailment(self, connection: Connection) -> str:
        """Wait until a connection has to be renewed; why."""
        began = time.monotonic()
        while not (why := await self._why(connection)):
            await asyncio.sleep(LOOK)
        self.well = False
        self._tries = 0 if time.monotonic() - began > SETTLED else self._tries + 1
        return why

    async def _why(self, connection: Connection) -> str:
        if why := await connection.ailment():
            return why
        quiet = time.monotonic() - connection.delivered_at
        if quiet > self._ways.quiet and self._ways.spared(self):
            return f"it is answered, but brought nothing for {quiet:.0f} seconds"
        return ""

    def _part(self) -> None:
        """Close the connection, without waiting for that."""
        if self._connection:
            parting = asyncio.create_task(self._connection.close())
            self._parting.add(parting)
            parting.add_done_callback(self._parting.discard)
        self._connection = None


def _pause(tries: int) -> float:
    """Seconds before the next try, after so many that failed."""
    return min(LONGEST_PAUSE, 2.0 ** (tries - 3)) if tries else 0.0


def _wish(error: Exception) -> float:
    """For how many seconds Slack wants no more calls."""
    if not isinstance(error, SlackApiError) or getattr(error.response, "status_code", 0) != 429:
        return 0.0
    told = str(error.response.headers.get("Retry-After") or "")
    return min(float(told), LONGEST_WISH) if told.isascii() and told.isdigit() else LONGEST_PAUSE
