"""Threads that go one step at a time: each stops wherever it could be paused or killed, until it is told to go on."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from bot.db.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

PATIENCE = 60.0
"""Seconds after which a thread that neither stops nor ends is stuck."""


class KilledError(BaseException):
    """Ends a thread where it stands, as ``kill -9`` would: nothing catches it, and nothing is done on the way out."""


class Steps:
    """Work that is done one step at a time, in a thread of its own.

    Args:
        work: what is done.

    Attributes:
        at: where it stopped; None once it is over.
        raised: what it ended with, if not well.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self.at: Any = None
        self.raised: BaseException | None = None
        self._work = work
        self._told: Any = None
        self._going = threading.Semaphore(0)
        self._stopped = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._wait()

    def go_on(self, told: Any = None) -> None:
        """Go on to the next stop, or to the end.

        Args:
            told: what it is told where it stopped.
        """
        self._told = told
        self._going.release()
        self._wait()
        if self.raised and not isinstance(self.raised, KilledError):
            raise self.raised

    def kill(self) -> None:
        """End it where it stands."""
        self.go_on(KilledError())

    def _wait(self) -> None:
        assert self._stopped.acquire(timeout=PATIENCE), "a worker is stuck"
        if self.at is None:
            self._thread.join()

    def _run(self) -> None:
        _CURRENT.set(self)
        try:
            self.stop("start")
            self._work()
        except BaseException as error:  # noqa: BLE001  it is raised again where it was told to go on
            self.raised = error
        self.at = None
        self._stopped.release()

    def stop(self, at: Any) -> Any:
        """Stop here until it is told to go on; return what it is told."""
        self.at = at
        self._stopped.release()
        self._going.acquire()
        if isinstance(self._told, KilledError):
            raise self._told
        return self._told


_CURRENT: ContextVar[Steps | None] = ContextVar("steps", default=None)


def stop(at: Any) -> Any:
    """Stop the work of this thread, if it goes by steps, and return what it is told."""
    steps = _CURRENT.get()
    return steps.stop(at) if steps else None


class SteppedDatabase(Database):
    """A workspace database where who goes by steps stops before everything that is asked, and after what is written."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Stop, and read."""
        stop("reading")
        with super().reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Stop, write, and stop."""
        stop("writing")
        with super().writing() as connection:
            yield connection
        stop("written")
