"""The button More: everything that is known, in a modal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.cards.detail import detail
from bot.cards.ref import Ref
from bot.in_place import Click, tell
from bot.listeners.choose import GONE

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Open the modal with everything."""

    @app.action(re.compile(r"^more(:\d{1,3})?$"))
    def more(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        match, answer = desk.find(Ref.read(click.value))
        if match is None:
            tell(desk, client, click, GONE)
        elif click.view and click.view.get("type") == "modal":
            client.views_push(trigger_id=click.trigger, view=detail(match, answer))
        else:
            client.views_open(trigger_id=click.trigger, view=detail(match, answer))
