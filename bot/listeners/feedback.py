"""The buttons Helped, Wrong and Note this gap: kept with the evidence of the question, not with its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from bot.card import note
from bot.cards.ref import Ref
from bot.db.model import Note
from bot.in_place import Click, tell
from bot.listeners.choose import GONE

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.db.model import Verdict
    from bot.desk import Desk

THANKS = {
    "helped": note("Thanks, noted."),
    "wrong": note(
        "Noted, thank you. The people who keep the knowledge base will see what was read and what I answered."
    ),
    "gap": note("Noted. The people who keep the knowledge base will see what was read; your text is not kept."),
}


def register(app: App, desk: Desk) -> None:
    """Keep what people say about answers."""

    @app.action(re.compile(r"^(feedback:(helped|wrong)|gap)$"))
    def feedback(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        verdict = cast("Verdict", str(body["actions"][0]["action_id"]).rpartition(":")[2])
        ref = Ref.read(click.value)
        asked = desk.memory.recall(ref.key)
        if asked is None:
            tell(desk, client, click, GONE)
            return
        desk.memory.note(Note(asked, click.user, verdict, (ref.system, ref.code, ref.symbol)))
        tell(desk, client, click, THANKS[verdict])
