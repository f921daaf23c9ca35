"""What a worker has in hand: the delivery that this thread works on, and what is to become of it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.db.inbox import Inbox
    from bot.db.model import Lease


SOON = 1.0
"""Seconds after which to look again whether what comes first is over."""

Reason = Literal["turn", "limited", "lost", "unsettled", "waiting", "slack", "database", "connection", "other"]
"""Why a delivery is taken again, for counting."""
REASONS: tuple[Reason, ...] = get_args(Reason)


class LaterError(Exception):
    """Not now: the delivery is to be taken again after a while.

    Args:
        seconds: of pause.
        why: in a word or two, for the log.
        counts: whether this was one of the times that a delivery may be tried.
        reason: the same in one word, for counting.
    """

    def __init__(self, seconds: float, why: str, *, counts: bool = False, reason: Reason = "waiting") -> None:
        super().__init__(why)
        self.reason = reason
        self.seconds = seconds
        self.why = why
        self.counts = counts


@dataclass(slots=True)
class Hand:
    """A delivery that is worked on.

    Attributes:
        lease: on it.
        responses: how many answers one person was shown.
        failed: why it has to be taken again, if it has to.
        answers: outcome and route of each of its answers, for counting.
    """

    lease: Lease
    responses: int = 0
    failed: Exception | None = None
    answers: list[tuple[str, str]] = field(default_factory=list)
    _begun: float = field(default_factory=time.monotonic)

    @property
    def age(self) -> float:
        """Seconds since it was recorded."""
        return self.lease.waited + time.monotonic() - self._begun


_HAND: ContextVar[Hand | None] = ContextVar("hand", default=None)


def current() -> Hand | None:
    """What this thread has in hand; None where Slack waits for the answer, and outside of workers."""
    return _HAND.get()


@contextmanager
def holding(lease: Lease) -> Iterator[Hand]:
    """Have a delivery in hand in this thread."""
    hand = Hand(lease)
    token = _HAND.set(hand)
    try:
        yield hand
    finally:
        _HAND.reset(token)


def is_overtaken(inbox: Inbox) -> bool:
    """Whether what this thread works on tells of a message as it was before a change that was taken in hand since."""
    hand = current()
    return hand is not None and inbox.is_overtaken(hand.lease.delivery)


def let_pass(inbox: Inbox) -> None:
    """Let whoever works on a message as it was before the change that this thread works on go first.

    Raises:
        LaterError: somebody does.
    """
    hand = current()
    if hand is not None and inbox.is_early(hand.lease.delivery):
        raise LaterError(SOON, "the message is worked on as it was before")
