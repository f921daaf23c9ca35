"""The Web API: POST or GET ``/api/<method>`` with a form or JSON and a token, an object with ``ok`` back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import web

from bot.local.accident import answered, limited
from bot.local.call import Call
from bot.local.methods import METHODS
from bot.local.model import RefusedError

if TYPE_CHECKING:
    from bot.local.call import Rooms
    from bot.local.model import App, Json

CONNECT = "apps.connections.open"
"""The one method that takes the app token instead of the bot token."""


class WebApi:
    """Answers calls of apps, or refuses them in Slack's words; faults are met first."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call."""
        name = request.match_info["method"]
        fault = self._rooms.faults.due(name)
        return await answered(request, fault, limited, lambda: self._told(name, request))

    async def _told(self, name: str, request: web.Request) -> web.Response:
        headers: dict[str, str] = {}
        try:
            told = self._run(name, _token(request), await _arguments(request), headers)
        except RefusedError as refusal:
            if refusal.error == "ratelimited":
                return limited(refusal.told["retry_after"])
            told = {"ok": False, "error": refusal.error, **refusal.told}
        return web.json_response(told, headers=headers)

    def _run(self, name: str, token: str, arguments: Json, headers: dict[str, str]) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise RefusedError("unknown_method", req_method=name)
        app = self._app(name, token or str(arguments.get("token") or ""))
        headers["X-OAuth-Scopes"] = ",".join(sorted(app.scopes))
        call = Call(self._rooms, app, arguments)
        call.needs(*method.scopes)
        return {"ok": True, **method.run(call)}

    def _app(self, name: str, token: str) -> App:
        """The app that a token belongs to."""
        if not token:
            raise RefusedError("not_authed")
        for app in self._rooms.workspace.apps.values():
            if token in (app.bot_token, app.app_token):
                if (token == app.app_token) != (name == CONNECT):
                    raise RefusedError("not_allowed_token_type")
                return app
        raise RefusedError("invalid_auth")


def _token(request: web.Request) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind == "Bearer" else ""


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        try:
            told = json.loads(await request.text() or "{}")
        except (ValueError, RecursionError):
            raise RefusedError("invalid_json") from None
        if not isinstance(told, dict):
            raise RefusedError("json_not_object")
        return {**request.query, **told}
    form = await request.post()
    return {**request.query, **{name: value for name, value in form.items() if isinstance(value, str)}}
