"""What a caller sees of a fault: a refusal, an answer that comes late, or a connection that dies without one."""

from __future__ import annotations

import asyncio
import math
import time
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.local.faults import Planned

BROKEN = "<!DOCTYPE html><html><head><title>Server Error</title></head><body><h1>Server Error</h1></body></html>"


async def answered(
    request: web.Request,
    fault: Planned | None,
    limited: Callable[[int], web.Response],
    carry_out: Callable[[], Awaitable[web.Response]],
) -> web.Response:
    """Answer a request as the fault it meets has it.

    Args:
        request: the call; its connection may be cut.
        fault: what it meets; None when all is well.
        limited: the refusal of a rate limit, for the seconds to wait.
        carry_out: does what is asked and says what the answer is. Rate limits, server errors and lost calls leave it
            undone; where only the answer is lost or late, it is done.
    """
    if refusal := refused(request, fault, limited):
        return refusal
    kind = fault.kind if fault else ""
    answer = await carry_out()
    if fault and kind == "hang":
        await hang(request, fault.seconds)
    return _cut(request) if kind == "lose_answer" else answer


async def hang(request: web.Request, seconds: float) -> None:
    """Do nothing for so long, or until the caller has left, of which aiohttp does not tell."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and request.transport is not None:
        await asyncio.sleep(0.02)


def limited(seconds: int) -> web.Response:
    """Too many calls: the next may come in some seconds."""
    headers = {"Retry-After": str(seconds)}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


def refused(request: web.Request, fault: Planned | None, limited: Callable[[int], web.Response]) -> web.Response | None:
    """What a caller gets instead of what was asked; None where it is carried out."""
    if fault and fault.kind == "ratelimit":
        return limited(math.ceil(fault.seconds))
    if fault and fault.kind == "server_error":
        return web.Response(status=500, text=BROKEN, content_type="text/html")
    return _cut(request) if fault and fault.kind == "lose_call" else None


def _cut(request: web.Request) -> web.Response:
    """Lose the answer: the connection is reset before a byte of it is sent."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
