"""What an interaction lets an app do for a while: open a modal with a ``trigger_id``, answer at a ``response_url``."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.local.model import TEAM, RefusedError

if TYPE_CHECKING:
    from bot.local.model import Pace
    from bot.local.workspace import Workspace

USES = 5
"""How often a ``response_url`` can be used."""
KEPT = 5000
"""How many grants of each kind are remembered."""
_TRIGGER = re.compile(r"[0-9]{1,20}\.[0-9]{1,20}\.[0-9a-f]{1,40}")


@dataclass(frozen=True, slots=True)
class Trigger:
    """Who may be shown a modal by which app; ``born`` is on the monotonic clock."""

    app_id: str
    user: str
    born: float


@dataclass(frozen=True, slots=True)
class Reply:
    """Where a ``response_url`` leads: the conversation, and the message it came from when it came from one."""

    app_id: str
    user: str
    channel: str
    born: float
    ts: str = ""
    used: int = 0


class Grants:
    """Hands out triggers and reply addresses, and takes them back when they are used up or too old."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._triggers: dict[str, Trigger | None] = {}
        self._replies: dict[str, Reply] = {}

    @property
    def _pace(self) -> Pace:
        return self._workspace.pace

    def trigger(self, app_id: str, user: str) -> str:
        """A new ``trigger_id`` for what ``user`` just did."""
        id_ = f"{time.time_ns() // 1000}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self._triggers[id_] = Trigger(app_id, user, time.monotonic())
        _forget(self._triggers)
        return id_

    def redeem(self, trigger_id: str, app_id: str) -> str:
        """The user to show a modal to, once and in time, or ``invalid_``, ``exchanged_``, ``expired_trigger_id``."""
        if not _TRIGGER.fullmatch(trigger_id) or trigger_id not in self._triggers:
            raise RefusedError("invalid_trigger_id")
        trigger = self._triggers[trigger_id]
        if trigger is None:
            raise RefusedError("exchanged_trigger_id")
        if trigger.app_id != app_id:
            raise RefusedError("invalid_trigger_id")
        if time.monotonic() - trigger.born > self._pace.trigger:
            raise RefusedError("expired_trigger_id")
        self._triggers[trigger_id] = None
        return trigger.user

    def response_url(self, app_id: str, user: str, channel: str, ts: str = "") -> str:
        """A new address to answer at."""
        key = secrets.token_urlsafe(18)
        self._replies[key] = Reply(app_id, user, channel, time.monotonic(), ts)
        _forget(self._replies)
        return f"{self._workspace.url}/response/{TEAM}/{key}"

    def reply(self, key: str) -> Reply:
        """Where an address leads, counting the use, or ``used_url``, ``expired_url``, ``no_such_url``."""
        reply = self._replies.get(key)
        if reply is None:
            raise RefusedError("no_such_url")
        if time.monotonic() - reply.born > self._pace.response_url:
            raise RefusedError("expired_url")
        if reply.used >= USES:
            raise RefusedError("used_url")
        self._replies[key] = replace(reply, used=reply.used + 1)
        return reply


def _forget(grants: dict[str, Any]) -> None:
    if len(grants) > KEPT:
        del grants[next(iter(grants))]
