"""From what changed to what an app is sent: the Events API, for apps that asked, may know, and are there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.local.changes import (
    ChannelCreated,
    ChannelRenamed,
    Deleted,
    Edited,
    FileShared,
    HomeOpened,
    Joined,
    Posted,
    Reacted,
)
from bot.local.model import TEAM
from bot.local.objects import file_object, message_object, view_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.local.changes import Change
    from bot.local.delivery import Delivery
    from bot.local.model import App, Channel, Json, Message
    from bot.local.workspace import Workspace

MESSAGES = {
    "channel": ("message.channels", "channels:history"),
    "group": ("message.groups", "groups:history"),
    "im": ("message.im", "im:history"),
}
"""For each kind of conversation: the event an app subscribes to, and the scope it needs."""
SCOPES = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "channel_created": "channels:read",
    "channel_rename": "channels:read",
    "file_shared": "files:read",
    "group_rename": "groups:read",
    "member_joined_channel": "channels:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
"""The other events, with the scope each needs, ``groups:`` for ``channels:`` in a private channel; empty for none."""


class Events:
    """Watches the workspace and sends each app its events."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery

    def __call__(self, change: Change) -> None:
        """Send what a change is to each app that hears of it."""
        for app in self._workspace.apps.values():
            if app.id in self._delivery.routes:
                for event, channel in heard(self._workspace, app, change):
                    self._delivery.event(app.id, envelope(self._workspace, app, event, channel))


def heard(workspace: Workspace, app: App, change: Change) -> Iterator[tuple[Json, Channel | None]]:
    """The events that a change is to an app, each with its channel."""
    if isinstance(change, HomeOpened):
        if change.app_id == app.id and _subscribed(app, "app_home_opened"):
            yield _home_opened(workspace, change), None
        return
    channel = _channel(workspace, change)
    if channel is None or (app.user not in channel.members and not _public(change, channel)):
        return
    if _subscribed(app, *MESSAGES[channel.kind]) and (event := _message_event(workspace, change, channel)):
        yield event, channel
    for event in _other_events(workspace, app, change, channel):
        scope = SCOPES[event["type"]]
        if _subscribed(app, event["type"], scope.replace("channels:", "groups:") if channel.kind == "group" else scope):
            yield event, channel


def envelope(workspace: Workspace, app: App, event: Json, channel: Channel | None) -> Json:
    """What wraps an event: for which app and workspace it is, and whether strangers are in the channel."""
    return {
        "token": app.verification_token,
        "team_id": TEAM,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": app.user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": channel is not None and channel.is_ext_shared,
        "event_context": f"4-{workspace.new_id('EC')}",
    }


def _subscribed(app: App, event: str, scope: str = "") -> bool:
    return event in app.events and (not scope or scope in app.scopes)


def _public(change: Change, channel: Channel) -> bool:
    """Whether a change is everybody's to know, members or not."""
    return channel.kind == "channel" and isinstance(change, (ChannelCreated, ChannelRenamed))


def _channel(workspace: Workspace, change: Change) -> Channel | None:
    if isinstance(change, Posted):
        return None if change.message.visible_to else workspace.channels[change.message.channel]
    if isinstance(change, (Edited, Deleted, Reacted)):
        message = change.after if isinstance(change, Edited) else change.message
        return None if message.visible_to else workspace.channels[message.channel]
    if isinstance(change, (Joined, ChannelCreated, ChannelRenamed)):
        return change.channel
    if isinstance(change, FileShared):
        return workspace.channels[change.channel]
    return None


