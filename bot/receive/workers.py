"""Workers: threads that take deliveries from the inbox, hand them to the Bolt app, and settle what came of it."""

from __future__ import annotations

import logging
import threading
import time
from http.client import HTTPException
from typing import TYPE_CHECKING

from slack_bolt import BoltRequest
from slack_sdk.errors import SlackApiError

from bot import in_hand, metrics
from bot.db import trouble
from bot.db.inbox import TRIES
from bot.db.model import key_of
from bot.failure import apologise, described
from bot.in_hand import LaterError
from bot.refusal import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from slack_bolt import App, BoltResponse

    from bot.db.inbox import Inbox
    from bot.db.model import Lease
    from bot.in_hand import Reason
    from bot.voice import Voice

THREADS = 4
"""Each waits for Slack most of the time; Slack delivers some eight events a second, and more threads delay acknowledgements."""
WAIT = 0.25
"""Seconds after which an idle worker looks again: other replicas wake nobody here, and what was put back comes due."""
LONGEST_PAUSE = 60.0

log = logging.getLogger(__name__)


def dispatch(app: App, body: Mapping[str, Any]) -> BoltResponse:
    """Hand a payload, whose sender was checked, to the listeners."""
    return app.dispatch(BoltRequest(body=dict(body), mode="socket_mode"))


class Workers:
    """A pool of threads, working from ``start`` to ``stop``.

    Args:
        app: has the listeners.
        inbox: what is taken from.
        voice: says sorry.
        wake: is set when there may be something to take.
        threads: how many.
    """

    def __init__(self, app: App, inbox: Inbox, voice: Voice, wake: threading.Event, threads: int = THREADS) -> None:
        self._app = app
        self._voice = voice
        self._inbox = inbox
        self._wake = wake
        self._stopping = threading.Event()
        self._draining = threading.Event()
        self._taking = threading.Lock()
        self._threads = [threading.Thread(target=self._work, name=f"worker-{n}", daemon=True) for n in range(threads)]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 10.0) -> bool:
        """Finish what is in hand, and what is due, for at most ``seconds``; say whether that was enough.

        What is left, and what waits for its turn, stays in the inbox, for the next start or another replica.
        """
        self._draining.set()
        self._wake.set()
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        self._stopping.set()
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while not self._stopping.is_set():
            lease = self._next()
            if lease is not None:
                self._settle(lease, self._handle(lease))
            elif self._draining.is_set():
                return

    def _next(self) -> Lease | None:
        """The next delivery; of the idle, one waits for it, so that the database is not asked by all of them."""
        with self._taking:
            self._wake.clear()
            try:
                lease = self._inbox.take()
            except trouble.ANY as error:
                log.error("the inbox can't be read: %s", described(error))
                lease = None
                self._draining.wait(1.0)
            if lease is None and not self._draining.is_set():
                self._wake.wait(WAIT)
            return lease

    def _handle(self, lease: Lease) -> Exception | None:
        """Do the work on a delivery; return what stood in its way, if it has to be done again."""
        with in_hand.holding(lease) as hand:
            try:
                dispatch(self._app, lease.delivery.body)
            except Exception as error:  # noqa: BLE001  a worker outlives whatever one delivery does
                return error
            if hand.failed is None:
                metrics.settled(hand)
            return hand.failed

    def _settle(self, lease: Lease, failed: Exception | None) -> None:
        known = {"event": lease.delivery.key, "kind": lease.delivery.kind, "tries": lease.tries}
        try:
            if failed is None:
                if not self._inbox.done(lease):
                    metrics.LEASES_LOST.inc()
                    log.warning("the lease was lost before the work was over", extra=known)
                return
            seconds, why, counts = _pause(failed, lease.tries)
            if counts and lease.tries >= TRIES:
                log.error("given up: %s", why, extra=known)
                apologise(self._voice, self._app.client, lease.delivery.body, key_of(lease.delivery.key))
                self._inbox.give_up(lease, why)
                metrics.GIVEN_UP.inc()
                return
            log.info("again in %.1f s: %s", seconds, why, extra=known)
            self._inbox.put_back(lease, seconds, why, counts=counts)
            metrics.RETRIES.labels(_reason(failed)).inc()
        except Exception as error:  # noqa: BLE001  a worker outlives it; the lease ends, and somebody takes it again
            log.error("what came of it can't be recorded: %s", described(error), extra=known)


def _pause(failed: Exception, tries: int) -> tuple[float, str, bool]:
    """Seconds until it is tried again, why in a word, and whether that counts: Slack's limits are nobody's failure."""
    if isinstance(failed, LaterError):
        return failed.seconds, failed.why, failed.counts
    if isinstance(failed, SlackApiError) and (seconds := retry_after(failed)) is not None:
        return seconds, "Slack takes no more for now", False
    return min(2.0 ** (tries - 1), LONGEST_PAUSE), described(failed), True


def _reason(failed: Exception) -> Reason:
    """Why it is tried again, in one of a few words."""
    if isinstance(failed, LaterError):
        return failed.reason
    if isinstance(failed, SlackApiError):
        return "slack" if retry_after(failed) is None else "limited"
    if isinstance(failed, trouble.ANY):
        return "database"
    return "connection" if isinstance(failed, (OSError, HTTPException)) else "other"
