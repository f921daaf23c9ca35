"""What a person does with messages: say, edit, delete, react, share a file, look at an app."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.local.changes import HomeOpened
from bot.local.channels import member
from bot.local.composer import Names, compose
from bot.local.model import Message, RefusedError
from bot.local.uploads import described, keep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.local.composer import Composed
    from bot.local.model import Channel, File, Json
    from bot.local.workspace import Workspace

LONGEST = 40_000


def say(
    workspace: Workspace, user: str, channel: str, text: str, *, thread_ts: str = "", files: Sequence[str] = ()
) -> Message:
    """Post what someone typed, or ``no_text``, ``msg_too_long``, ``not_in_channel``."""
    body = _composed(workspace, text)
    if not body.text.strip() and not files:
        raise RefusedError("no_text")
    return workspace.post(
        Message(
            channel=member(workspace, user, channel).id,
            user=user,
            text=body.text,
            blocks=body.blocks,
            thread_ts=thread_ts,
            files=tuple(files),
            client_msg_id=str(uuid.uuid4()),
        )
    )


def alert(workspace: Workspace, user: str, channel: str, body: Json) -> Message:
    """Post as a bot that is not the app under test: text, blocks and attachments as they are given."""
    bot = workspace.user(user)
    if not bot.bot_id:
        raise RefusedError("not_allowed")
    return workspace.post(
        Message(
            channel=member(workspace, user, channel).id,
            user=user,
            text=str(body.get("text") or ""),
            blocks=tuple(body.get("blocks") or ()),
            attachments=tuple(body.get("attachments") or ()),
            thread_ts=str(body.get("thread_ts") or ""),
            subtype="bot_message",
            bot_id=bot.bot_id,
            username=bot.real_name,
        )
    )


def edit(workspace: Workspace, user: str, channel: str, ts: str, text: str) -> Message:
    """Change one's own message."""
    message = workspace.message(channel, ts)
    if message.user != user:
        raise RefusedError("cant_update_message")
    body = _composed(workspace, text)
    return workspace.edit(message, by=user, text=body.text, blocks=body.blocks)


def delete(workspace: Workspace, user: str, channel: str, ts: str) -> None:
    """Delete one's own message, or anyone's as an admin."""
    message = workspace.message(channel, ts)
    if message.user != user and message.visible_to != user and not workspace.user(user).is_admin:
        raise RefusedError("cant_delete_message")
    workspace.delete(message)


def react(workspace: Workspace, user: str, channel: str, ts: str, name: str, *, add: bool) -> Message:
    """Put an emoji under a message, or take one's own away."""
    member(workspace, user, channel)
    return workspace.react(workspace.message(channel, ts), user, name.strip(":"), add=add)


def unfurl(workspace: Workspace, channel: str, ts: str, title: str) -> Message:
    """Let Slack add a link preview: the message changes, though nobody edited it."""
    message = workspace.message(channel, ts)
    preview = {"id": 1, "title": title, "fallback": title, "from_url": title, "service_name": "link"}
    return workspace.edit(message, attachments=(*message.attachments, preview))


def share(workspace: Workspace, user: str, channel: str, file: File, *, text: str = "", thread_ts: str = "") -> Message:
    """Share a file with or without words."""
    member(workspace, user, channel)
    keep(workspace, file)
    return say(workspace, user, channel, text, thread_ts=thread_ts, files=[file.id])


def dropped(workspace: Workspace, user: str, name: str, content: bytes, *, snippet: bool = False) -> File:
    """A file that someone drops on the page, or a snippet they make of a long text."""
    return described(workspace.new_id("F"), user, name, content, "text" if snippet else "")


def attach(workspace: Workspace, user: str, app_id: str, name: str, content: bytes) -> File:
    """Put a file into a modal of an app, which may then read it; it stands in no message."""
    shared = workspace.open_im(user, workspace.app(app_id).user).id
    return keep(workspace, replace(dropped(workspace, user, name, content), shared_in=(shared,)))


def open_home(workspace: Workspace, user: str, app_id: str, tab: str) -> Channel:
    """Look at an app: its ``home`` or its ``messages``."""
    app = workspace.app(app_id)
    channel = workspace.open_im(user, app.user)
    view = workspace.home(app_id, user)
    workspace.tell(HomeOpened(user, app_id, channel.id, tab, view, workspace.next_ts()))
    return channel


def _composed(workspace: Workspace, text: str) -> Composed:
    if len(text) > LONGEST:
        raise RefusedError("msg_too_long")
    return compose(text, Names.of(workspace))
