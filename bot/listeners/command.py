"""``/streamerr anything``: the answer is private, with a button to share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.asking import reply_card
from bot.desk import Question
from bot.memory import key_of
from bot.post import respond
from bot.slack_markup import unmarked

if TYPE_CHECKING:
    from slack_bolt import Ack, App

    from bot.desk import Desk

COMMAND = "/streamerr"


def register(app: App, desk: Desk) -> None:
    """Answer the slash command."""

    @app.command(COMMAND)
    def command(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        team, user, channel = (str(body.get(name) or "") for name in ("team_id", "user_id", "channel_id"))
        key = key_of(team, channel, user, str(body.get("trigger_id") or ""))
        card = reply_card(desk, Question(unmarked(body.get("text") or "")), key, team, user, share="channel")
        respond(body["response_url"], card)
