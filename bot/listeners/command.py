"""``/streamerr anything``: the answer is private, with a button to share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.asking import reply_card
from bot.db.model import key_of
from bot.desk import Asker, Question
from bot.slack_markup import unmarked

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.desk import Desk

COMMAND = "/streamerr"


def register(app: App, desk: Desk) -> None:
    """Answer the slash command."""

    @app.command(COMMAND)
    def command(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        team, user, channel = (str(body.get(name) or "") for name in ("team_id", "user_id", "channel_id"))
        key = key_of(team, channel, user, str(body.get("trigger_id") or ""))
        asker = Asker(key, team, channel, user, client, private=True)
        card = reply_card(desk, Question(unmarked(body.get("text") or "")), asker, share="channel")
        desk.voice.respond(body["response_url"], card)
