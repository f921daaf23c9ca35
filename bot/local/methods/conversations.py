"""``conversations.*``, ``users.conversations``: channels, who is in them, and what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.call import Call, Method
from bot.local.model import RefusedError
from bot.local.objects import channel_object, message_object
from bot.local.paging import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.local.model import Channel, Json, Message

_READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}
_HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im"}


def info(call: Call) -> Json:
    """What a channel is."""
    channel = _named(call, _READ)
    return {"channel": channel_object(channel, call.app.user)}


def list_channels(call: Call) -> Json:
    """The channels that the app may know of; private ones and direct messages only where it is a member."""
    kinds = _kinds(call)
    seen = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds and (channel.kind == "channel" or call.app.user in channel.members)
    ]
    shown, metadata = page(call, [channel_object(channel, call.app.user) for channel in seen], 100)
    return {"channels": shown, **metadata}


def list_joined(call: Call) -> Json:
    """The channels that a user is a member of, the app's bot unless another is named; private ones if the app is too."""
    kinds = _kinds(call)
    user = call.workspace.user(call.text("user") or call.app.user).id
    joined = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds
        and user in channel.members
        and (channel.kind == "channel" or call.app.user in channel.members)
    ]
    shown, metadata = page(call, [_limited(call, channel) for channel in joined], 100)
    return {"channels": shown, **metadata}


def members(call: Call) -> Json:
    """The ids of a channel's members."""
    shown, metadata = page(call, sorted(_named(call, _READ).members), 100)
    return {"members": shown, **metadata}


def open_im(call: Call) -> Json:
    """Open the direct messages with a user."""
    users = call.required("users").split(",")
    if len(users) > 1:
        raise RefusedError("not_enough_users" if not users[0] else "method_not_supported_for_channel_type")
    before = len(call.workspace.channels)
    channel = call.workspace.open_im(call.app.user, users[0])
    shown: Json = channel_object(channel, call.app.user) if call.flag("return_im") else {"id": channel.id}
    known = {"no_op": True, "already_open": True} if len(call.workspace.channels) == before else {}
    return {"channel": shown, **known}


def join(call: Call) -> Json:
    """Join a public channel."""
    channel = call.channel()
    if channel.kind != "channel":
        raise RefusedError("method_not_supported_for_channel_type")
    already = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    warned = already if call.app.user in channel.members else {}
    channel = call.workspace.join(channel.id, call.app.user)
    return {"channel": channel_object(channel, call.app.user), **warned}


def history(call: Call) -> Json:
    """The messages of a channel, newest first, without replies."""
    channel = _readable(call)
    found = list(filter(_within(call), call.workspace.history(channel.id)))
    messages, metadata = page(call, found, 100)
    return {"messages": _shown(call, messages), "pin_count": 0, **metadata}


def replies(call: Call) -> Json:
    """A thread: its first message and the replies, oldest first."""
    channel = _readable(call)
    ts = call.required("ts")
    try:
        first = call.workspace.message(channel.id, ts)
    except RefusedError:
        raise RefusedError("thread_not_found") from None
    if first.is_reply:
        return {"messages": _shown(call, [first]), "has_more": False}
    found = filter(_within(call), call.workspace.replies(channel.id, ts))
    messages, metadata = page(call, [first, *found], 1000)
    return {"messages": _shown(call, messages), **metadata}


def _kinds(call: Call) -> set[str]:
    """The kinds of conversation in ``types``, each of which needs its scope."""
    kinds = {_TYPES.get(name.strip(), "") for name in (call.text("types") or "public_channel").split(",")}
    if "" in kinds:
        raise RefusedError("invalid_types")
    for kind in sorted(kinds):
        call.needs(_READ[kind])
    return kinds


def _limited(call: Call, channel: Channel) -> Json:
    """A channel as lists of what one is a member of have it: Slack leaves out what goes without saying, and the count."""
    shown = channel_object(channel, call.app.user)
    return {name: value for name, value in shown.items() if name not in ("is_member", "num_members")}


def _named(call: Call, scopes: dict[str, str]) -> Channel:
    channel = call.channel()
    call.needs(scopes[channel.kind])
    return channel


def _readable(call: Call) -> Channel:
    channel = _named(call, _HISTORY)
    if call.app.user not in channel.members:
        raise RefusedError("not_in_channel")
    return channel


def _within(call: Call) -> Callable[[Message], bool]:
    """Tells whether a message is between ``oldest`` and ``latest``; these themselves only with ``inclusive``."""
    edge = 0 if call.flag("inclusive") else 1
    first, last = _moment(call, "oldest", 0) + edge, _moment(call, "latest", 10**17) - edge
    return lambda message: first <= int(message.ts.replace(".", "")) <= last


def _moment(call: Call, name: str, default: int) -> int:
    """A timestamp argument in microseconds."""
    seconds, _, micros = call.text(name).partition(".")
    if not seconds:
        return default
    if not (seconds + micros).isdecimal():
        raise RefusedError(f"invalid_ts_{name}")
    return int(seconds) * 10**6 + int(micros.ljust(6, "0")[:6])


def _shown(call: Call, messages: list[Message]) -> list[Json]:
    metadata = call.flag("include_all_metadata")
    return [message_object(call.workspace, message, metadata=metadata) for message in messages]


METHODS = {
    "conversations.info": Method(info),
    "conversations.list": Method(list_channels),
    "conversations.members": Method(members),
    "conversations.open": Method(open_im, ("im:write",)),
    "conversations.join": Method(join, ("channels:join",)),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "users.conversations": Method(list_joined),
}
