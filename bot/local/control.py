"""``/local/control``: what goes wrong on demand, and what changes under a running app."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.local.faults import KINDS, Planned, forecast
from bot.local.http_delivery import HttpRoute
from bot.local.methods import METHODS
from bot.local.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import ClientSession

    from bot.local.call import Rooms
    from bot.local.delivery import Delivery
    from bot.local.model import Json

STALL = 4.0
"""Seconds that a frame stalls, unless a switch says otherwise."""


@dataclass(frozen=True, slots=True)
class Control:
    """The switches; each takes the JSON of a request and says what it did."""

    rooms: Rooms
    delivery: Delivery
    session: ClientSession

    def switches(self) -> dict[str, Callable[[Json], Awaitable[Json]]]:
        """The switches by name."""
        return {
            "fault": self.fault,
            "weather": self.weather,
            "clear": self.clear,
            "met": self.met,
            "one_a_second": self.one_a_second,
            "sockets": self.sockets,
            "scopes": self.scopes,
            "request_url": self.request_url,
        }

    async def fault(self, asked: Json) -> Json:
        """Plan a fault of a ``kind`` (see ``faults.Planned``) for the ``next`` calls of ``method`` (any: empty).

        ``method`` may be ``response_url`` too, ``download`` of a file, and ``link`` for the opening of a socket;
        ``seconds`` is the ``Retry-After`` of a rate limit, or how long it hangs.
        """
        if asked.get("kind") not in KINDS:
            raise RefusedError("invalid_arguments", kinds=list(KINDS))
        planned = Planned(
            asked["kind"], asked.get("method", ""), int(asked.get("next", 1)), float(asked.get("seconds", 1))
        )
        self.rooms.faults.plan(planned)
        return {}

    async def weather(self, asked: Json) -> Json:
        """Let calls meet faults at random until it is cleared or changes, each kind at its rate; see ``faults.forecast``."""
        weather = forecast(asked)
        if unknown := {*weather.methods} - {*METHODS, "response_url"}:
            raise RefusedError("invalid_arguments", methods=sorted(unknown))
        self.rooms.faults.turn(weather)
        return {}

    async def clear(self, _asked: Json) -> Json:
        """Let nothing go wrong any more."""
        self.rooms.faults.clear()
        return {}

    async def met(self, _asked: Json) -> Json:
        """How often each kind of fault was ``met`` since the start, refusals by ``one_a_second`` too."""
        return {"met": dict(self.rooms.faults.met)}

    async def one_a_second(self, asked: Json) -> Json:
        """Hold apps to one post a second and channel, when ``on``."""
        self.rooms.faults.one_a_second = bool(asked.get("on", True))
        return {}

    async def sockets(self, asked: Json) -> Json:
        """Disturb the app's sockets: ``how`` is one of ``socket_mode.WAYS``, ``seconds`` how long a frame stalls."""
        how, seconds = asked.get("how", "close"), float(asked.get("seconds", STALL))
        dropped = [await self.rooms.sockets.drop(id_, how, seconds) for id_ in self.rooms.workspace.apps]
        return {"dropped": sum(dropped)}

    async def scopes(self, asked: Json) -> Json:
        """Take scopes away (``remove``) or grant them (``add``)."""
        workspace = self.rooms.workspace
        for app in tuple(workspace.apps.values()):
            scopes = (app.scopes | {*asked.get("add", ())}) - {*asked.get("remove", ())}
            workspace.install(replace(app, scopes=frozenset(scopes)))
        return {"scopes": sorted(frozenset().union(*(app.scopes for app in workspace.apps.values())))}

    async def request_url(self, asked: Json) -> Json:
        """Send everything to ``url`` over signed HTTP, after it has passed the challenge; empty for Socket Mode again."""
        url = asked.get("url", "")
        for app in self.rooms.workspace.apps.values():
            if not url:
                self.delivery.routes[app.id] = self.rooms.sockets.route(app.id)
                continue
            route = HttpRoute(self.session, app, url, self.rooms.workspace.pace)
            await route.verify()
            self.delivery.routes[app.id] = route
        return {}
