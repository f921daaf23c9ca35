"""``apps.connections.open``: an address for Socket Mode; the one method that takes the app token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.call import Call, Method

if TYPE_CHECKING:
    from bot.local.model import Json


def open_connection(call: Call) -> Json:
    """An address to connect a WebSocket to, once."""
    return {"url": call.rooms.sockets.address(call.app.id)}


METHODS = {"apps.connections.open": Method(open_connection)}
