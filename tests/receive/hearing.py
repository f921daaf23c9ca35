"""Sockets at work against a local Slack of their own, and what they took in."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.local import LocalSlack, serving
from bot.local.model import Pace
from bot.receive.socket import Sockets
from bot.settings import Settings
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Mapping
    from typing import Self

PACE = Pace(acknowledge=1.0, retries=(0.0, 1.0, 5.0), ping=5.0)
"""Slack's clocks; the pauses between retries faster than in life, but longer than a fault may last."""
SLOW = 30.0
"""Seconds after which a test gives up."""


class Taken:
    """An intake that keeps the texts of messages; ``fails`` is how often it raises before that."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.fails = 0

    async def take(self, body: Mapping[str, Any]) -> BoltResponse:
        """Keep what was said, or raise."""
        if self.fails:
            self.fails -= 1
            raise RuntimeError(f"no room for {body}")
        event = body["event"]
        self.texts.append(event["text"] or event["attachments"][0]["text"])
        return BoltResponse(status=200, body="")


class Hearing:
    """Sockets on a loop in a thread of its own, as long as the ``with`` lasts; at its end no task may be left.

    Attributes:
        taken: the intake.
        dana: somebody who says things.
        said: the texts of what was said.
    """

    def __init__(self, slack: LocalSlack, **options: Any) -> None:
        self.slack = slack
        self.taken = Taken()
        self.dana = Person(slack.url, slack.seed.dana)
        self.said: list[str] = []
        settings = Settings(Path(), app_token=slack.app.app_token, api_url=slack.api_url)
        self.sockets = Sockets(settings, self.taken, **options)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="hearing", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.runs(self.sockets.__aenter__())
        return self

    def __exit__(self, *_: object) -> None:
        try:
            assert self.runs(self._closed()) == []
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    def runs(self, work: Coroutine[Any, Any, Any]) -> Any:
        """What a coroutine gives, run where the sockets are."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SLOW)

    def does(self, what: Callable[[], object]) -> None:
        """Do something where the sockets are."""

        async def done() -> None:
            what()

        self.runs(done())

    def connected(self) -> int:
        """How many sockets there are."""
        return int(self.runs(self.sockets.connected()))

    def cpu(self) -> float:
        """Seconds of CPU that the sockets have used so far."""

        async def used() -> float:
            return time.thread_time()

        return float(self.runs(used()))

    def says(self, text: str = "") -> str:
        """Say something new where the app hears it."""
        self.said.append(text or f"hunter2 {len(self.said)}")
        self.dana.says(self.slack.seed.incidents, self.said[-1])
        return self.said[-1]

    def alerts(self, text: str) -> str:
        """Let a bot say something of any length in an attachment."""
        self.said.append(text)
        alerts = Person(self.slack.url, self.slack.seed.alerts)
        alerts.does("alert", channel=self.slack.seed.incidents, attachments=[{"text": text}])
        return text

    def hears(self, text: str) -> None:
        """Wait until something is heard."""
        self.dana.waits_for(lambda: text in self.taken.texts, SLOW)

    def hears_again(self) -> float:
        """Say things until one of them is heard; the seconds that took."""
        began, known = time.monotonic(), len(self.said)
        while not {*self.taken.texts}.intersection(self.said[known:]):
            assert time.monotonic() < began + SLOW, "it is deaf"
            self.says()
            time.sleep(0.1)
        return time.monotonic() - began

    def missed(self) -> set[str]:
        """What was said and not heard."""
        return {*self.said} - {*self.taken.texts}

    async def _closed(self) -> list[asyncio.Task[Any]]:
        """Close the sockets; the tasks that are left."""
        await self.sockets.__aexit__()
        return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


@contextmanager
def hearing(*, failing: int = 0, **options: Any) -> Iterator[Hearing]:
    """A local Slack and sockets to it; ``failing`` is how many of their calls fail at first."""
    with serving(pace=PACE) as slack:
        if failing:
            failure = {"kind": "server_error", "method": "apps.connections.open", "next": failing}
            Person(slack.url, slack.seed.dana).turns("fault", **failure)
        with Hearing(slack, **options) as here:
            yield here
