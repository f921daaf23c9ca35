"""``chat.*`` and ``reactions.*``: posting, changing and deleting messages, and emoji under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.call import Call, Method
from bot.local.contents import contents
from bot.local.model import Message, RefusedError
from bot.local.objects import message_object

if TYPE_CHECKING:
    from bot.local.contents import Contents
    from bot.local.model import Channel, Json


def post_message(call: Call) -> Json:
    """Post into a channel, a thread, or to a user by id."""
    channel = _where(call)
    _in_time(call, "chat.postMessage", channel)
    body = contents(call.arguments)
    message = call.workspace.post(_draft(call, channel, body))
    shown = message_object(call.workspace, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown, **_warned(body)}


def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a channel."""
    channel = _where(call)
    _in_time(call, "chat.postEphemeral", channel)
    body = contents(call.arguments)
    user = call.workspace.user(call.required("user"))
    if user.id not in channel.members:
        raise RefusedError("user_not_in_channel")
    draft = _draft(call, channel, body, visible_to=user.id)
    return {"message_ts": call.workspace.whisper(draft).ts, **_warned(body)}


def update(call: Call) -> Json:
    """Change a message that the app posted; what is not given stays."""
    channel = call.channel()
    _in_time(call, "chat.update", channel)
    body = contents(call.arguments, update=True)
    message = _standing(call, channel)
    if message.app_id != call.app.id:
        raise RefusedError("cant_update_message")
    message = call.workspace.edit(message, **body.fields)
    shown = message_object(call.workspace, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown, **_warned(body)}


def delete(call: Call) -> Json:
    """Delete a message that the app posted."""
    message = _standing(call, call.channel())
    if message.app_id != call.app.id:
        raise RefusedError("cant_delete_message")
    call.workspace.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """Where a message can be looked at."""
    message = _standing(call, call.channel(), "message_ts")
    thread = f"?thread_ts={message.thread_ts}&cid={message.channel}" if message.is_reply else ""
    place = f"{message.channel}/p{message.ts.replace('.', '')}"
    return {"channel": message.channel, "permalink": f"{call.workspace.url}/archives/{place}{thread}"}


def add_reaction(call: Call) -> Json:
    """Put an emoji under a message."""
    return _react(call, add=True)


def remove_reaction(call: Call) -> Json:
    """Take an emoji of the app away again."""
    return _react(call, add=False)


def _react(call: Call, *, add: bool) -> Json:
    name = call.text("name").strip(":")
    if not name:
        raise RefusedError("invalid_name")
    message = _standing(call, _member(call, call.channel()), "timestamp")
    call.workspace.react(message, call.app.user, name, add=add)
    return {}


def _where(call: Call) -> Channel:
    """The channel to post to; a user's id means the direct messages with them."""
    name = call.required("channel")
    if name in call.workspace.users:
        return call.workspace.open_im(call.app.user, name)
    channel = call.channel()
    if channel.kind == "channel" and "chat:write.public" in call.app.scopes:
        return channel
    return _member(call, channel)


def _member(call: Call, channel: Channel) -> Channel:
    if call.app.user not in channel.members:
        raise RefusedError("not_in_channel")
    return channel


def _draft(call: Call, channel: Channel, body: Contents, visible_to: str = "") -> Message:
    app = call.app
    return Message(
        channel=channel.id,
        user=app.user,
        bot_id=app.bot_id,
        app_id=app.id,
        thread_ts=call.text("thread_ts"),
        visible_to=visible_to,
        **body.fields,
    )


def _standing(call: Call, channel: Channel, name: str = "ts") -> Message:
    """The message that an argument names; an ephemeral one cannot be reached by methods."""
    message = call.workspace.message(channel.id, call.required(name))
    if message.visible_to:
        raise RefusedError("message_not_found")
    return message


def _in_time(call: Call, method: str, channel: Channel) -> None:
    if call.rooms.faults.too_soon(method, channel.id):
        raise RefusedError("ratelimited", retry_after=1)


def _warned(body: Contents) -> Json:
    if not body.warnings:
        return {}
    return {"warning": ",".join(body.warnings), "response_metadata": {"warnings": list(body.warnings)}}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink),
    "reactions.add": Method(add_reaction, ("reactions:write",)),
    "reactions.remove": Method(remove_reaction, ("reactions:write",)),
}
