"""``Explain an error`` from anywhere: a modal to paste into or attach a file to, which turns into the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.asking import reply_card
from bot.cards import paste
from bot.db.model import key_of
from bot.desk import Asker
from bot.receive.envelope import team_of

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.desk import Desk

CALLBACK = "explain_paste"
NOTHING = "Type or paste something, or attach a file."


def register(app: App, desk: Desk) -> None:
    """Open the modal, and answer what is submitted."""

    @app.action("paste")
    @app.global_shortcut(CALLBACK)
    def shortcut(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        try:
            client.views_open(trigger_id=body["trigger_id"], view=paste.asking())
        except SlackApiError as error:
            if error.response.get("error") not in ("missing_scope", "invalid_arguments", "not_allowed_token_type"):
                raise
            client.views_open(trigger_id=body["trigger_id"], view=paste.asking(files=False))

    @app.view(paste.CALLBACK)
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        text, files = paste.submitted(view)
        if not text.strip() and not files:
            ack(response_action="errors", errors={paste.QUESTION: NOTHING})
            return
        team, user = team_of(body), str(body["user"]["id"])
        read = desk.read({"text": "", "files": files}, client)
        question = type(read)("\n".join(filter(None, (text, read.text))), read.notes)
        card = reply_card(desk, question, Asker(key_of(team, user, str(view["id"])), team, "", user, client))
        ack(response_action="update", view=paste.answer(card))
