"""What is made to go wrong on demand: rate limits, and answers that get lost on their way back."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

POSTING = {"chat.postMessage", "chat.postEphemeral", "chat.update"}
"""The methods that the limit of one message a second and channel is about."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A fault for the ``left`` next calls of ``method``, or of any method when that is empty.

    ``kind`` is ``ratelimit`` (``seconds`` is then told in ``Retry-After``), ``lose_answer`` (the call is carried out,
    the connection dies before its answer) or ``lose_call`` (the connection dies before the call is carried out).
    """

    kind: str
    method: str = ""
    left: int = 1
    seconds: int = 1


class Faults:
    """The faults that are planned; each is used up as calls come in."""

    def __init__(self) -> None:
        self.one_a_second = False
        """Whether a channel takes one post a second only, as Slack's does."""
        self._planned: list[Planned] = []
        self._posted: dict[str, float] = {}

    def plan(self, fault: Planned) -> None:
        """Let something go wrong from now on."""
        self._planned.append(fault)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._planned.clear()
        self.one_a_second = False

    def due(self, method: str) -> Planned | None:
        """The fault that a call of a method meets now, if any; it counts as used."""
        for number, fault in enumerate(self._planned):
            if fault.method in ("", method):
                self._planned[number : number + 1] = [replace(fault, left=fault.left - 1)] if fault.left > 1 else []
                return fault
        return None

    def too_soon(self, method: str, channel: str) -> bool:
        """Whether a post comes within a second of the last one in its channel; counts it when it does not."""
        if not self.one_a_second or method not in POSTING:
            return False
        now = time.monotonic()
        if now - self._posted.get(channel, float("-inf")) < 1:
            return True
        self._posted[channel] = now
        return False
