"""The one place that posts: messages, updates, private messages and their removal, with unfurling off.

Every call says where; what to say is a ``Card``. Slack's refusals come out as ``SlackApiError``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from bot.memory import Place

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.card import Card


class AnswerUrlError(Exception):
    """The address that Slack gave for an answer refused it: it expires after 30 minutes and 5 uses."""


def post(client: WebClient, team: str, channel: str, card: Card, thread: str = "") -> Place:
    """Post a card in a channel, or in a thread of it; return the message."""
    sent = client.chat_postMessage(
        channel=channel,
        text=card.text,
        blocks=[*card.blocks],
        thread_ts=thread or None,
        unfurl_links=False,
        unfurl_media=False,
    )
    return Place(team, str(sent.get("channel") or channel), str(sent["ts"]))


def update(client: WebClient, message: Place, card: Card) -> None:
    """Turn a message of ours into another card."""
    client.chat_update(channel=message.channel, ts=message.ts, text=card.text, blocks=[*card.blocks])


def remove(client: WebClient, message: Place) -> None:
    """Take a message of ours away."""
    client.chat_delete(channel=message.channel, ts=message.ts)


def whisper(client: WebClient, channel: str, user: str, card: Card, thread: str = "") -> None:
    """Show a card to one person in a channel."""
    client.chat_postEphemeral(
        channel=channel, user=user, text=card.text, blocks=[*card.blocks] or None, thread_ts=thread or None
    )


def respond(url: str, card: Card, **how: Any) -> None:
    """Answer a command or a click at the address that came with it; only that person sees it unless ``how`` says otherwise.

    Args:
        url: the ``response_url``.
        card: what to say.
        how: ``response_type``, ``replace_original``, ``delete_original``, ``thread_ts``.

    Raises:
        AnswerUrlError: Slack refused.
    """
    body: dict[str, Any] = {
        "response_type": "ephemeral",
        "text": card.text,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if card.blocks:
        body["blocks"] = [*card.blocks]
    response = WebhookClient(url, retry_handlers=[RateLimitErrorRetryHandler(2)]).send_dict({**body, **how})
    if response.status_code != 200:
        raise AnswerUrlError(f"status {response.status_code}")
