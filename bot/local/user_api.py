"""What people do, as JSON under ``/local/``; the page and the tests use nothing else.

``GET /local/state?user=`` is all that a user's page needs to begin (the first person's, when none is named): ``me``,
``team``, ``users``, ``channels``, ``apps`` (with ``commands``, ``shortcuts``, ``home``), ``views`` (open modals).
``GET /local/messages?user=&channel=&thread_ts=`` are the messages of a channel, or of a thread with its first message,
oldest first, ephemeral ones among them; ``limit`` (default 200) keeps the newest. ``GET /local/files/{id}?user=`` is a
file's content. ``GET /local/feed?user=`` is a WebSocket, see ``feed``.

Everything else is ``POST /local/<what>`` with an object, always with ``user``; ``{"ok": true, ...}`` or
``{"ok": false, "error": ...}`` comes back.

=============  ===========================================================  ==================================
what           fields                                                       comes back
=============  ===========================================================  ==================================
message        channel, text, thread_ts                                     message
command        channel, text (with the slash), thread_ts                    refused in threads, as in Slack
alert          channel, text, blocks, attachments; user is a bot            message
edit           channel, ts, text                                            message
delete         channel, ts
react          channel, ts, name, remove                                    message
unfurl         channel, ts, title: Slack adds a preview                     message
upload         channel, name, content (text) or base64, snippet, text,      message
               thread_ts
attach         app, name, content or base64: a file for a modal's input     file
shortcut       callback_id; channel and ts for one of a message
act            view_id, or channel and ts; block_id, action_id, chosen      the app's answer comes by the feed
               (see ``filling.chosen_action``), filled
options        as act, with typed                                           options or option_groups
submit         view_id, filled: {block_id: {action_id: chosen}}             errors: {block_id: sentence}
close          view_id, whole_stack
home           app, tab: home or messages                                   channel, view
open_im        with: a user                                                 channel
channel        name, members (ids), kind: channel or group, creator,        channel
               ext_shared; who makes it is a member too
rename_channel channel, name                                                channel
join, invite   channel; invited                                             channel
=============  ===========================================================  ==================================

``POST /local/control/<switch>`` is described in ``control``.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from aiohttp import web

from bot.local.acts import ACTS, Asked
from bot.local.model import TEAM, TEAM_NAME, RefusedError
from bot.local.objects import channel_object, message_object, user_object, view_object

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.local.control import Control
    from bot.local.interacting import Interacting
    from bot.local.model import App, Channel, Json, Message
    from bot.local.workspace import Workspace

SHOWN = 200
LARGEST = 96 << 20
"""Bytes of the largest request: a file of the largest size in base64."""


class UserApi:
    """Serves what people do."""

    def __init__(self, workspace: Workspace, interacting: Interacting, control: Control) -> None:
        self._workspace = workspace
        self._interacting = interacting
        self._control = control

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        return [
            web.get("/local/state", self.state),
            web.get("/local/messages", self.messages),
            web.get("/local/files/{file}", self.file),
            web.post("/local/control/{what}", self.control),
            web.post("/local/{what}", self.act),
        ]

    async def state(self, request: web.Request) -> web.Response:
        """All that a page needs to begin."""
        workspace = self._workspace
        user = _user(workspace, request) if "user" in request.query else _first_person(workspace)
        channels = [one for one in workspace.channels.values() if one.kind == "channel" or user in one.members]
        return web.json_response(
            {
                "ok": True,
                "me": user,
                "team": {"id": TEAM, "name": TEAM_NAME},
                "users": list(map(user_object, workspace.users.values())),
                "channels": [channel_object(channel, user) for channel in channels],
                "apps": [self._app(app, user) for app in workspace.apps.values()],
                "views": [view_object(workspace, view) for view in workspace.modals(user)],
            }
        )

    async def messages(self, request: web.Request) -> web.Response:
        """What stands in a channel or a thread."""
        workspace = self._workspace
        user = _user(workspace, request)
        channel = workspace.channels.get(request.query.get("channel", ""))
        if channel is None or (channel.kind != "channel" and user not in channel.members):
            raise web.HTTPNotFound(text="channel_not_found")
        found = self._found(channel, user, request.query.get("thread_ts", ""), int(request.query.get("limit", SHOWN)))
        return web.json_response({"ok": True, "messages": [message_object(workspace, message) for message in found]})

    async def file(self, request: web.Request) -> web.Response:
        """A file's content, for the page."""
        user = _user(self._workspace, request)
        file = self._workspace.files.get(request.match_info["file"])
        if file is None or not any(user in self._workspace.channels[id_].members for id_ in file.shared_in):
            raise web.HTTPNotFound(text="file_not_found")
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)

    async def control(self, request: web.Request) -> web.Response:
        """Turn a switch."""
        asked = await _asked(request)
        switch = self._control.switches().get(request.match_info["what"])
        if switch is None or asked is None:
            return _refused(RefusedError("unknown_method" if asked else "invalid_json"))
        return await _told(switch(asked))

    async def act(self, request: web.Request) -> web.Response:
        """Do one thing as a user."""
        asked = await _asked(request)
        act = ACTS.get(request.match_info["what"])
        if act is None or asked is None:
            return _refused(RefusedError("unknown_method" if asked else "invalid_json"))
        return await _told(act(self._interacting, Asked(asked)))

    def _found(self, channel: Channel, user: str, thread_ts: str, limit: int) -> list[Message]:
        """The newest messages of a channel or a thread, with what only this user sees of it, oldest first."""
        workspace = self._workspace
        if thread_ts:
            found = [workspace.message(channel.id, thread_ts), *workspace.replies(channel.id, thread_ts)][-limit:]
        else:
            found = list(islice(workspace.history(channel.id), limit))
        found += [one for one in workspace.ephemerals(channel.id, user) if one.thread_ts == thread_ts]
        return sorted(found, key=lambda message: message.ts)

    def _app(self, app: App, user: str) -> Json:
        home = self._workspace.home(app.id, user)
        return {
            "id": app.id,
            "name": app.name,
            "description": app.description,
            "user": app.user,
            "commands": [
                {"name": one.name, "description": one.description, "hint": one.usage_hint} for one in app.commands
            ],
            "shortcuts": [
                {"callback_id": one.callback_id, "name": one.name, "type": one.kind} for one in app.shortcuts
            ],
            "home_tab": app.home_tab,
            "messages_tab": app.messages_tab,
            "home": view_object(self._workspace, home) if home else None,
        }


def _user(workspace: Workspace, request: web.Request) -> str:
    try:
        return workspace.user(request.query.get("user", "")).id
    except RefusedError as refusal:
        raise web.HTTPNotFound(text=refusal.error) from None


def _first_person(workspace: Workspace) -> str:
    return next(user.id for user in workspace.users.values() if not user.bot_id)


async def _asked(request: web.Request) -> Json | None:
    """The object in a request; None when there is none."""
    try:
        asked = json.loads(await request.text())
    except (ValueError, RecursionError):
        return None
    return asked if isinstance(asked, dict) else None


async def _told(doing: Awaitable[Json]) -> web.Response:
    try:
        return web.json_response({"ok": True, **await doing})
    except RefusedError as refusal:
        return _refused(refusal)


def _refused(refusal: RefusedError) -> web.Response:
    return web.json_response({"ok": False, "error": refusal.error, **refusal.told})
