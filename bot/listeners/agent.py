"""Prompts to begin with, in workspaces that have Slack's view for agents; nothing where they don't."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient

    from bot.desk import Desk

PROMPTS = (
    {"title": "What does 0x8088002A mean?", "message": "0x8088002A"},
    {"title": "MediaTailor answers 409", "message": "mediatailor 409"},
    {"title": "A Gcore token expired", "message": "gcore token expired"},
    {"title": "How can I ask?", "message": "help"},
)

log = logging.getLogger(__name__)


def register(app: App, desk: Desk) -> None:  # noqa: ARG001  every listener is registered the same way
    """Offer prompts."""

    def on_messages(event: dict[str, Any]) -> bool:
        return event.get("tab") == "messages"

    @app.event("app_home_opened", matchers=[on_messages])
    def opened(event: dict[str, Any], client: WebClient) -> None:
        offer(client, channel_id=event["channel"])

    @app.event("assistant_thread_started")
    def started(event: dict[str, Any], client: WebClient) -> None:
        thread = event["assistant_thread"]
        offer(client, channel_id=thread["channel_id"], thread_ts=thread["thread_ts"])


def offer(client: WebClient, **where: str) -> None:
    """Offer the prompts in a conversation; a workspace without agents, or an app without ``assistant:write``, goes without."""
    try:
        client.api_call("assistant.threads.setSuggestedPrompts", json={**where, "prompts": [*PROMPTS]})
    except SlackApiError as error:
        log.info("no prompts: %s", error.response.get("error"))
