"""Everything else that Slack tells: heard, and met with silence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_bolt import Ack, App

    from bot.desk import Desk


def register(app: App, desk: Desk) -> None:  # noqa: ARG001  every listener is registered the same way
    """Acknowledge what needs no answer."""

    @app.event(re.compile(".*"))
    def event(body: dict[str, Any]) -> None:  # noqa: ARG001  Bolt wants a function that takes something
        return

    @app.action(re.compile(".*"))
    def action(ack: Ack) -> None:
        ack()
