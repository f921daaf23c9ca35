"""The trials: a load, what goes wrong meanwhile, and what is found in the end. Each gives a ``Finding``; none is judged here."""

from __future__ import annotations

import asyncio
import random
import signal
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from bot.db.database import Database, now
from bot.db.tables import chores, inbox
from bot.local import LocalSlack
from bot.local.faults import forecast
from bot.local.model import Pace
from kb import KnowledgeBase
from tests.chaos.crowd import CANARY, Crowd, Outcome
from tests.chaos.replicas import Replica, connected, environ, started

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from sqlalchemy import Select

    from tests.postgres import Cluster

SCALED = Pace(retries=(0.0, 3.0, 15.0))
"""Slack tries after 0, 60 and 300 seconds; here a twentieth of that."""
LEASE = 15.0
"""Seconds; above the ten that a call of Slack may take."""
PATIENCE = 240.0
"""Seconds after the last message in which everything has to be answered."""
SETTLED = 4.0
"""Seconds in which a second reply would come."""
REPLICAS = 3


@dataclass(slots=True)
class Finding:
    """What a trial found.

    Attributes:
        name: of the trial.
        outcome: of everything that was said.
        done: what went wrong, how often, as in ``kills``.
        leaks: texts and tokens in logs.
        ended_badly: processes that did not end well when they were told to stop.
        takeover: seconds from a kill to the end of the work that was in hand, the longest; 0 when none was.
        left: deliveries that are still waiting, or were given up.
        seconds: from the first message to the last answer.
    """

    name: str
    outcome: Outcome = field(default_factory=Outcome)
    done: dict[str, int] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    ended_badly: int = 0
    takeover: float = 0.0
    left: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Scene:
    """A local Slack with a crowd in it, and replicas.

    Attributes:
        slack: the local Slack.
        crowd: people.
        replicas: bots.
        db: their workspace database.
        finding: what is found.
    """

    slack: LocalSlack
    crowd: Crowd
    replicas: list[Replica]
    db: Database
    finding: Finding
    chance: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311  nothing secret

    def count(self, what: str) -> None:
        """One more of what goes wrong."""
        self.finding.done[what] = self.finding.done.get(what, 0) + 1


def certain_codes(kb: KnowledgeBase) -> list[str]:
    """The codes that are answered unasked, even in a sentence."""
    codes = {entry.code for system in kb.systems() for entry in kb.entries(system.id) if entry.code.startswith("0x")}
    return sorted(code for code in codes if kb.answer(f"the origin says {code} {CANARY}1").certain)


