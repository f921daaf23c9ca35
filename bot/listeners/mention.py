"""``@streamerr anything`` in a channel or a thread: the answer goes into the thread.

Slack tells of a mention twice, as ``app_mention`` and, where the app hears the channel, as ``message``, in either order;
whichever comes first is answered. A bare mention in a thread asks about the message that the thread began with.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.conversation import is_direct, reply
from bot.plain import plain
from bot.receive.envelope import team_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt import App, BoltContext
    from slack_sdk import WebClient

    from bot.desk import Desk

SPOKEN = {None, "file_share", "thread_broadcast", "me_message", "bot_message"}
"""Subtypes of messages that somebody wrote; others tell of joins, edits and such."""
_MENTION = re.compile(r"<@([A-Z0-9]{2,30})(?:\|[^<>]{0,100})?>")


def register(app: App, desk: Desk) -> None:
    """Answer mentions."""

    def mentions_us(event: dict[str, Any], context: BoltContext) -> bool:
        return event.get("subtype") in SPOKEN and not is_direct(event) and mentioned(event, context.bot_user_id or "")

    @app.event("app_mention")
    @app.event("message", matchers=[mentions_us])
    def mention(body: dict[str, Any], event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        me = context.bot_user_id or ""
        reply(desk, client, team_of(body), _meant(event, client, me), me)


def mentioned(message: Mapping[str, Any], me: str) -> bool:
    """Whether a message mentions a user."""
    return bool(me) and me in _MENTION.findall(message.get("text") or "")


def _meant(event: dict[str, Any], client: WebClient, me: str) -> dict[str, Any]:
    """The event; with what the thread's first message says where the mention says nothing and that can be read."""
    thread = event.get("thread_ts")
    if not thread or thread == event["ts"] or event.get("files") or plain(event, me):
        return event
    try:
        first = client.conversations_replies(channel=event["channel"], ts=thread, limit=1).get("messages") or []
    except SlackApiError:  # not allowed to read here: the person gets the help card
        return event
    asked = {name: first[0].get(name) for name in ("text", "blocks", "attachments", "files")} if first else {}
    return {**event, **asked}
