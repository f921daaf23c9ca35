"""What the page shows of a change, sent to everyone who looks at the workspace and may see it.

A frame is ``{"type": ...}`` with: ``message`` (new) and ``changed``: ``channel``, ``message``, and ``parent`` when it is a
reply; ``deleted``: ``channel``, ``ts``, ``parent``; ``channel``: ``channel`` (new or changed); ``view``: ``how`` (opened,
pushed, updated, closed, published) and ``view``; ``assist``: ``channel``, ``thread_ts``, ``status``, ``prompts``, ``title``.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from aiohttp import web

from bot.local.changes import Assisted, ChannelChanged, Deleted, Edited, Posted, Reacted, ViewChanged
from bot.local.model import RefusedError
from bot.local.objects import channel_object, message_object, view_object

if TYPE_CHECKING:
    from bot.local.changes import Change
    from bot.local.model import Json, Message
    from bot.local.workspace import Workspace

WAITING = 10_000
"""Frames kept for a viewer who does not read them; one more and they are dropped from the feed."""


class Feed:
    """Watches the workspace and tells the pages."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._viewers: dict[asyncio.Queue[Json | None], str] = {}

    def __call__(self, change: Change) -> None:
        """Tell every viewer who may see it."""
        for queue, user in tuple(self._viewers.items()):
            frame = seen(self._workspace, user, change)
            if frame is None:
                continue
            if queue.qsize() >= WAITING:
                del self._viewers[queue]
                frame = None
            queue.put_nowait(frame)

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve the feed of one viewer, ``?user=``."""
        try:
            user = self._workspace.user(request.query.get("user", "")).id
        except RefusedError as refusal:
            raise web.HTTPNotFound(text=refusal.error) from None
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._viewers[queue] = user
        sending = asyncio.create_task(_send(socket, queue))
        try:
            async for _ in socket:
                pass
        finally:
            self._viewers.pop(queue, None)
            sending.cancel()
        return socket

    def close(self) -> None:
        """End every feed."""
        for queue in self._viewers:
            queue.put_nowait(None)


async def _send(socket: web.WebSocketResponse, queue: asyncio.Queue[Json | None]) -> None:
    while (frame := await queue.get()) is not None and not socket.closed:
        await socket.send_str(json.dumps(frame))
    await socket.close(drain=False)


def seen(workspace: Workspace, user: str, change: Change) -> Json | None:
    """The frame that a change is to a user; None when it is nothing to them."""
    if isinstance(change, ViewChanged):
        mine = change.view.user == user
        return {"type": "view", "how": change.how, "view": view_object(workspace, change.view)} if mine else None
    if isinstance(change, ChannelChanged):
        channel = change.channel
        known = channel.kind == "channel" or user in channel.members
        return {"type": "channel", "channel": channel_object(channel, user)} if known else None
    if isinstance(change, Assisted):
        told: Json = {"type": "assist", "channel": change.channel, "thread_ts": change.thread_ts, "title": change.title}
        here = user in workspace.channels[change.channel].members
        return {**told, "status": change.status, "prompts": list(change.prompts)} if here else None
    if isinstance(change, (Posted, Edited, Reacted, Deleted)):
        return _of_message(workspace, user, change)
    return None


def _of_message(workspace: Workspace, user: str, change: Posted | Edited | Reacted | Deleted) -> Json | None:
    message = change.after if isinstance(change, Edited) else change.message
    channel = workspace.channels[message.channel]
    if message.visible_to not in ("", user) or user not in channel.members:
        return None
    frame: Json = {"channel": channel.id, **_parent(workspace, message)}
    if isinstance(change, Deleted):
        return {"type": "deleted", "ts": message.ts, **frame}
    kind = "message" if isinstance(change, Posted) else "changed"
    return {"type": kind, "message": message_object(workspace, message), **frame}


def _parent(workspace: Workspace, message: Message) -> Json:
    if not message.is_reply:
        return {}
    return {"parent": message_object(workspace, workspace.message(message.channel, message.thread_ts))}
