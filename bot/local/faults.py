"""What is made to go wrong on demand: rate limits, errors, slowness, and answers that get lost on their way back."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace

from aiohttp import web

KINDS = ("ratelimit", "server_error", "hang", "lose_answer", "lose_call")

POSTING = {"chat.postMessage", "chat.postEphemeral", "chat.update"}
"""The methods that the limit of one message a second and channel is about."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A fault for the ``left`` next calls of ``method``, or of any method when that is empty.

    ``kind`` is ``ratelimit`` (``seconds`` is then told in ``Retry-After``), ``server_error`` (status 500), ``hang``
    (the call is carried out ``seconds`` late), ``lose_answer`` (the call is carried out, the connection dies before its
    answer) or ``lose_call`` (the connection dies before the call is carried out).
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


async def met(fault: Planned | None, request: web.Request) -> web.Response | None:
    """The answer to a call that meets a fault before it is carried out; None for a call that is carried out."""
    if fault is None:
        return None
    if fault.kind == "ratelimit":
        return limited(fault.seconds)
    if fault.kind == "server_error":
        return web.Response(status=500, text="Internal Server Error")
    end = time.monotonic() + (fault.seconds if fault.kind == "hang" else 0)
    while time.monotonic() < end and request.transport is not None:
        await asyncio.sleep(0.02)  # aiohttp does not say when a caller has left
    return cut(request) if request.transport is None or fault.kind == "lose_call" else None


def limited(seconds: int) -> web.Response:
    """Too many calls: the next may come in some seconds."""
    headers = {"Retry-After": str(seconds)}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


def cut(request: web.Request) -> web.Response:
    """Lose the answer: the connection is reset before a byte of it is sent."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
