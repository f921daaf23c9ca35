"""What Slack's refusals say: whether something may be done all the same, and when to ask again."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

if TYPE_CHECKING:
    from slack_sdk.webhook import WebhookResponse

BROKEN = {"internal_error", "fatal_error", "service_unavailable"}
"""Slack's words for having broken in the middle: some of what it was asked may be done."""
LIMITED = {"ratelimited", "rate_limited"}
_WORD = re.compile(r"[a-z0-9_]{1,80}")


class AnswerUrlError(Exception):
    """The address that Slack gave for an answer refused it: it expires after 30 minutes and 5 uses."""

    def __init__(self, response: WebhookResponse) -> None:
        super().__init__(f"status {response.status_code}")
        self.response = response


Refusal = SlackApiError | AnswerUrlError


def word(error: Refusal) -> str:
    """Slack's word for why it refused; "" where it has none, as in a page that a proxy put in its place."""
    told = str(error.response.get("error")) if isinstance(error, SlackApiError) else ""
    return told if _WORD.fullmatch(told) else ""


def may_be_done(error: Refusal) -> bool:
    """Whether what Slack was asked may be done; else it says that it is not, with 429 and with most of its words."""
    status, unclear = error.response.status_code, isinstance(error, SlackApiError) and word(error) in {"", *BROKEN}
    return status != 429 and (status >= 500 or unclear)


def never_sent(error: OSError) -> bool:
    """Whether a connection failed before anything was sent on it."""
    reason = getattr(error, "reason", error)  # of urllib's own error
    return isinstance(reason, (ConnectionRefusedError, socket.gaierror))


def retry_after(error: Refusal) -> float | None:
    """The seconds after which Slack wants to be asked again, when that is what a refusal says."""
    if error.response.status_code == 429 or word(error) in LIMITED:
        return _seconds(error.response.headers)
    return None


def _seconds(headers: Any) -> float:
    """The header ``Retry-After``; one second where it is missing or no number."""
    told = {str(name).casefold(): value for name, value in headers.items()}.get("retry-after", "1")
    try:
        return max(float(told[0] if isinstance(told, list) else told), 0.1)
    except ValueError:
        return 1.0
