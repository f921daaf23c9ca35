"""Refusals as Slack's client raises them."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse


def refused(word: str, status: int = 200, **headers: str) -> SlackApiError:
    """A refusal with Slack's word for it, a status, and headers whose ``_`` are hyphens."""
    return SlackApiError("refused", answered({"ok": False, "error": word}, status, **headers))  # type: ignore[no-untyped-call]  # the SDK leaves it untyped


def answered(data: dict[str, Any], status: int = 200, **headers: str) -> SlackResponse:
    """An answer of Slack's."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SlackResponse(
        client=WebClient(), http_verb="POST", api_url="", req_args={}, data=data, headers=named, status_code=status
    )
