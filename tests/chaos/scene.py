"""A scene: a local Slack with a crowd in it, replicas of the bot, and what is found when the crowd has talked."""

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

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.db.database import Database
from bot.db.tables import inbox
from bot.local import LocalSlack
from bot.local.faults import forecast
from bot.local.model import Pace
from kb import KnowledgeBase
from tests.chaos.crowd import CANARY, Crowd, Outcome
from tests.chaos.replicas import Replica, environ, started, unused_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from sqlalchemy import Select

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
        home: the folder with their files.
        finding: what is found.
    """

    slack: LocalSlack
    crowd: Crowd
    replicas: list[Replica]
    db: Database
    home: Path
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
    name: str,
    *,
    url: str = "",
    replicas: int = REPLICAS,
    pace: Pace = SCALED,
    lease: float = LEASE,
    over_http: bool = False,
) -> AsyncIterator[Scene]:
    """A scene, torn down at the end: bots are told to stop, and their logs are searched for what must not be there."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with KnowledgeBase.open(home / "kb.db") as kb:
            codes = certain_codes(kb)
        url = url or f"sqlite:///{home / 'workspace.db'}"
        async with LocalSlack(pace=pace) as slack:
            variables = environ(slack, home, database_url=url, lease=f"{lease:g}", cap="10000")
            port = unused_port() if over_http else 0
            crowd = Crowd(slack, codes)
            async with started(slack, replicas, variables, home, port) as bots:
                with Database.open(url) as db:
                    finding = Finding(name)
                    yield Scene(slack, crowd, bots, db, home, finding)
                    finding.left = await asyncio.to_thread(left, db)
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
    scene.finding.outcome.miscounted = scene.crowd.miscounted()


async def _idle(scene: Scene) -> None:
    """Wait until nothing waits in the inbox any more: what is only counted is part of the work."""
    end = time.perf_counter() + PATIENCE
    while await asyncio.to_thread(left, scene.db) and time.perf_counter() < end:
        await asyncio.sleep(0.5)


def left(db: Database) -> int:
    return int(asked(db, select(func.count()).where(inbox.c.state != "done"))[0])


def asked(db: Database, wanted: Select[Any]) -> list[Any]:
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
