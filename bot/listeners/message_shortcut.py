"""``Explain this error`` in the menu of any message: the answer comes in a modal.

That works in threads, on other people's messages and on alerts, and in channels where the bot is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.asking import reply_card
from bot.card import note
from bot.cards import paste
from bot.db.model import key_of
from bot.desk import Asker
from bot.receive.envelope import team_of

if TYPE_CHECKING:
    from slack_bolt import Ack, App, BoltContext
    from slack_sdk import WebClient

    from bot.card import Card
    from bot.desk import Desk, Question

CALLBACK = "explain_message"
EMPTY = note("There is nothing to read in this message. Choose one that has an error in it, as text or as a file.")
WAIT = note("Reading the file ...")


def register(app: App, desk: Desk) -> None:
    """Answer the message shortcut."""

    @app.message_shortcut(CALLBACK)
    def message_shortcut(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        ack()
        message = body.get("message") or {}
        channel, ts = str(body["channel"]["id"]), str(message.get("ts") or body.get("message_ts") or "")
        place = f"{channel} {message.get('thread_ts') or ts}"
        opened = (
            client.views_open(trigger_id=body["trigger_id"], view=_view(WAIT, place)) if message.get("files") else None
        )
        read = desk.read(message, client, context.bot_user_id or "")
        key = key_of(channel, ts, str(body["trigger_id"]))
        card = _card(read, Asker(key, team_of(body), "", str(body["user"]["id"]), client))
        if opened:
            client.views_update(view_id=str(opened["view"]["id"]), view=_view(card, place))
        else:
            client.views_open(trigger_id=body["trigger_id"], view=_view(card, place))

    def _card(read: Question, asker: Asker) -> Card:
        if not read.text.strip() and not read.notes:
            return EMPTY
        return reply_card(desk, read, asker, share="thread")


def _view(card: Card, place: str) -> dict[str, Any]:
    return {**paste.answer(card), "private_metadata": place}
