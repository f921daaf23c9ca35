"""One call of a Web API method: who calls, with which arguments, and the rooms it may use."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.local.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.local.faults import Faults
    from bot.local.grants import Grants
    from bot.local.model import App, Channel, Json
    from bot.local.socket_mode import SocketMode
    from bot.local.uploads import Uploads
    from bot.local.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Rooms:
    """What methods work with."""

    workspace: Workspace
    grants: Grants
    sockets: SocketMode
    faults: Faults
    uploads: Uploads


@dataclass(frozen=True, slots=True)
class Call:
    """A call by an app. Arguments are as they came: a form's are text, also where JSON is meant."""

    rooms: Rooms
    app: App
    arguments: Json

    @property
    def workspace(self) -> Workspace:
        """The workspace that is called about."""
        return self.rooms.workspace

    def text(self, name: str) -> str:
        """An argument as text; empty when it is missing."""
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        """An argument that has to be there, or ``invalid_arguments``."""
        if not self.text(name):
            problem = f"[ERROR] missing required field: {name}"
            raise RefusedError("invalid_arguments", response_metadata={"messages": [problem]})
        return self.text(name)

    def flag(self, name: str) -> bool:
        """An argument as yes or no."""
        return self.text(name).lower() in ("true", "1")

    def number(self, name: str, default: int, most: int) -> int:
        """An argument as a number from 1 to ``most``, or ``invalid_limit``."""
        try:
            value = int(self.text(name) or default)
        except ValueError:
            raise RefusedError("invalid_limit") from None
        return min(max(value, 1), most)

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """An argument that is JSON, or JSON in text; None when it is missing, ``error`` when it is broken."""
        return parsed(self.arguments.get(name), error)

    def channel(self, name: str = "channel") -> Channel:
        """The channel that an argument names, or ``channel_not_found``; the app has to know of a private one."""
        channel = self.workspace.channel(self.required(name))
        if channel.kind != "channel" and self.app.user not in channel.members:
            raise RefusedError("channel_not_found")
        return channel

    def needs(self, *scopes: str) -> None:
        """Refuse with ``missing_scope`` unless the app has one of the scopes."""
        if scopes and not self.app.scopes & {*scopes}:
            raise RefusedError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.app.scopes)))


@dataclass(frozen=True, slots=True)
class Method:
    """A Web API method: what it does, and the scopes of which it needs one."""

    run: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()


def parsed(value: Any, error: str) -> Any:
    """JSON that may have come as text."""
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise RefusedError(error) from None
