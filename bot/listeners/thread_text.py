"""Plain ``streamerr anything`` in a thread where the bot was asked before: slash commands don't work in threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.asking import says_name
from bot.conversation import reply
from bot.db.model import Place
from bot.listeners.mention import SPOKEN
from bot.plain import typed
from bot.receive.envelope import message_key, team_of

if TYPE_CHECKING:
    from slack_bolt import App, BoltContext
    from slack_sdk import WebClient

    from bot.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Answer ``streamerr ...`` in threads."""

    def called(event: dict[str, Any], body: dict[str, Any]) -> bool:
        thread = event.get("thread_ts")
        if event.get("subtype") not in SPOKEN or not thread or not says_name(typed(event)):
            return False
        place = Place(team_of(body), str(event.get("channel")), str(thread))
        if desk.memory.takes_part(place):
            return True
        return desk.inbox.is_open(message_key(place.team, place.channel, place.ts))  # asked a moment ago

    @app.event("message", matchers=[called])
    def thread_text(body: dict[str, Any], event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        reply(desk, client, team_of(body), event, context.bot_user_id or "")
