"""A direct message: everything in it is a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.conversation import is_direct, reply
from bot.listeners.mention import SPOKEN
from bot.receive.envelope import team_of

if TYPE_CHECKING:
    from slack_bolt import App, BoltContext
    from slack_sdk import WebClient

    from bot.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Answer direct messages."""

    def direct(event: dict[str, Any]) -> bool:
        return event.get("subtype") in SPOKEN and is_direct(event)

    @app.event("message", matchers=[direct])
    def direct_message(body: dict[str, Any], event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        reply(desk, client, team_of(body), event, context.bot_user_id or "")
