"""Workers: threads that take deliveries from the inbox and hand them to the Bolt app."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from slack_bolt import BoltRequest

from bot.failure import described

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from slack_bolt import App, BoltResponse

    from bot.receive.inbox import Inbox

THREADS = 8
WAIT = 0.5
"""Seconds after which an idle worker looks whether to stop."""

log = logging.getLogger(__name__)


def dispatch(app: App, body: Mapping[str, Any]) -> BoltResponse:
    """Hand a payload, whose sender was checked, to the listeners."""
    return app.dispatch(BoltRequest(body=dict(body), mode="socket_mode"))


class Workers:
    """A pool of threads, working from ``start`` to ``stop``."""

    def __init__(self, app: App, inbox: Inbox, threads: int = THREADS) -> None:
        self._app = app
        self._inbox = inbox
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._work, name=f"worker-{n}", daemon=True) for n in range(threads)]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 10.0) -> bool:
        """Finish what waits, for at most ``seconds``; say whether everything was finished."""
        end = time.monotonic() + seconds
        while self._inbox.waiting() and time.monotonic() < end:
            time.sleep(0.01)
        self._stopping.set()
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()) + WAIT)
        return not self._inbox.waiting()

    def _work(self) -> None:
        while not self._stopping.is_set():
            if (delivery := self._inbox.take(WAIT)) is None:
                continue
            try:
                dispatch(self._app, delivery.body)
            except Exception as error:  # noqa: BLE001  a worker outlives whatever one delivery does
                log.error("a delivery was given up: %s", described(error))
            finally:
                self._inbox.done(delivery)
