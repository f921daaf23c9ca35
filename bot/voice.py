"""The one place that posts: marked before, confirmed after, so that nothing is said twice; at Slack's pace, unfurling off.

Every message says where and what: the ``Card``. Slack's refusals come out as ``SlackApiError``. What has to wait, or to be looked
into, comes out as ``LaterError``, and the delivery in hand is taken again.
"""

from __future__ import annotations

import http.client
import logging
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot import in_hand
from bot.db.model import Place
from bot.db.posts import LeaseLostError
from bot.in_hand import LaterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_sdk import WebClient
    from slack_sdk.web import SlackResponse

    from bot.card import Card
    from bot.db.model import Post
    from bot.db.posts import Posts

EVENT_TYPE = "streamerr_reply"
"""Of the metadata that our messages carry: the key, by which they are found again. Any app can read it."""
SETTLED = 2.0
"""Seconds after which a message that was on its way is there, or never will be."""
PAGES = 5
SECONDS = 10
"""That a call of Slack may take; a lease lasts longer."""
LOST = (OSError, http.client.HTTPException)
"""The connection broke: Slack may have carried out what it was asked, or not."""
UNREADABLE = {
    "missing_scope",
    "not_in_channel",
    "channel_not_found",
    "thread_not_found",
    "no_permission",
    "access_denied",
}
"""Slack's words for a conversation that we may not read."""

log = logging.getLogger(__name__)


class AnswerUrlError(Exception):
    """The address that Slack gave for an answer refused it: it expires after 30 minutes and 5 uses."""


