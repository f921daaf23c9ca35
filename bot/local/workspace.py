"""The workspace in memory: users, channels, messages, files, views and apps; every change is told to the watchers."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.local.changes import (
    ChannelChanged,
    ChannelRenamed,
    Deleted,
    Edited,
    FileShared,
    Joined,
    Posted,
    Reacted,
)
from bot.local.model import (
    SLACKBOT,
    App,
    Channel,
    ChannelKind,
    File,
    Message,
    Pace,
    Reaction,
    RefusedError,
    User,
    View,
)
from bot.local.objects import with_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.local.changes import Change

TOMBSTONE = "This message was deleted."
EPHEMERALS = 200
"""How many ephemeral messages are kept; a reload of Slack loses them as well."""


class Workspace:
    """All there is. Methods raise ``RefusedError`` with Slack's error code for what is not there or not allowed."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self.url = ""
        """Where the server answers, without a slash at the end; set when it is known."""
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.apps: dict[str, App] = {}
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.watchers: list[Callable[[Change], None]] = []
        self._messages: dict[str, dict[str, Message]] = {}
        self._threads: dict[tuple[str, str], list[str]] = {}
        self._ephemerals: dict[tuple[str, str], Message] = {}
        self._last_ts = 0
        self._ids = count(1)

    def tell(self, change: Change) -> None:
        """Tell every watcher of a change, in the order in which they came."""
        for watcher in tuple(self.watchers):
            watcher(change)

    def next_ts(self) -> str:
        """A timestamp that no other has: now in microseconds, or one more than the last."""
        self._last_ts = max(self._last_ts + 1, time.time_ns() // 1000)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_id(self, prefix: str) -> str:
        """An id in Slack's form: ``prefix`` and capitals and digits."""
        return f"{prefix}0L{next(self._ids):07X}"

    # Who and where

    def user(self, id_: str) -> User:
        """The user of that id, or ``user_not_found``."""
        if id_ not in self.users:
            raise RefusedError("user_not_found")
        return self.users[id_]

    def channel(self, id_: str) -> Channel:
        """The channel of that id, or of that name with or without ``#``, or ``channel_not_found``."""
        if id_ in self.channels:
            return self.channels[id_]
        for channel in self.channels.values():
            if channel.kind != "im" and channel.name == id_.removeprefix("#"):
                return channel
        raise RefusedError("channel_not_found")

    def app(self, id_: str) -> App:
        """The app of that id, or ``app_not_found``."""
        if id_ not in self.apps:
            raise RefusedError("app_not_found")
        return self.apps[id_]

    def add_user(self, name: str, real_name: str, **more: Any) -> User:
        """Let someone in."""
        user = User(self.new_id("U"), name, real_name, **more)
        self.users[user.id] = user
        return user

    def add_channel(
        self, name: str, members: frozenset[str], kind: ChannelKind = "channel", *, creator: str = "", **more: Any
    ) -> Channel:
        """Make a channel with its first members."""
        prefix = "D" if kind == "im" else "C"
        channel = Channel(self.new_id(prefix), name, kind, members, creator, int(time.time()), **more)
        self._keep(channel)
        return channel

    def open_im(self, one: str, other: str) -> Channel:
        """The direct messages between two users, made when there are none yet."""
        pair = frozenset({self.user(one).id, self.user(other).id})
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == pair:
                return channel
        return self.add_channel("", pair, "im", creator=one)

    def join(self, channel_id: str, user: str, inviter: str = "") -> Channel:
        """Make a user a member; nothing happens when they are."""
        channel = self.channel(channel_id)
        if self.user(user).id in channel.members:
            return channel
        channel = replace(channel, members=channel.members | {user})
        self._keep(channel)
        self.tell(Joined(channel, user, inviter, self.next_ts()))
        return channel

    def rename(self, channel_id: str, name: str) -> Channel:
        """Give a channel another name."""
        channel = replace(self.channel(channel_id), name=name)
        self._keep(channel)
        self.tell(ChannelRenamed(channel, self.next_ts()))
        return channel

    def leave(self, channel_id: str, user: str) -> Channel:
        """Take a user out of a channel."""
        channel = self.channel(channel_id)
        channel = replace(channel, members=channel.members - {user})
        self._keep(channel)
        return channel

    def install(self, app: App) -> None:
        """Let an app in, with its bot user; again, to change what it may do."""
        self.apps[app.id] = app
        self.users.setdefault(app.user, User(app.user, app.name, app.name, bot_id=app.bot_id, app_id=app.id))

    def _keep(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        self._messages.setdefault(channel.id, {})
        self.tell(ChannelChanged(channel))

    # Messages

    def post(self, draft: Message) -> Message:
        """Post a message; ``ts`` is given here, and a reply to a reply goes to the thread's first message."""
        root = self._root(draft.channel, draft.thread_ts)
        message = replace(draft, ts=self.next_ts(), thread_ts=root, blocks=with_ids(draft.blocks))
        self._messages[message.channel][message.ts] = message
        if root:
            self._threads.setdefault((message.channel, root), []).append(message.ts)
        self.tell(Posted(message))
        for file_id in message.files:
            self._share(file_id, message)
        return message

    def whisper(self, draft: Message) -> Message:
        """Post an ephemeral message, which ``visible_to`` alone sees and which is not in the history."""
        message = replace(draft, ts=self.next_ts(), blocks=with_ids(draft.blocks))
        self._ephemerals[message.channel, message.ts] = message
        if len(self._ephemerals) > EPHEMERALS:
            del self._ephemerals[next(iter(self._ephemerals))]
        self.tell(Posted(message))
        return message

    def message(self, channel: str, ts: str) -> Message:
        """The message at that place, ephemeral ones too, or ``message_not_found``."""
        message = self._messages.get(channel, {}).get(ts) or self._ephemerals.get((channel, ts))
        if message is None:
            raise RefusedError("message_not_found")
        return message

    def edit(self, message: Message, by: str = "", **changes: Any) -> Message:
        """Change fields of a message; ``by`` is who is shown as having edited it, nobody when empty."""
        if "blocks" in changes:
            changes["blocks"] = with_ids(changes["blocks"])
        event_ts = self.next_ts()
        edited = (by, event_ts) if by else message.edited
        after = replace(message, edited=edited, **changes)
        self._put(after)
        self.tell(Edited(message, after, event_ts))
        return after

    def delete(self, message: Message) -> None:
        """Take a message away; the first message of a thread with replies leaves a tombstone."""
        if self.replies(message.channel, message.ts):
            gone: dict[str, Any] = {"blocks": (), "attachments": (), "files": (), "reactions": ()}
            self.edit(message, text=TOMBSTONE, subtype="tombstone", user=SLACKBOT, **gone)
            return
        self._messages[message.channel].pop(message.ts, None)
        self._ephemerals.pop((message.channel, message.ts), None)
        if message.is_reply:
            self._threads[message.channel, message.thread_ts].remove(message.ts)
        self.tell(Deleted(message, self.next_ts()))

    def history(self, channel: str) -> Iterator[Message]:
        """The messages of a channel that are not replies, newest first."""
        return (message for message in reversed(self._messages[channel].values()) if not message.is_reply)

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        """The replies of a thread, oldest first, without its first message."""
        return [self._messages[channel][ts] for ts in self._threads.get((channel, thread_ts), ())]

    def ephemerals(self, channel: str, user: str) -> list[Message]:
        """What only this user sees in a channel, oldest first."""
        return [
            message
            for (where, _), message in self._ephemerals.items()
            if where == channel and message.visible_to == user
        ]

    def react(self, message: Message, user: str, name: str, *, add: bool) -> Message:
        """Put an emoji under a message or take it away, or ``already_reacted``, ``no_reaction``."""
        users = {reaction.name: reaction.users for reaction in message.reactions}
        if add and user in users.get(name, ()):
            raise RefusedError("already_reacted")
        if not add and user not in users.get(name, ()):
            raise RefusedError("no_reaction")
        users[name] = (*users.get(name, ()), user) if add else tuple(one for one in users[name] if one != user)
        after = replace(message, reactions=tuple(Reaction(key, who) for key, who in users.items() if who))
        self._put(after)
        self.tell(Reacted(after, user, name, add, self.next_ts()))
        return after

    def _root(self, channel: str, thread_ts: str) -> str:
        if not thread_ts:
            return ""
        first = self._messages[self.channel(channel).id].get(thread_ts)
        if first is None:
            raise RefusedError("thread_not_found")
        root = first.thread_ts or first.ts
        if not first.thread_ts:
            self._put(replace(first, thread_ts=root))
        return root

    def _put(self, message: Message) -> None:
        if message.visible_to:
            self._ephemerals[message.channel, message.ts] = message
        else:
            self._messages[message.channel][message.ts] = message

    # Files and views

    def file(self, id_: str) -> File:
        """The file of that id, or ``file_not_found``."""
        if id_ not in self.files:
            raise RefusedError("file_not_found")
        return self.files[id_]

    def _share(self, file_id: str, message: Message) -> None:
        file = self.file(file_id)
        if message.channel not in file.shared_in:
            self.files[file_id] = file = replace(file, shared_in=(*file.shared_in, message.channel))
        self.tell(FileShared(file, message.channel, message.user, self.next_ts()))

    def view(self, id_: str) -> View:
        """The view of that id, or ``not_found``."""
        if id_ not in self.views:
            raise RefusedError("not_found")
        return self.views[id_]

    def home(self, app: str, user: str) -> View | None:
        """The App Home that an app published for a user."""
        return next((v for v in self.views.values() if (v.app_id, v.user, v.body["type"]) == (app, user, "home")), None)

    def modals(self, user: str) -> list[View]:
        """The modals that a user has open, the lowest first."""
        return [view for view in self.views.values() if view.user == user and view.body["type"] == "modal"]
