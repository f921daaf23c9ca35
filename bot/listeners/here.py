"""The buttons of the card of a channel, and the menus of App Home, that change how a channel is set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.card import note
from bot.cards.order import Order
from bot.desk import Asker
from bot.here import NotDoneError, obey, shown
from bot.in_place import Click, tell, turn
from bot.listeners.home import publish

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Change how a channel is set; the card or App Home shows at once how it is set then."""

    @app.action(re.compile(r"^here:[a-z]{1,20}(:\d{1,10})?$"))
    def here(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        if (order := Order.read(click.value)) is None:
            return
        asker = Asker("", click.message.team, order.channel, click.user, client, click.stranger)
        try:
            obey(desk, asker, order)
        except NotDoneError as why:
            tell(desk, client, click, note(str(why)))
        else:
            if not click.view:
                turn(desk, client, click, shown(desk, asker))
        if click.view:
            publish(desk, client, asker.team, click.user)
