"""A channel gets another name: whether it is answered unasked may follow from that at once.

Slack tells of it twice, as an event of its own (with ``channels:read``) and as a message (with ``channels:history``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.receive.envelope import team_of

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient

    from bot.desk import Desk

RENAMED = {"channel_name", "group_name"}
"""Subtypes of the messages that tell of it."""


def register(app: App, desk: Desk) -> None:
    """Take note of new names."""

    @app.event("channel_rename")
    @app.event("group_rename")
    def renamed(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        team, channel = team_of(body), event["channel"]
        if desk.policy.channels.get(team, str(channel["id"])).told is not None:  # else Slack is asked when it matters
            desk.policy.renamed(client, team, str(channel["id"]), str(channel["name"]))

    def names(event: dict[str, Any]) -> bool:
        return event.get("subtype") in RENAMED and bool(event.get("name"))

    @app.event("message", matchers=[names])
    def told(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        desk.policy.renamed(client, team_of(body), str(event["channel"]), str(event["name"]))
