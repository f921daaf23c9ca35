"""How the bot is: ``/healthz`` (its loop lives), ``/readyz`` (what it stands on, and what waits) and ``/metrics``.

They tell ids of events, and never what an event said.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from bot import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from bot.db.inbox import Backlog, GivenUp
    from bot.desk import Desk

HEALTH, READY, METRICS = "/healthz", "/readyz", "/metrics"
PATIENCE = 2.0
"""Seconds that the database may take to answer."""
LATE = 120.0
"""Seconds that an event which is due may wait for somebody to take it; longer than a lease, which a killed process leaves."""
TOLD = 5
"""Events that were given up, of which is told."""


class Connections(Protocol):
    """The connections to Slack; see ``bot.receive.socket``."""

    count: int

    @property
    def heard_at(self) -> float:
        """When Slack last gave a sign of life, in seconds since 1970; 0 before the first."""

    async def connected(self) -> int:
        """How many are there now."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Connections to Slack.

    Attributes:
        connected: how many are there now.
        wanted: how many there should be.
        silent: seconds since Slack last gave a sign of life; None before the first.
    """

    connected: int
    wanted: int
    silent: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the bot is.

    Attributes:
        database: ``ok``, or why not.
        revision: of the knowledge base; "" when it is not open.
        systems, errors: that it knows.
        backlog: how the inbox stands; None when the database does not tell.
        lost: events that were given up last.
        sockets: over Socket Mode, else None.
    """

    database: str
    revision: str
    systems: int
    errors: int
    backlog: Backlog | None
    lost: tuple[GivenUp, ...]
    sockets: Listening | None

    @property
    def wanting(self) -> tuple[str, ...]:
        """Why it is not ready; nothing when it is."""
        return tuple(
            name
            for name, fine in (
                ("database", self.database == "ok"),
                ("knowledge", bool(self.revision)),
                ("sockets", self.sockets is None or self.sockets.connected > 0),
                ("inbox", self.backlog is None or self.backlog.overdue < LATE),
            )
            if not fine
        )

    def record(self) -> dict[str, Any]:
        """The standing as JSON has it."""
        inbox, sockets = None, None
        if self.sockets:
            connected, wanted, silent = self.sockets.connected, self.sockets.wanted, self.sockets.silent
            sockets = {"connected": connected, "wanted": wanted, "silent_seconds": silent}
        if self.backlog:
            inbox = {
                "waiting": self.backlog.waiting,
                "oldest_seconds": round(self.backlog.age, 3),
                "overdue_seconds": round(self.backlog.overdue, 3),
                "given_up": {"count": self.backlog.given_up, "latest": [asdict(one) for one in self.lost]},
            }
        return {
            "ready": not self.wanting,
            "wanting": self.wanting,
            "sockets": sockets,
            "database": self.database,
            "knowledge": self.revision or None,
            "inbox": inbox,
        }


