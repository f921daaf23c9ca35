"""Upkeep of the workspace database while the bot runs: what is past is forgotten, every hour, by one process at a time."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from bot import metrics
from bot.db.chores import Chores
from bot.db.retention import Retention
from bot.failure import described
from bot.screen import counted

if TYPE_CHECKING:
    from bot.db.database import Database
    from bot.settings import Settings

RETENTION = "retention"
EVERY = 3600.0
LEASE = 600.0
"""Seconds after which another process takes over."""
LOOK = 60.0
"""Seconds after which to look again whether something is due."""

log = logging.getLogger(__name__)


class Upkeep:
    """A thread that sees to the workspace database from ``start`` to ``stop``, whatever goes wrong.

    Args:
        db: the workspace database.
        settings: for how long things are kept.
        look: seconds after which to look again whether something is due.
    """

    def __init__(self, db: Database, settings: Settings, look: float = LOOK) -> None:
        self._chores = Chores(db)
        self._retention = Retention(db, settings.keep_keys, settings.keep_answers)
        self._look = look
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="upkeep", daemon=True)

    def start(self) -> None:
        """Begin, with a look whether something is due."""
        self._thread.start()

    def stop(self) -> None:
        """Leave what is left for the next time, and end."""
        self._stopping.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                self._forget()
            except Exception as error:  # noqa: BLE001  it is tried again, whatever it was
                log.error("what is past can't be forgotten: %s", described(error))
            self._stopping.wait(self._look)

    def _forget(self) -> None:
        if not self._chores.claim(RETENTION, EVERY, LEASE):
            return
        finished = False
        try:
            swept = self._retention.sweep(self._stopping)
            finished = not self._stopping.is_set()
        finally:
            settle = self._chores.done if finished else self._chores.let_go
            settle(RETENTION)
        if swept.given_up:
            metrics.GIVEN_UP.inc(swept.given_up)
            log.error("given up: %s waited for more than a day", counted(swept.given_up, "event"))
        if swept.forgotten:
            log.info("what is past was forgotten", extra={"rows": dict(swept.forgotten)})
