"""Answers at a ``response_url``: five within half an hour; new, in place of the original, or instead of it nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import web

from bot.local.contents import contents
from bot.local.faults import cut, met
from bot.local.model import Message, RefusedError

if TYPE_CHECKING:
    from bot.local.call import Rooms
    from bot.local.grants import Reply
    from bot.local.model import Json

_GONE = {"used_url", "expired_url", "no_such_url"}


class ResponseUrls:
    """Serves the addresses that interactions carry."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def answer(self, request: web.Request) -> web.Response:
        """Take one answer; ``ok`` when it was shown, Slack's error code when not."""
        fault = self._rooms.faults.due("response_url")
        if fault and fault.kind == "ratelimit":
            return web.Response(status=429, headers={"Retry-After": str(fault.seconds)}, text="rate_limited")
        if refused := await met(fault, request):
            return refused
        try:
            body = json.loads(await request.text())
        except (ValueError, RecursionError):
            return web.Response(status=400, text="invalid_payload")
        try:
            reply = self._rooms.grants.reply(request.match_info["key"])
            answer(self._rooms, reply, body if isinstance(body, dict) else {"text": str(body)})
        except RefusedError as refusal:
            told = {"ok": False, "error": refusal.error, **refusal.told}
            return web.json_response(told, status=404 if refusal.error in _GONE else 400)
        return cut(request) if fault and fault.kind == "lose_answer" else web.Response(text="ok")


def answer(rooms: Rooms, reply: Reply, body: Json) -> None:
    """Show what an app answers to an interaction or a command: to that user only unless it says ``in_channel``."""
    workspace = rooms.workspace
    if body.get("delete_original"):
        workspace.delete(workspace.message(reply.channel, reply.ts))
        return
    fields = contents(body).fields
    if body.get("replace_original") and reply.ts:
        fields = {"blocks": (), "attachments": (), **fields}
        workspace.edit(workspace.message(reply.channel, reply.ts), **fields)
        return
    app = workspace.app(reply.app_id)
    draft = Message(
        channel=reply.channel,
        user=app.user,
        bot_id=app.bot_id,
        app_id=app.id,
        thread_ts=str(body.get("thread_ts") or ""),
        visible_to="" if body.get("response_type") == "in_channel" else reply.user,
        **fields,
    )
    if draft.visible_to:
        workspace.whisper(draft)
    else:
        workspace.post(draft)