class Health:
    """Tells how the bot is.

    Args:
        desk: knows the inbox and the knowledge base.
        sockets: the connections to Slack, where it is heard over Socket Mode.
    """

    def __init__(self, desk: Desk, sockets: Connections | None = None) -> None:
        self._desk = desk
        self._sockets = sockets
        self._looking = ThreadPoolExecutor(1, "health")
        self._look: asyncio.Future[tuple[Backlog, tuple[GivenUp, ...]]] | None = None
        systems = desk.kb.systems()
        self._known = len(systems), sum(desk.kb.size(system.id) for system in systems)

    def routes(self) -> list[web.RouteDef]:
        """The addresses where it is told."""
        return [web.get(HEALTH, self._alive), web.get(READY, self._ready), web.get(METRICS, self._metrics)]

    async def standing(self) -> Standing:
        """How the bot is now."""
        look: tuple[Backlog | None, tuple[GivenUp, ...]] = None, ()
        told = "ok"
        try:
            look = await self._asked()
        except TimeoutError:
            told = f"no answer within {PATIENCE:g} seconds"
        except Exception as error:  # noqa: BLE001  whatever it is, it is told
            told = f"can't be read: {type(error).__name__}"
        return Standing(told, self._revision(), *self._known, *look, await self._listening())

    def close(self) -> None:
        """Let go of the thread; a look that is stuck does not keep anybody waiting."""
        self._looking.shutdown(wait=False, cancel_futures=True)

    async def _asked(self) -> tuple[Backlog, tuple[GivenUp, ...]]:
        """What the database tells, asked off the loop; who asks while a look is under way waits for that one."""
        if self._look is None or self._look.done():
            self._look = asyncio.get_running_loop().run_in_executor(self._looking, self._read)
            self._look.add_done_callback(_seen)
        return await asyncio.wait_for(asyncio.shield(self._look), PATIENCE)

    def _read(self) -> tuple[Backlog, tuple[GivenUp, ...]]:
        backlog = self._desk.inbox.backlog()
        return backlog, self._desk.inbox.given_up(TOLD) if backlog.given_up else ()

    def _revision(self) -> str:
        try:
            return self._desk.kb.revision if self._desk.kb.systems() else ""
        except Exception:  # noqa: BLE001  closed, or its file is gone: it is not open
            return ""

    async def _listening(self) -> Listening | None:
        if self._sockets is None:
            return None
        heard = self._sockets.heard_at
        silent = round(max(0.0, time.time() - heard), 3) if heard else None
        return Listening(await self._sockets.connected(), self._sockets.count, silent)

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _ready(self, _request: web.Request) -> web.Response:
        standing = await self.standing()
        return web.json_response(standing.record(), status=503 if standing.wanting else 200)

    async def _metrics(self, _request: web.Request) -> web.Response:
        told = generate_latest(Numbers(await self.standing()))
        return web.Response(body=told, headers={"Content-Type": CONTENT_TYPE_LATEST})


def _seen(look: asyncio.Future[Any]) -> None:
    """Nobody may wait for a look any more; then what it raised was not overlooked."""
    if not look.cancelled():
        look.exception()


class Numbers(Collector):
    """Everything for Prometheus: what was counted since the start, and how the bot is at this moment."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        """Each number with what it is; those that are not known are left out."""
        yield from REGISTRY.collect()
        yield from moment(self._standing)


def moment(standing: Standing) -> Iterator[Metric]:
    """How the bot is at this moment, as numbers."""
    info = InfoMetricFamily("streamerr", "The program and its knowledge base.")
    info.add_metric([], {"version": __version__, "knowledge": standing.revision})
    yield info
    yield _gauge("streamerr_ready", "Whether everything is there that the bot stands on.", not standing.wanting)
    yield _gauge("streamerr_knowledge_systems", "Systems that are known.", standing.systems)
    yield _gauge("streamerr_knowledge_errors", "Errors that are known.", standing.errors)
    yield _gauge("streamerr_database_answers", "Whether the workspace database answers.", standing.database == "ok")
    if standing.backlog:
        backlog = standing.backlog
        yield _gauge("streamerr_inbox_waiting", "Events whose work is not over.", backlog.waiting)
        yield _gauge("streamerr_inbox_oldest_seconds", "Age of the oldest event that is due.", backlog.age)
        yield _gauge("streamerr_inbox_overdue_seconds", "How long an event has been due, untaken.", backlog.overdue)
        yield _gauge("streamerr_inbox_given_up", "Events given up, as long as they are known.", backlog.given_up)
    if standing.sockets:
        sockets = standing.sockets
        yield _gauge("streamerr_sockets_connected", "Connections to Slack.", sockets.connected)
        yield _gauge("streamerr_sockets_wanted", "Connections to Slack that there should be.", sockets.wanted)
        if sockets.silent is not None:
            told = "Seconds since Slack last gave a sign of life."
            yield _gauge("streamerr_slack_silent_seconds", told, sockets.silent)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=float(value))
