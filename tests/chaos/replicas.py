"""Bots in processes of their own, against one local Slack and on one workspace database: started, killed, paused, told to stop."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.local.model import RefusedError

if TYPE_CHECKING:
    import signal
    from collections.abc import AsyncIterator

    from bot.local import LocalSlack

ROOT = Path(__file__).parent.parent.parent
TO_START, TO_STOP = 60.0, 40.0
"""Seconds, on a machine that has much else to do."""


class Replica:
    """One ``streamerr start`` at a time, started anew after each end.

    Args:
        number: tells it from the others.
        environ: its variables.
        folder: for what it says.
    """

    def __init__(self, number: int, environ: dict[str, str], folder: Path) -> None:
        self._environ = environ
        self._log = folder / f"replica-{number}.log"
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self.endings: list[int] = []
        """How each process ended that was told to."""
        self.collapses = 0
        """How often a process ended that was not told to; it is started again, as a supervisor would."""

    @property
    def pid(self) -> int:
        """The id of the process."""
        assert self._process
        return self._process.pid

    @property
    def said(self) -> str:
        """Everything that its processes printed."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    async def start(self) -> None:
        """Start a process; returns when it runs, which is before it hears Slack."""
        command = [sys.executable, "-m", "bot", "start"]
        with self._log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, env={**os.environ, **self._environ}, stdout=output, stderr=output
            )
        self._watch = asyncio.create_task(self._revive(self._process))

    async def _revive(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        self.collapses += 1
        await asyncio.sleep(1.0)
        await self.start()

    def send(self, number: signal.Signals) -> None:
        """Send the process a signal."""
        assert self._process
        self._process.send_signal(number)

    async def end(self, number: signal.Signals) -> None:
        """End the process by a signal, and wait until it is gone."""
        assert self._process
        assert self._watch
        self._watch.cancel()
        if self._process.returncode is None:
            self.send(number)
        async with asyncio.timeout(TO_STOP):
            self.endings.append(await self._process.wait())

    async def bury(self) -> None:
        """See to it that no process is left."""
        if self._watch:
            self._watch.cancel()
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


def environ(slack: LocalSlack, home: Path, **more: str) -> dict[str, str]:
    """The variables of a bot in a local Slack; in ``more`` the name of a setting is written small, without its prefix."""
    app = slack.app
    ours = {f"STREAMERR_{name.upper()}": value for name, value in more.items()}
    others = dict.fromkeys(("STREAMERR_PACKS", "STREAMERR_BOTS", "STREAMERR_DATABASE_URL", "PORT"), "")
    tokens = {"SLACK_BOT_TOKEN": app.bot_token, "SLACK_APP_TOKEN": app.app_token, "SLACK_API_URL": slack.api_url}
    return {**others, **tokens, "STREAMERR_HOME": str(home), "PYTHONUNBUFFERED": "1", **ours}


@asynccontextmanager
async def started(
    slack: LocalSlack, count: int, environ: dict[str, str], folder: Path, port: int = 0
) -> AsyncIterator[list[Replica]]:
    """So many replicas, from when all hear Slack; whatever happens, none is left at the end.

    Args:
        slack: what they hear.
        count: how many.
        environ: their variables.
        folder: for what they say.
        port: where one of them hears Slack over HTTP; 0 for Socket Mode.
    """
    if port:
        environ = {
            **environ,
            "SLACK_APP_TOKEN": "",
            "SLACK_SIGNING_SECRET": slack.app.signing_secret,
            "PORT": f"{port}",
        }
    replicas = [Replica(number, environ, folder) for number in range(count)]
    try:
        for replica in replicas:
            await replica.start()
        if port:
            await _verified(slack, port)
        else:
            await connected(slack, 2 * count, replicas)
        yield replicas
    finally:
        await asyncio.gather(*(replica.bury() for replica in replicas))


def unused_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _verified(slack: LocalSlack, port: int) -> None:
    """Tell the local Slack to send everything to a port, once something there answers as an app does."""
    async with asyncio.timeout(TO_START):
        while True:
            try:
                await slack.sends_to(f"http://127.0.0.1:{port}/slack/events")
            except RefusedError:
                await asyncio.sleep(0.2)
            else:
                return


async def connected(slack: LocalSlack, sockets: int, replicas: list[Replica]) -> None:
    """Wait until so many sockets are open."""
    try:
        async with asyncio.timeout(TO_START):
            while len(slack.sockets.route(slack.app.id).connections) < sockets:
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError("\n".join(replica.said[-2000:] for replica in replicas)) from None
