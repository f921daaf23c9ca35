"""The recorder: one thread that writes what came in to the inbox. What waits while it writes is written together, in one go."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.db.inbox import Inbox
    from bot.db.model import Delivery

TOGETHER = 100
"""Deliveries that are written in one go at the most."""


class StoppedError(Exception):
    """It comes too late: the bot stops."""


Waiting = tuple["Delivery", "Future[bool]"]


class Recorder:
    """Writes to the inbox from ``start`` to ``stop``, in the order in which things came; what comes after that is refused.

    Args:
        inbox: where to.
        wake: told after something new was written.
    """

    def __init__(self, inbox: Inbox, wake: threading.Event) -> None:
        self._inbox = inbox
        self._wake = wake
        self._waiting: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._stopped = False
        self._adding = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def record(self, delivery: Delivery) -> Future[bool]:
        """Have a delivery written; the future says whether it is new, or holds what kept it from being written.

        Who waits no longer may cancel it, until it is being written. After the end it holds ``StoppedError``.
        """
        written: Future[bool] = Future()
        with self._adding:
            if self._stopped:
                written.set_exception(StoppedError("nothing is recorded any more"))
            else:
                self._waiting.put((delivery, written))
        return written

    def stop(self) -> None:
        """Write what waits, and end."""
        with self._adding:
            self._stopped = True
            self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (batch := self._next()) is not None:
            try:
                new = self._inbox.put([delivery for delivery, _ in batch])
            except Exception as error:  # noqa: BLE001  whatever it was, it is told to those who wait
                for _, written in batch:
                    written.set_exception(error)
                continue
            if any(new):
                self._wake.set()
            for (_, written), is_new in zip(batch, new, strict=True):
                written.set_result(is_new)

    def _next(self) -> list[Waiting] | None:
        """What waits, once there is something; None at the end."""
        batch: list[Waiting] = []
        while len(batch) < TOGETHER and (not batch or not self._waiting.empty()):
            one = self._waiting.get()
            if one is None:
                if not batch:
                    return None
                self._waiting.put(None)
                break
            if one[1].set_running_or_notify_cancel():
                batch.append(one)
        return batch
