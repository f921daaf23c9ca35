"""Long lists in pages: ``limit`` and ``cursor`` in, ``next_cursor`` out."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from bot.local.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.local.call import Call
    from bot.local.model import Json

MOST = 999


def page(call: Call, items: Sequence[Any], default: int) -> tuple[list[Any], Json]:
    """One page of a list, and the fields that tell of the next one; ``invalid_cursor`` for one that is not ours."""
    start = _start(call.text("cursor"))
    stop = start + call.number("limit", default, MOST)
    more = stop < len(items)
    cursor = base64.b64encode(f"next:{stop}".encode()).decode() if more else ""
    return list(items[start:stop]), {"has_more": more, "response_metadata": {"next_cursor": cursor}}


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        kind, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise RefusedError("invalid_cursor") from None
    if kind != "next" or not number.isdecimal():
        raise RefusedError("invalid_cursor")
    return int(number)
