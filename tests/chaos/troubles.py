"""What goes wrong while the crowd talks: each trouble is made with how often and how long, and let loose on a scene."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.db.tables import inbox
from tests.chaos.scene import PATIENCE, asked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.db.database import Database
    from tests.chaos.scene import Scene
    from tests.postgres import Cluster


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
    return asked(db, select(inbox.c.key).where(inbox.c.owner.startswith(f"{pid}-"), inbox.c.state == "waiting"))


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
            await scene.slack.sockets.drop(scene.slack.app.id, ("abort", "close", "end", "refresh")[number % 4], 0)
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