@asynccontextmanager
async def scene(
    name: str, *, url: str = "", replicas: int = REPLICAS, pace: Pace = SCALED, lease: float = LEASE, **settings: str
) -> AsyncIterator[Scene]:
    """A scene, torn down at the end: bots are told to stop, and their logs are searched for what must not be there."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with KnowledgeBase.open(home / "kb.db") as kb:
            codes = certain_codes(kb)
        url = url or f"sqlite:///{home / 'workspace.db'}"
        async with LocalSlack(pace=pace) as slack:
            variables = environ(slack, home, database_url=url, lease=f"{lease:g}", cap="10000", **settings)
            crowd = Crowd(slack, codes)
            async with started(slack, replicas, variables, home) as bots:
                with Database.open(url) as db:
                    finding = Finding(name)
                    yield Scene(slack, crowd, bots, db, finding)
                    finding.left = await asyncio.to_thread(_left, db)
                await asyncio.gather(*(bot.end(signal.SIGTERM) for bot in bots))
            finding.ended_badly = sum(bot.endings[-1] != 0 for bot in bots)
            finding.leaks = [line for bot in bots for line in leaks(bot.said, slack)]


def leaks(log: str, slack: LocalSlack) -> list[str]:
    """The lines of a log that hold what somebody said, or a secret."""
    secrets = (CANARY, slack.app.bot_token, slack.app.app_token, slack.app.signing_secret, "ticket=", "/response/")
    return [line for line in log.splitlines() if any(secret in line for secret in secrets)]


def weather(scene: Scene, **rates: float) -> None:
    """Let calls of the local Slack meet faults at these rates, or at none."""
    scene.slack.faults.clear()
    if rates:
        scene.slack.faults.turn(forecast({**rates, "seconds": 1, "seed": 7}))


async def talk(
    scene: Scene, messages: int, rate: float, troubles: Sequence[Callable[[Scene], Awaitable[None]]]
) -> None:
    """Let the crowd talk while things go wrong; then wait until everything is answered, and for second answers."""
    begin = time.perf_counter()
    tasks = [asyncio.ensure_future(trouble(scene)) for trouble in troubles]
    await scene.crowd.talks(messages, rate)
    done, pending = await asyncio.wait(tasks, timeout=PATIENCE) if tasks else (set(), set())
    for task in pending:
        task.cancel()
    for task in done:
        task.result()
    weather(scene)
    await scene.crowd.satisfied(PATIENCE)
    scene.finding.seconds = time.perf_counter() - begin
    await _idle(scene)
    await asyncio.sleep(SETTLED)
    scene.finding.outcome = scene.crowd.outcome()


async def _idle(scene: Scene) -> None:
    """Wait until nothing waits in the inbox any more: what is only counted is part of the work."""
    end = time.perf_counter() + PATIENCE
    while await asyncio.to_thread(_left, scene.db) and time.perf_counter() < end:
        await asyncio.sleep(0.5)


def _left(db: Database) -> int:
    return int(_asked(db, select(func.count()).where(inbox.c.state != "done"))[0])


def _asked(db: Database, wanted: Select[Any]) -> list[Any]:
    """The first column of what is selected, once the database is there."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with db.reading() as connection:
                return [*connection.execute(wanted).scalars()]
        except OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


# What goes wrong


def kills(times: int, every: float) -> Callable[[Scene], Awaitable[None]]:
    """Kill a replica every so many seconds, and start it again at once."""

    async def kill(scene: Scene) -> None:
        waiting = []
        for _ in range(times):
            await asyncio.sleep(every)
            replica = scene.chance.choice(scene.replicas)
            pid = replica.pid
            await replica.end(signal.SIGKILL)
            scene.count("kills")
            waiting.append(asyncio.ensure_future(_taken_over(scene, pid)))
            await replica.start()
        scene.finding.takeover = max([0.0, *await asyncio.gather(*waiting)])

    return kill


async def _taken_over(scene: Scene, pid: int) -> float:
    """Seconds until everything that a dead process had in hand was finished by others."""
    begin = time.perf_counter()
    if not await asyncio.to_thread(_in_hand, scene.db, pid):
        return 0.0
    while await asyncio.to_thread(_in_hand, scene.db, pid) and time.perf_counter() < begin + PATIENCE:
        await asyncio.sleep(0.25)
    return time.perf_counter() - begin


def _in_hand(db: Database, pid: int) -> list[str]:
    return _asked(db, select(inbox.c.key).where(inbox.c.owner.startswith(f"{pid}-"), inbox.c.state == "waiting"))


def pauses(times: int, seconds: float, every: float) -> Callable[[Scene], Awaitable[None]]:
    """Freeze a replica for longer than a lease, and let it go on as if nothing had been."""

    async def pause(scene: Scene) -> None:
        for _ in range(times):
            await asyncio.sleep(every)
            replica = scene.chance.choice(scene.replicas)
            replica.send(signal.SIGSTOP)
            scene.count("pauses")
            await asyncio.sleep(seconds)
            replica.send(signal.SIGCONT)

    return pause


