"""The button Quiet in this thread: nothing more is said in it unless asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.card import note
from bot.db.model import Place
from bot.in_place import Click, tell

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.desk import Desk

QUIET = note("I say nothing more in this thread unless I am asked. `@streamerr` with a question still works.")


def register(app: App, desk: Desk) -> None:
    """Be quiet in a thread."""

    @app.action("quiet")
    def quiet(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        desk.memory.quieten(Place(click.message.team, click.message.channel, click.thread or click.message.ts))
        tell(desk, client, click, QUIET)
