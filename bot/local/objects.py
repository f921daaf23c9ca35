"""Slack's JSON objects: messages, users, channels, files and views as the Web API and events show them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from bot.local.model import PARTNER_TEAM, TEAM, TEAM_DOMAIN

if TYPE_CHECKING:
    from bot.local.model import App, Channel, File, Json, Message, User, View
    from bot.local.workspace import Workspace

PREVIEW = 2000
"""Characters of a snippet that come with the file object."""
PREVIEW_LINES = 5


def message_object(workspace: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """A message as ``conversations.history`` shows it; empty fields are left out."""
    author = workspace.users.get(message.user)
    shown: Json = {
        "type": "message",
        "subtype": message.subtype,
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "client_msg_id": message.client_msg_id,
        "team": author.team if author else TEAM,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "username": message.username,
        "blocks": list(message.blocks),
        "attachments": list(message.attachments),
        "files": [file_object(workspace, workspace.files[id_]) for id_ in message.files],
        "reactions": [{"name": r.name, "users": [*r.users], "count": len(r.users)} for r in message.reactions],
        "edited": dict(zip(("user", "ts"), message.edited, strict=True)) if message.edited else None,
        "metadata": message.metadata or None if metadata else None,
        **(dict(zip(("old_name", "name"), message.renamed, strict=True)) if message.renamed else {}),
        **_thread(workspace, message),
    }
    if message.visible_to:
        shown["is_ephemeral"] = True
    if message.app_id and message.app_id in workspace.apps:
        shown["bot_profile"] = bot_object(workspace.apps[message.app_id])
    return {key: value for key, value in shown.items() if key == "text" or value not in ("", None, [])}


def _thread(workspace: Workspace, message: Message) -> Json:
    if not message.thread_ts:
        return {}
    if message.is_reply:
        first = workspace.message(message.channel, message.thread_ts)
        return {"thread_ts": message.thread_ts, "parent_user_id": first.user}
    replies = workspace.replies(message.channel, message.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
    }


def user_object(user: User) -> Json:
    """A user as ``users.info`` shows them."""
    return {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": False,
        "tz": "Europe/Amsterdam",
        "tz_offset": 3600,
        "is_admin": user.is_admin or user.is_owner,
        "is_owner": user.is_owner,
        "is_bot": bool(user.bot_id),
        "is_stranger": user.team == PARTNER_TEAM,
        "profile": {
            "real_name": user.real_name,
            "display_name": user.name,
            "team": user.team,
            **({"bot_id": user.bot_id, "api_app_id": user.app_id} if user.bot_id else {}),
        },
    }


def channel_object(channel: Channel, viewer: str) -> Json:
    """A conversation as ``conversations.info`` shows it to ``viewer``."""
    shown: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": False,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": TEAM,
    }
    if channel.kind == "im":
        return {**shown, "user": channel.other(viewer), "is_open": True}
    return {
        **shown,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_mpim": False,
        "is_private": channel.kind == "group",
        "is_general": channel.name == "general",
        "is_member": viewer in channel.members,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": False,
        "creator": channel.creator,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def file_object(workspace: Workspace, file: File) -> Json:
    """A file as it stands in a message and in ``files.info``."""
    private = f"{workspace.url}/files-pri/{TEAM}-{file.id}"
    shown: Json = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "pretty_type": file.pretty_type,
        "user": file.user,
        "user_team": TEAM,
        "editable": file.mode == "snippet",
        "size": len(file.content),
        "mode": file.mode,
        "is_external": False,
        "is_public": True,
        "file_access": "visible",
        "url_private": f"{private}/{file.name}",
        "url_private_download": f"{private}/download/{file.name}",
        "permalink": f"{workspace.url}/files/{file.user}/{file.id}/{file.name}",
        "channels": [id_ for id_ in file.shared_in if id_[0] == "C"],
        "ims": [id_ for id_ in file.shared_in if id_[0] == "D"],
        "groups": [],
    }
    if file.mode == "snippet":
        lines = file.content.decode(errors="replace").splitlines()
        shown |= {
            "preview": "\n".join(lines[:PREVIEW_LINES])[:PREVIEW],
            "lines": len(lines),
            "lines_more": max(len(lines) - PREVIEW_LINES, 0),
            "preview_is_truncated": len(lines) > PREVIEW_LINES,
        }
    return shown


def view_object(workspace: Workspace, view: View) -> Json:
    """A view as ``views.open`` answers with it and as an interaction carries it."""
    app = workspace.apps[view.app_id]
    shown = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "title": {"type": "plain_text", "text": view.body["type"], "emoji": True},
        "close": None,
        "submit": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **view.body,
    }
    return {
        **shown,
        "id": view.id,
        "team_id": TEAM,
        "app_id": app.id,
        "app_installed_team_id": TEAM,
        "bot_id": app.bot_id,
        "hash": view.hash,
        "state": {"values": view.values},
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id or None,
    }


def bot_object(app: App) -> Json:
    """An app's bot as ``bots.info`` shows it and as its messages carry it."""
    return {"id": app.bot_id, "app_id": app.id, "name": app.name, "deleted": False, "updated": 0, "team_id": TEAM}


def person(user: User) -> Json:
    """A user as an interaction names them."""
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team}


def team() -> Json:
    """The workspace as an interaction names it."""
    return {"id": TEAM, "domain": TEAM_DOMAIN}


def with_ids(blocks: tuple[Json, ...] | list[Json]) -> tuple[Json, ...]:
    """Blocks with a ``block_id`` each, and an ``action_id`` for each element that acts, as Slack gives them."""
    return tuple({**_acting(block), "block_id": block.get("block_id") or secrets.token_urlsafe(3)} for block in blocks)


def _acting(block: Json) -> Json:
    named: dict[str, Any] = dict(block)
    if block.get("type") in ("actions", "context_actions"):
        named["elements"] = [_with_action_id(element) for element in block["elements"]]
    for key in ("element", "accessory"):
        if key in block and block[key].get("type") != "image":
            named[key] = _with_action_id(block[key])
    return named


def _with_action_id(element: Json) -> Json:
    return {**element, "action_id": element.get("action_id") or secrets.token_urlsafe(3)}
