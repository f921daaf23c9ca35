"""The trials: a load, what goes wrong meanwhile, and what is found in the end. Each gives a ``Finding``; none is judged here."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import TYPE_CHECKING

from sqlalchemy import update

from bot.db.database import Database, now
from bot.db.tables import chores
from bot.local.model import Pace
from tests.chaos.replicas import connected
from tests.chaos.scene import LEASE, scene, talk, weather
from tests.chaos.troubles import drops, kills, pauses, restarts
from tests.chaos.within import within

if TYPE_CHECKING:
    from tests.chaos.scene import Finding, Scene
    from tests.postgres import Cluster


async def kill_loop(
    name: str,
    messages: int,
    rate: float,
    times: int,
    *,
    url: str = "",
    cluster: Cluster | None = None,
    crashes: int = 0,
    lease: float = LEASE,
) -> Finding:
    """Three replicas, one of them killed every little while, in bad weather, with sockets and databases that break."""
    spell = messages / rate
    troubles = [kills(times, spell / (times + 1)), drops(max(2, times // 5), spell / (max(2, times // 5) + 1))]
    if cluster and crashes:
        troubles.append(restarts(cluster, crashes, spell / (crashes + 1)))
    async with scene(name, url=url, lease=lease) as here:
        weather(here, ratelimit=0.2, lose_answer=0.05)
        await talk(here, messages, rate, troubles)
        here.finding.done |= here.slack.faults.met
    return here.finding


async def pause_loop(name: str, messages: int, rate: float, times: int, *, url: str = "") -> Finding:
    """Three replicas, one of them frozen for longer than its leases, again and again."""
    lease = 7.0
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


async def full(name: str, messages: int, rate: float, seconds: float) -> Finding:
    """The disk is full for a while: what can't be stored is not acknowledged, and Slack sends it again.

    The bot runs in this process, where the file can be kept from growing.
    """
    async with scene(name, replicas=0) as here, within(here.slack, here.home, str(here.db.url)) as disk:

        async def fill(here: Scene) -> None:
            await asyncio.sleep(1.0)
            disk.fill()
            here.count("disk full")
            await asyncio.sleep(seconds)
            disk.fill(full=False)

        await talk(here, messages, rate, [fill])
        # Slack waits for seconds before it takes an event for unheard: some of these come when there is room again.
        here.finding.done["sent again by Slack"] = here.slack.delivery.repeated
    return here.finding


async def over_http(name: str, messages: int, rate: float, times: int, lease: float = LEASE) -> Finding:
    """One process that Slack reaches over HTTP, killed again and again."""
    spell = messages / rate
    async with scene(name, replicas=1, over_http=True, lease=lease) as here:
        weather(here, ratelimit=0.2, lose_answer=0.05)
        await talk(here, messages, rate, [kills(times, spell / (times + 1))])
        here.finding.done |= here.slack.faults.met
    return here.finding


def _hold(db: Database, seconds: float) -> None:
    with db.writing():
        time.sleep(seconds)
