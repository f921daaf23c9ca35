"""A question that is edited gets its answer changed; one that is deleted takes its answer along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.conversation import may_ask, reply, retract, revise, team_of
from bot.listeners.mention import mentioned
from bot.memory import Place
from bot.plain import typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt import App, BoltContext
    from slack_sdk import WebClient

    from bot.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Follow edits and deletions."""

    @app.event({"type": "message", "subtype": "message_changed"})
    def changed(body: dict[str, Any], event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        message = event.get("message") or {}
        if message.get("subtype") == "tombstone":  # a deleted message that has replies
            retract(desk, client, Place(team_of(body), str(event["channel"]), str(message["ts"])))
            return
        me = context.bot_user_id or ""
        if message.get("user") == me or not may_ask(desk, message) or same(message, event.get("previous_message")):
            return
        now = {**message, "channel": event["channel"], "channel_type": event.get("channel_type")}
        if not revise(desk, client, team_of(body), now, me) and mentioned(message, me):
            reply(desk, client, team_of(body), now, me)

    @app.event({"type": "message", "subtype": "message_deleted"})
    def deleted(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        retract(desk, client, Place(team_of(body), str(event["channel"]), str(event["deleted_ts"])))


def same(message: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    """Whether an edit left the person's own words alone; Slack edits messages too, to unfurl links and count replies."""
    return before is not None and typed(message) == typed(before)