def _message_event(workspace: Workspace, change: Change, channel: Channel) -> Json | None:
    if isinstance(change, Posted):
        return _in(channel, message_event(workspace, change.message, channel), change.message.ts)
    if isinstance(change, Edited):
        after = message_event(workspace, change.after, channel)
        before = message_event(workspace, change.before, channel)
        event = {"subtype": "message_changed", "message": after, "previous_message": before, "hidden": True}
        return _in(channel, {"type": "message", "ts": change.event_ts, **event}, change.event_ts)
    if isinstance(change, Deleted):
        gone = message_event(workspace, change.message, channel)
        event = {
            "subtype": "message_deleted",
            "deleted_ts": change.message.ts,
            "previous_message": gone,
            "hidden": True,
        }
        return _in(channel, {"type": "message", "ts": change.event_ts, **event}, change.event_ts)
    return None


def message_event(workspace: Workspace, message: Message, channel: Channel) -> Json:
    """A message as events carry it: with its subtype for files, and files unseen across Slack Connect."""
    event = message_object(workspace, message)
    if message.files:
        event = {**event, "subtype": "file_share", "upload": False, "display_as_bot": False}
        if channel.is_ext_shared:
            event["files"] = [_hidden(workspace, id_) for id_ in message.files]
    if channel.is_ext_shared:
        event = {**event, "user_team": event["team"], "source_team": event["team"]}
    return event


def _hidden(workspace: Workspace, file_id: str) -> Json:
    """A file in a shared channel: the app has to ask ``files.info`` what it is."""
    shown = file_object(workspace, workspace.files[file_id])
    kept = {key: shown[key] for key in ("id", "created", "timestamp", "user")}
    return {**kept, "mode": "file_access", "file_access": "check_file_info"}


def _in(channel: Channel, event: Json, event_ts: str) -> Json:
    return {**event, "channel": channel.id, "channel_type": channel.kind, "event_ts": event_ts}


def _other_events(workspace: Workspace, app: App, change: Change, channel: Channel) -> Iterator[Json]:
    if isinstance(change, Posted) and channel.kind != "im":
        message = change.message
        if f"<@{app.user}>" in message.text and message.user != app.user:
            mention = {**message_event(workspace, message, channel), "type": "app_mention"}
            mention.pop("subtype", None)
            yield {**mention, "channel": channel.id, "event_ts": message.ts}
    elif isinstance(change, Reacted):
        item = {"type": "message", "channel": channel.id, "ts": change.message.ts}
        yield {
            "type": "reaction_added" if change.added else "reaction_removed",
            "user": change.user,
            "reaction": change.name,
            "item": item,
            "item_user": change.message.user,
            "event_ts": change.event_ts,
        }
    elif isinstance(change, Joined):
        joined = {"type": "member_joined_channel", "user": change.user, "channel": channel.id, "team": TEAM}
        inviter = {"inviter": change.inviter} if change.inviter else {}
        kind = "G" if channel.kind == "group" else channel.id[0]
        yield {**joined, "channel_type": kind, **inviter, "event_ts": change.event_ts}
    elif isinstance(change, ChannelCreated) and channel.kind == "channel":
        created = {**_named(channel), "creator": channel.creator, "is_shared": channel.is_ext_shared}
        yield {"type": "channel_created", "channel": created, "event_ts": change.event_ts}
    elif isinstance(change, ChannelRenamed):
        yield {"type": f"{channel.kind}_rename", "channel": _named(channel), "event_ts": change.event_ts}
    elif isinstance(change, FileShared):
        yield {
            "type": "file_shared",
            "channel_id": channel.id,
            "file_id": change.file.id,
            "user_id": change.user,
            "file": {"id": change.file.id},
            "event_ts": change.event_ts,
        }


def _named(channel: Channel) -> Json:
    """A channel as the events about channels themselves carry it."""
    shown: Json = {"id": channel.id, "name": channel.name, "name_normalized": channel.name, "created": channel.created}
    return {**shown, "is_channel": channel.kind == "channel", "is_mpim": False}


def _home_opened(workspace: Workspace, change: HomeOpened) -> Json:
    event = {"type": "app_home_opened", "user": change.user, "channel": change.channel, "tab": change.tab}
    view = {"view": view_object(workspace, change.view)} if change.view and change.tab == "home" else {}
    return {**event, **view, "event_ts": change.event_ts}