def drops(times: int, every: float) -> Callable[[Scene], Awaitable[None]]:
    """Break every socket, each time in another way."""

    async def drop(scene: Scene) -> None:
        for number in range(times):
            await asyncio.sleep(every)
            await scene.slack.sockets.drop(scene.slack.app.id, ("abort", "close", "refresh")[number % 3])
            scene.count("socket drops")

    return drop


def restarts(cluster: Cluster, times: int, every: float) -> Callable[[Scene], Awaitable[None]]:
    """Crash the database server, and start it again."""

    async def restart(scene: Scene) -> None:
        for _ in range(times):
            await asyncio.sleep(every)
            await asyncio.to_thread(cluster.restart, "immediate")
            scene.count("database crashes")

    return restart


# The trials


async def kill_loop(
    name: str,
    messages: int,
    rate: float,
    times: int,
    *,
    url: str = "",
    cluster: Cluster | None = None,
    crashes: int = 0,
) -> Finding:
    """Three replicas, one of them killed every little while, in bad weather, with sockets and databases that break."""
    spell = messages / rate
    troubles = [kills(times, spell / (times + 1)), drops(max(2, times // 5), spell / (max(2, times // 5) + 1))]
    if cluster and crashes:
        troubles.append(restarts(cluster, crashes, spell / (crashes + 1)))
    async with scene(name, url=url) as here:
        weather(here, ratelimit=0.2, lose_answer=0.05)
        await talk(here, messages, rate, troubles)
        here.finding.done |= here.slack.faults.met
    return here.finding


async def pause_loop(name: str, messages: int, rate: float, times: int, *, url: str = "") -> Finding:
    """Three replicas, one of them frozen for longer than its leases, again and again."""
    lease = 4.0
    every = max(1.0, messages / rate / times - lease - 2)
    async with scene(name, url=url, lease=lease) as here:
        weather(here, ratelimit=0.1, lose_answer=0.05)
        await talk(here, messages, rate, [pauses(times, lease + 2, every)])
        here.finding.done |= here.slack.faults.met
    return here.finding


async def outage(name: str, messages: int, *, url: str = "") -> Finding:
    """All replicas are down for longer than Slack tries; what was said meanwhile is found when one is back."""
    async with scene(name, url=url, replicas=1, pace=Pace(retries=(0.0, 0.05, 0.1))) as here:
        await talk(here, messages // 10, 50, [])
        await here.replicas[0].end(signal.SIGTERM)
        await asyncio.to_thread(_long_ago, here.db)
        await here.crowd.talks(messages, 200)
        await asyncio.sleep(1.0)
        here.finding.done["given up by Slack"] = len(here.slack.delivery.given_up)
        await here.replicas[0].start()
        await connected(here.slack, 2, here.replicas)
        await talk(here, 0, 1, [])
    return here.finding


def _long_ago(db: Database) -> None:
    """Slack was heard last an hour ago."""
    with db.writing() as connection:
        connection.execute(update(chores).where(chores.c.name == "heard").values(at=now() - 3600))


async def storm(name: str, messages: int, rate: float, seconds: float) -> Finding:
    """Slack takes nothing at all for a while."""

    async def refuse(here: Scene) -> None:
        await asyncio.sleep(1.0)
        weather(here, ratelimit=1.0)
        await asyncio.sleep(seconds)
        weather(here)

    async with scene(name) as here:
        await talk(here, messages, rate, [refuse])
        here.finding.done |= here.slack.faults.met
    return here.finding


async def locked(name: str, messages: int, rate: float, seconds: float) -> Finding:
    """Somebody holds the lock of the SQLite file for longer than anybody waits for it."""

    async def hold(here: Scene) -> None:
        await asyncio.sleep(1.0)
        await asyncio.to_thread(_hold, here.db, seconds)
        here.count("locks held")

    async with scene(name) as here:
        await talk(here, messages, rate, [hold])
    return here.finding


def _hold(db: Database, seconds: float) -> None:
    with db.writing():
        time.sleep(seconds)
