"""The bot is brought into a channel: where its name makes it speak unasked, it says so, and how to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.card import note
from bot.cards.mrkdwn import code
from bot.db.model import Place
from bot.receive.envelope import key_of, team_of

if TYPE_CHECKING:
    from slack_bolt import App, BoltContext
    from slack_sdk import WebClient

    from bot.card import Card
    from bot.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Greet where that is due; elsewhere say nothing."""

    @app.event("member_joined_channel")
    def joined(body: dict[str, Any], event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        if event.get("user") != context.bot_user_id:
            return
        team, id_ = team_of(body), str(event["channel"])
        channel = desk.policy.look_again(client, team, id_)
        shared = bool(body.get("is_ext_shared_channel"))
        if not channel.mode and desk.policy.is_open(client, team, id_, shared=shared):
            told = greeting(desk.policy.rules.pattern(channel.name))
            desk.voice.say(client, f"{key_of(body)}>joined", Place(team, id_, str(event.get("event_ts") or "")), told)


def greeting(pattern: str) -> Card:
    """What is said in a channel that is answered unasked because its name fits a pattern."""
    return note(
        f"This channel's name fits {code(pattern)}, so I answer errors that are certain here without being asked, in their"
        " threads. `/streamerr here asked` stops that, and `/streamerr here` says who can."
    )
