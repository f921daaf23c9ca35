"""When something breaks: the person is told in private, with a short id; the log has the id and where it broke, never a text."""

from __future__ import annotations

import logging
import secrets
import traceback
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.card import note
from bot.post import AnswerUrlError, respond, whisper

if TYPE_CHECKING:
    from slack_bolt import App, BoltResponse
    from slack_sdk import WebClient

    from bot.card import Card

log = logging.getLogger(__name__)


def apology(id_: str) -> Card:
    """What is said about a failure."""
    text = (
        f"Something broke on my side, and your question has no answer yet. Ask again in a minute; if it happens again, tell"
        f" the people who run streamerr this id: `{id_}`"
    )
    return note(text)


def described(error: BaseException) -> str:
    """An error for the log: its kind, Slack's word for it, and where it came from; not its message, which may hold a text."""
    told = type(error).__name__
    if isinstance(error, SlackApiError):
        answer = getattr(error.response, "data", error.response)
        if isinstance(answer, dict) and "error" in answer:
            told += f" ({answer['error']}{', needs ' + needed if (needed := answer.get('needed')) else ''})"
        else:  # a page, or nothing
            told += f" (status {getattr(error.response, 'status_code', 'unknown')})"
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return f"{told} at " + " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))


def register(app: App) -> None:
    """Tell people and the log what went wrong in any listener."""

    @app.error
    def failed(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse:
        from slack_bolt import BoltResponse

        id_ = secrets.token_hex(4)
        log.error("%s: %s", id_, described(error))
        try:
            _tell(body, client, apology(id_))
        except (SlackClientError, AnswerUrlError, OSError) as silence:
            log.error("%s: nobody could be told: %s", id_, described(silence))
        return BoltResponse(status=200, body="")


def _tell(body: dict[str, Any], client: WebClient, card: Card) -> None:
    if url := body.get("response_url"):
        respond(url, card, replace_original=False)
        return
    event = body.get("event", {})
    inner = event.get("message", event)
    channel = event.get("channel") or body.get("channel", {}).get("id")
    user = inner.get("user") or body.get("user", {}).get("id")
    if not channel and user and body.get("type") != "event_callback":
        channel = user
    if not channel or not user or event.get("type") not in (None, "message", "app_mention"):
        return
    if str(channel).startswith("D"):
        client.chat_postMessage(
            channel=channel, text=card.text, blocks=[*card.blocks], thread_ts=inner.get("thread_ts")
        )
    elif str(channel).startswith("U"):
        client.chat_postMessage(channel=channel, text=card.text, blocks=[*card.blocks])
    else:
        whisper(client, channel, user, card, inner.get("thread_ts") or "")
