"""A bare Bolt app that repeats what it is asked, for ``benchmarks.slack`` to measure ours against: ``python -m benchmarks.echo``.

It is what Bolt's own guide begins with: ``App`` and ``SocketModeHandler`` (Bolt's builtin client, one connection), all settings
as they come. It reads ``SLACK_BOT_TOKEN``, ``SLACK_APP_TOKEN`` and ``SLACK_API_URL``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

if TYPE_CHECKING:
    from slack_bolt import Say


def build(bot_token: str, api_url: str) -> App:
    """The app: a mention is repeated in its thread; that Slack tells of it as a message too is only acknowledged."""
    app = App(client=WebClient(bot_token, base_url=api_url))

    @app.event("app_mention")
    def mention(event: dict[str, Any], say: Say) -> None:
        say(text=event["text"], thread_ts=event["ts"])

    @app.event("message")
    def message() -> None:
        return

    return app


if __name__ == "__main__":
    echo = build(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"])
    SocketModeHandler(echo, os.environ["SLACK_APP_TOKEN"]).start()  # type: ignore[no-untyped-call]  # Bolt leaves it so
