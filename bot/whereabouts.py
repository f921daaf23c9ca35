"""Whereabouts: where in Slack a message of ours stands, told by the key that it carries as metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.refusal import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_sdk import WebClient
    from slack_sdk.web import SlackResponse

EVENT_TYPE = "streamerr_reply"
"""Of the metadata that our messages carry: the key, by which they are found again. Any app can read it."""
PAGES = 5
UNREADABLE = {
    "missing_scope",
    "not_in_channel",
    "channel_not_found",
    "thread_not_found",
    "no_permission",
    "access_denied",
}
"""Slack's words for a conversation that we may not read."""


class UnseenError(Exception):
    """Slack does not let us see what stands in a conversation, or not far enough."""


def metadata(key: str) -> dict[str, Any]:
    """What a message carries to be found again."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def found(client: WebClient, key: str, channel: str, thread: str, since: str) -> str | None:
    """The ``ts`` of the message with a key, None when it does not stand there.

    Args:
        client: Slack.
        key: that the message carries.
        channel: where to look.
        thread: of the channel, or "".
        since: the ``ts`` of a message that it comes after, or "".

    Raises:
        UnseenError: it can't be seen whether it stands there.
    """
    return next((str(one["ts"]) for one in _messages(client, channel, thread, since) if _key(one) == key), None)


def _messages(client: WebClient, channel: str, thread: str, since: str) -> Iterator[dict[str, Any]]:
    """The messages of a conversation, a few pages of them."""
    where: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 200}
    if since:
        where |= {"oldest": since, "inclusive": True}
    cursor = ""
    for _ in range(PAGES):
        page = _page(client, thread, cursor=cursor, **where)
        yield from page.get("messages") or ()
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
    raise UnseenError


def _page(client: WebClient, thread: str, **where: Any) -> SlackResponse:
    try:
        return client.conversations_replies(ts=thread, **where) if thread else client.conversations_history(**where)
    except SlackApiError as error:
        if word(error) in UNREADABLE:
            raise UnseenError from error
        raise


def _key(message: Mapping[str, Any]) -> str:
    """The key that a message carries, or ""."""
    told = message.get("metadata") or {}
    ours = told.get("event_type") == EVENT_TYPE
    return str((told.get("event_payload") or {}).get("key") or "") if ours else ""
