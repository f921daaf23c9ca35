"""One function for each thing a person does: the fields of a request in, the fields of its answer out."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from bot.local import channels, speaking
from bot.local.interacting import Interacting, Place
from bot.local.model import RefusedError
from bot.local.objects import channel_object, file_object, message_object, view_object

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.local.model import Channel, Json, Message

    Act = Callable[[Interacting, "Asked"], Awaitable[Json]]


class Asked:
    """The fields of a request."""

    def __init__(self, fields: Json) -> None:
        self.fields = fields

    def text(self, name: str) -> str:
        """A field as text; empty when it is missing."""
        return str(self.fields.get(name) or "")

    def place(self) -> Place:
        """Where someone clicks."""
        return Place(self.text("view_id"), self.text("channel"), self.text("ts"))

    @property
    def filled(self) -> Json:
        """What inputs hold, by block and action."""
        return self.fields.get("filled") or {}

    @property
    def user(self) -> str:
        """Who does it."""
        return self.text("user")


async def message(doing: Interacting, asked: Asked) -> Json:
    """Say something."""
    said = speaking.say(
        doing.rooms.workspace, asked.user, asked.text("channel"), asked.text("text"), thread_ts=asked.text("thread_ts")
    )
    return _message(doing, said)


async def command(doing: Interacting, asked: Asked) -> Json:
    """Type a slash command."""
    await doing.command(asked.user, asked.text("channel"), asked.text("text"), asked.text("thread_ts"))
    return {}


async def alert(doing: Interacting, asked: Asked) -> Json:
    """Let another bot say something."""
    return _message(doing, speaking.alert(doing.rooms.workspace, asked.user, asked.text("channel"), asked.fields))


async def edit(doing: Interacting, asked: Asked) -> Json:
    """Change a message."""
    text = asked.text("text")
    return _message(
        doing, speaking.edit(doing.rooms.workspace, asked.user, asked.text("channel"), asked.text("ts"), text)
    )


async def delete(doing: Interacting, asked: Asked) -> Json:
    """Delete a message."""
    speaking.delete(doing.rooms.workspace, asked.user, asked.text("channel"), asked.text("ts"))
    return {}


async def react(doing: Interacting, asked: Asked) -> Json:
    """Put an emoji under a message or take it away."""
    add = not asked.fields.get("remove")
    where = asked.text("channel"), asked.text("ts"), asked.text("name")
    return _message(doing, speaking.react(doing.rooms.workspace, asked.user, *where, add=add))


async def unfurl(doing: Interacting, asked: Asked) -> Json:
    """Let Slack add a preview to a message."""
    where = asked.text("channel"), asked.text("ts"), asked.text("title")
    return _message(doing, speaking.unfurl(doing.rooms.workspace, *where))


async def upload(doing: Interacting, asked: Asked) -> Json:
    """Share a file."""
    workspace = doing.rooms.workspace
    content = _content(asked)
    name = asked.text("name") or "untitled"
    file = speaking.dropped(workspace, asked.user, name, content, snippet=bool(asked.fields.get("snippet")))
    text, thread_ts = asked.text("text"), asked.text("thread_ts")
    return _message(
        doing, speaking.share(workspace, asked.user, asked.text("channel"), file, text=text, thread_ts=thread_ts)
    )


async def attach(doing: Interacting, asked: Asked) -> Json:
    """Put a file into a modal."""
    workspace = doing.rooms.workspace
    app = asked.text("app") or next(iter(workspace.apps), "")
    file = speaking.attach(workspace, asked.user, app, asked.text("name") or "untitled", _content(asked))
    return {"file": file_object(workspace, file)}


async def shortcut(doing: Interacting, asked: Asked) -> Json:
    """Use a shortcut."""
    await doing.shortcut(asked.user, asked.text("callback_id"), asked.text("channel"), asked.text("ts"))
    return {}


async def act(doing: Interacting, asked: Asked) -> Json:
    """Click or choose something."""
    block_id, action_id = asked.text("block_id"), asked.text("action_id")
    await doing.act(asked.user, asked.place(), block_id, action_id, asked.fields.get("chosen"), asked.filled)
    return {}


async def options(doing: Interacting, asked: Asked) -> Json:
    """Ask an app for the options of a menu."""
    block_id, action_id = asked.text("block_id"), asked.text("action_id")
    return await doing.options(asked.user, asked.place(), block_id, action_id, asked.text("typed"))


async def submit(doing: Interacting, asked: Asked) -> Json:
    """Submit a modal."""
    return {"errors": await doing.submit(asked.user, asked.text("view_id"), asked.filled)}


async def close(doing: Interacting, asked: Asked) -> Json:
    """Close a modal."""
    await doing.close(asked.user, asked.text("view_id"), whole_stack=bool(asked.fields.get("whole_stack")))
    return {}


async def home(doing: Interacting, asked: Asked) -> Json:
    """Look at an app."""
    workspace = doing.rooms.workspace
    app = asked.text("app") or next(iter(workspace.apps), "")
    channel = speaking.open_home(workspace, asked.user, app, asked.text("tab") or "home")
    view = workspace.home(app, asked.user)
    return {**_channel(channel, asked), "view": view_object(workspace, view) if view else None}


async def open_im(doing: Interacting, asked: Asked) -> Json:
    """Open the direct messages with someone."""
    return _channel(doing.rooms.workspace.open_im(asked.user, asked.text("with")), asked)


async def channel(doing: Interacting, asked: Asked) -> Json:
    """Make a channel."""
    members = asked.fields.get("members") or []
    if not isinstance(members, list):
        raise RefusedError("invalid_arguments")
    made = channels.make(
        doing.rooms.workspace,
        asked.user,
        asked.text("name"),
        [str(one) for one in members],
        kind=asked.text("kind") or "channel",
        creator=asked.text("creator"),
        ext_shared=bool(asked.fields.get("ext_shared")),
    )
    return _channel(made, asked)


async def rename_channel(doing: Interacting, asked: Asked) -> Json:
    """Give a channel another name."""
    where = asked.text("channel"), asked.text("name")
    return _channel(channels.rename(doing.rooms.workspace, asked.user, *where), asked)


async def join(doing: Interacting, asked: Asked) -> Json:
    """Join a channel."""
    return _channel(channels.join(doing.rooms.workspace, asked.user, asked.text("channel")), asked)


async def invite(doing: Interacting, asked: Asked) -> Json:
    """Bring someone into a channel."""
    who = asked.text("channel"), asked.text("invited")
    return _channel(channels.invite(doing.rooms.workspace, asked.user, *who), asked)


ACTS: dict[str, Act] = {
    one.__name__: one
    for one in (
        message,
        command,
        alert,
        edit,
        delete,
        react,
        unfurl,
        upload,
        attach,
        shortcut,
        act,
        options,
        submit,
        close,
        home,
        open_im,
        channel,
        rename_channel,
        join,
        invite,
    )
}


def _message(doing: Interacting, shown: Message) -> Json:
    return {"message": message_object(doing.rooms.workspace, shown)}


def _channel(channel: Channel, asked: Asked) -> Json:
    return {"channel": channel_object(channel, asked.user)}


def _content(asked: Asked) -> bytes:
    return _decoded(asked.text("base64")) if "base64" in asked.fields else asked.text("content").encode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise RefusedError("invalid_arguments") from None
