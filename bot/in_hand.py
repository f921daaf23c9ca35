"""What a worker has in hand: the delivery that this thread works on, and what is to become of it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.db.model import Lease


class LaterError(Exception):
    """Not now: the delivery is to be taken again after a while.

    Args:
        seconds: of pause.
        why: in a word or two, for the log.
        counts: whether this was one of the times that a delivery may be tried.
    """

    def __init__(self, seconds: float, why: str, *, counts: bool = False) -> None:
        super().__init__(why)
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
    """

    lease: Lease
    responses: int = 0
    failed: Exception | None = None


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