class Voice:
    """Says things in Slack.

    Args:
        posts: what was said, and what is about to be.
    """

    def __init__(self, posts: Posts) -> None:
        self.posts = posts

    def say(
        self, client: WebClient, key: str, channel: Place, card: Card, thread: str = "", *, unasked: bool = False
    ) -> Place | None:
        """Post a card once, in a channel or a thread of it.

        Args:
            client: Slack.
            key: what it is posted for: with the same key nothing is posted again.
            channel: where; its ``ts`` is the question's, from which on a lost message is looked for.
            card: what to say.
            thread: the thread, or "".
            unasked: whether nobody asked for it.

        Returns:
            The message; None when it may stand there, unknown where, or was taken away again.
        """
        if (before := self.posts.of(key)) and (before.standing != "posting" or self._stands(client, before, channel)):
            return self._place(key)
        self._mark(key, channel, thread, unasked=unasked)
        try:
            sent = client.chat_postMessage(
                channel=channel.channel,
                text=card.text,
                blocks=[*card.blocks],
                thread_ts=thread or None,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            raise self._refused(key, channel, error) from error
        except LOST as error:
            raise LaterError(SETTLED, "the answer to a post was lost", counts=True) from error
        message = Place(channel.team, str(sent.get("channel") or channel.channel), str(sent["ts"]))
        self.posts.confirm(key, message)
        return message

    def _place(self, key: str) -> Place | None:
        post = self.posts.of(key)
        return post.place if post and post.standing == "posted" else None

    def _mark(self, key: str, channel: Place, thread: str = "", **how: bool) -> None:
        hand = in_hand.current()
        try:
            wait = self.posts.mark(key, channel, thread, hand.lease if hand else None, **how)
        except LeaseLostError as error:
            raise LaterError(SETTLED, "somebody else is posting it") from error
        if wait:
            raise LaterError(wait, "the channel takes one post a second")

    def _refused(self, key: str, channel: Place, error: SlackApiError) -> Exception:
        """What Slack's refusal comes to. It says with 429 and with a word of its own that nothing was posted; not so with 500."""
        if error.response.status_code >= 500:
            return LaterError(SETTLED, "Slack broke while posting", counts=True)
        self.posts.drop(key)
        if (seconds := retry_after(error)) is None:
            return error
        self.posts.pause(channel, seconds)
        return LaterError(seconds, "Slack takes no more for now")

    def _stands(self, client: WebClient, post: Post, channel: Place) -> bool:
        """Whether a message that was on its way is there, or has to be taken for being there; else its mark is gone."""
        if (age := self.posts.age(post)) < SETTLED:
            raise LaterError(SETTLED - age, "a post may be on its way")
        try:
            found = next((one for one in _since(client, post, channel.ts) if _key(one) == post.key), None)
        except SlackApiError as error:
            if error.response.get("error") not in UNREADABLE:
                raise
            self.posts.doubt(post.key)
            log.warning(
                "a reply may be missing: Slack does not let us see whether it was posted", extra={"key": post.key}
            )
            return True
        if found is None:
            self.posts.drop(post.key)
            return False
        self.posts.confirm(post.key, Place(post.place.team, post.place.channel, str(found["ts"])))
        return True

    def change(self, client: WebClient, message: Place, card: Card) -> None:
        """Turn a message of ours into another card."""
        client.chat_update(channel=message.channel, ts=message.ts, text=card.text, blocks=[*card.blocks])

    def take_back(self, client: WebClient, key: str) -> None:
        """Take away what was posted for a key, and never post it again."""
        post = self.posts.of(key)
        if post is None or post.standing != "posted":
            return
        try:
            client.chat_delete(channel=post.place.channel, ts=post.place.ts)
        except SlackApiError as error:
            if error.response.get("error") != "message_not_found":
                raise
        self.posts.gone(key)

    def whisper(self, client: WebClient, channel: str, user: str, card: Card, thread: str = "") -> None:
        """Show a card to one person in a channel."""
        client.chat_postEphemeral(
            channel=channel, user=user, text=card.text, blocks=[*card.blocks] or None, thread_ts=thread or None
        )

    def respond(self, url: str, card: Card, **how: Any) -> None:
        """Answer a command or a click at the address that came with it; only that person sees it unless ``how`` says otherwise.

        Slack does not let us see what stands there: after a failure in between it is not said again.

        Args:
            url: the ``response_url``.
            card: what to say.
            how: ``response_type``, ``replace_original``, ``delete_original``, ``thread_ts``.

        Raises:
            AnswerUrlError: Slack refused.
        """
        key = _responding()
        if key and self.posts.of(key):
            log.warning("an answer may be missing: whether it was shown can't be seen", extra={"key": key})
            return
        if key:
            self._mark(key, Place("", "", ""), paced=False)
        body = {"response_type": "ephemeral", "text": card.text, "unfurl_links": False, "unfurl_media": False}
        shown = {"blocks": [*card.blocks]} if card.blocks else {}
        response = WebhookClient(url, timeout=SECONDS, retry_handlers=[]).send_dict({**body, **shown, **how})
        if response.status_code == 200:
            self.posts.confirm(key, Place("", "", ""))
            return
        if response.status_code < 500:
            self.posts.drop(key)
        if response.status_code == 429:
            raise LaterError(_seconds(response.headers), "Slack takes no more for now")
        raise AnswerUrlError(f"status {response.status_code}")


def _responding() -> str:
    """What the next answer at a ``response_url`` is known by: which delivery it is for, and which of its answers it is."""
    hand = in_hand.current()
    if hand is None:
        return ""
    hand.responses += 1
    return f"{hand.lease.delivery.key}>{hand.responses}"


def retry_after(error: SlackApiError) -> float | None:
    """The seconds after which Slack wants to be asked again, when that is what a refusal says."""
    if error.response.status_code == 429 or error.response.get("error") in ("ratelimited", "rate_limited"):
        return _seconds(error.response.headers)
    return None


def _seconds(headers: Any) -> float:
    """The header ``Retry-After``; one second where it is missing or no number."""
    told = {str(name).casefold(): value for name, value in headers.items()}.get("retry-after", "1")
    try:
        return max(float(told[0] if isinstance(told, list) else told), 0.1)
    except ValueError:
        return 1.0


def _since(client: WebClient, post: Post, ts: str) -> Iterator[dict[str, Any]]:
    """The messages where a post would stand, from the question on, a few pages of them."""
    where: dict[str, Any] = {"channel": post.place.channel, "include_all_metadata": True, "limit": 200}
    if ts:
        where |= {"oldest": ts, "inclusive": True}
    cursor = ""
    for _ in range(PAGES):
        read: SlackResponse = (
            client.conversations_replies(ts=post.thread, cursor=cursor, **where)
            if post.thread
            else client.conversations_history(cursor=cursor, **where)
        )
        yield from read.get("messages") or ()
        cursor = (read.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _key(message: dict[str, Any]) -> str:
    """The key that a message of ours carries, or ""."""
    metadata = message.get("metadata") or {}
    ours = metadata.get("event_type") == EVENT_TYPE
    return str((metadata.get("event_payload") or {}).get("key") or "") if ours else ""
