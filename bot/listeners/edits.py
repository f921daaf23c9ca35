"""A question that is edited gets its answer changed; one that is deleted takes its answer along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.conversation import reply, retract, revise
from bot.db.model import Place
from bot.in_hand import let_pass
from bot.listeners.mention import mentioned
from bot.overheard import overhear, withdraw
from bot.plain import plain, typed
from bot.receive.envelope import team_of

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
            gone(client, Place(team_of(body), str(event["channel"]), str(message["ts"])))
            return
        me = context.bot_user_id or ""
        if message.get("user") == me or same(message, event.get("previous_message")):
            return
        now = {**message, "channel": event["channel"], "channel_type": event.get("channel_type")}
        let_pass(desk.inbox)
        asks = mentioned(message, me)
        if revise(desk, client, team_of(body), now, me, asks=asks):
            return
        if asks:
            reply(desk, client, team_of(body), now, me)
        else:
            overhear(desk, client, team_of(body), now, shared=bool(body.get("is_ext_shared_channel")))

    @app.event({"type": "message", "subtype": "message_deleted"})
    def deleted(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        gone(client, Place(team_of(body), str(event["channel"]), str(event["deleted_ts"])))

    def gone(client: WebClient, message: Place) -> None:
        let_pass(desk.inbox)
        retract(desk, client, message)
        withdraw(desk, client, message)


def same(message: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    """Whether an edit left the person's own words alone; Slack edits messages too, to unfurl links and count replies."""
    reads = plain if message.get("bot_id") else typed  # a bot's attachments are its words
    return before is not None and reads(message) == reads(before)
