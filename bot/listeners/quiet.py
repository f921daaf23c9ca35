"""The button Quiet in this thread: nothing more is said in it unless asked; Speak again ends that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.card import Card, note
from bot.cards.blocks import actions, button
from bot.db.model import Place
from bot.in_place import Click, tell, turn

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.desk import Desk

QUIET = "I say nothing more in this thread unless I am asked. `@streamerr` with a question still works."
SPEAKS = note("I speak again in this thread when I am certain.")


def register(app: App, desk: Desk) -> None:
    """Be quiet in a thread, and speak again."""

    @app.action("quiet")
    def quiet(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        thread = click.thread or click.message.ts
        desk.memory.quieten(Place(click.message.team, click.message.channel, thread))
        back = button("Speak again", "unquiet", thread, accessible="Answer in this thread unasked again")
        told = note(QUIET)
        tell(desk, client, click, Card(told.text, (*told.blocks, actions(back))))

    @app.action("unquiet")
    def unquiet(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        desk.memory.quieten(Place(click.message.team, click.message.channel, click.value), quiet=False)
        turn(desk, client, click, SPEAKS)
