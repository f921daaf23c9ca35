"""The inbox: where an event is recorded before Slack is told that we have it, and from where workers take it.

``Inbox`` is the seam for a table in a database; ``QueueInbox`` is a queue in this process, bounded, which a kill empties.
"""

from __future__ import annotations

import queue
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.memory import Bounded

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 10_000
"""Events that may wait."""
KEYS = 50_000
"""Keys by which repeated deliveries are known."""


class InboxFullError(Exception):
    """No more can be recorded for now: Slack must not be told that we have it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that Slack delivered.

    Attributes:
        key: the same for every delivery of the same thing, or "" when Slack never repeats it.
        body: the payload.
    """

    key: str
    body: Mapping[str, Any]


class Inbox(Protocol):
    """Where deliveries wait."""

    def put(self, delivery: Delivery) -> bool:
        """Record a delivery; say whether it is new.

        Raises:
            InboxFullError: it can't be recorded.
        """

    def take(self, timeout: float) -> Delivery | None:
        """The next delivery to work on, or None when there is none within ``timeout`` seconds."""

    def done(self, delivery: Delivery) -> None:
        """The work on a delivery is over."""

    def waiting(self) -> int:
        """How many deliveries wait or are worked on."""


class QueueInbox:
    """An ``Inbox`` in this process."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._queue: queue.Queue[Delivery] = queue.Queue(longest)
        self._seen: Bounded[None] = Bounded(KEYS)

    def put(self, delivery: Delivery) -> bool:  # noqa: D102  see Inbox, for all of these
        if delivery.key and not self._seen.add(delivery.key, None):
            return False
        try:
            self._queue.put_nowait(delivery)
        except queue.Full:
            self._seen.drop(delivery.key)
            raise InboxFullError from None
        return True

    def take(self, timeout: float) -> Delivery | None:  # noqa: D102
        try:
            return self._queue.get(timeout=timeout)
        except queue.Empty:
            return None

    def done(self, delivery: Delivery) -> None:  # noqa: ARG002, D102
        self._queue.task_done()

    def waiting(self) -> int:  # noqa: D102
        return self._queue.unfinished_tasks


def key_of(body: Mapping[str, Any]) -> str:
    """By what repeated deliveries of the same thing are known: the id of an event, the trigger of a command or a click."""
    return str(body.get("event_id") or body.get("trigger_id") or "")


def at_once(body: Mapping[str, Any]) -> bool:
    """Whether Slack waits for what we say: a modal's answer, or a modal to open before its trigger expires."""
    kind = body.get("type")
    if kind != "block_actions":
        return kind in ("shortcut", "message_action", "view_submission", "view_closed", "block_suggestion")
    actions = [str(action.get("action_id") or "") for action in body.get("actions") or ()]
    return bool(body.get("view")) or any(action.startswith(("more", "paste")) for action in actions)
