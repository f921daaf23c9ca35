"""The buttons of a choice: the card turns into the answer in place, and back into the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.card import card, note
from bot.cards.ref import Ref
from bot.db.model import Note
from bot.in_place import Click, tell, turn

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.desk import Desk

GONE = note("I no longer know this answer: I was restarted, or it was long ago. Ask again.")


def register(app: App, desk: Desk) -> None:
    """Follow a choice."""

    @app.action(re.compile(r"^choose:\d{1,3}$"))
    def choose(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        ref = Ref.read(click.value)
        answer, asked = desk.chosen(ref), desk.memory.recall(ref.key)
        if answer is None:
            tell(desk, client, click, GONE)
            return
        turn(desk, client, click, card(answer, ref.key, share=click.share, chosen=asked is not None))
        if asked:
            desk.memory.note(Note(asked, click.user, "chosen", (ref.system, ref.code, ref.symbol)))

    @app.action("back")
    def back(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        asked = desk.memory.recall(Ref.read(click.value).key)
        if asked is None:
            tell(desk, client, click, GONE)
        else:
            turn(desk, client, click, card(asked.answer, asked.key, share=click.share))
