"""Messages that nobody asked about, in channels where the bot may speak all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.conversation import is_direct
from bot.listeners.mention import SPOKEN
from bot.overheard import overhear
from bot.receive.envelope import team_of

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient

    from bot.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Answer what is certain, and only that."""

    def said(event: dict[str, Any]) -> bool:
        return event.get("subtype") in SPOKEN and not is_direct(event)

    @app.event("message", matchers=[said])
    def overheard(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        overhear(desk, client, team_of(body), event, shared=bool(body.get("is_ext_shared_channel")))
