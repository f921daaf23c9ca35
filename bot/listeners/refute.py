"""The button Wrong below an answer that nobody asked for: it goes at once, and is not given again; Undo brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cards.overheard import refuted
from bot.cards.ref import Ref
from bot.db.model import Note
from bot.in_place import Click, tell, turn
from bot.listeners.choose import GONE
from bot.refresh import redraw, told_of

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Take an answer away, and back."""

    @app.action("refute")
    def refute(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        key = Ref.read(click.value).key
        told = desk.incidents.of_answer(key)
        if not told:
            tell(desk, client, click, GONE)
            return
        if asked := desk.memory.recall(key):
            for fact in (one.fact for one in told):
                desk.memory.note(Note(asked, click.user, "wrong", (fact.system, fact.code, fact.symbol)))
        desk.incidents.refute(told[0].post)
        turn(desk, client, click, refuted(click.user, key, told_of(desk, told[0].post)))

    @app.action("unrefute")
    def unrefute(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        key = Ref.read(click.value).key
        told = desk.incidents.of_answer(key)
        if not told:
            tell(desk, client, click, GONE)
            return
        desk.memory.take_back(key, "wrong")
        desk.incidents.refute(told[0].post, refuted=False)
        redraw(desk, client, told[0].post)
