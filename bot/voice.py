"""The one place that posts: marked before, confirmed after, so that nothing is said twice; at Slack's pace, unfurling off.

Every message says where and what: the ``Card``. Slack's refusals come out as ``SlackApiError``. What has to wait, or to be looked
into, comes out as ``LaterError``, and the delivery in hand is taken again.
"""

from __future__ import annotations

import http.client
import logging
import math
import time
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot import in_hand, metrics
from bot.db.model import Place
from bot.db.posts import LeaseLostError
from bot.in_hand import LaterError
from bot.refusal import AnswerUrlError, may_be_done, never_sent, retry_after
from bot.upload import sent
from bot.whereabouts import UnseenError, found, metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slack_sdk import WebClient
    from slack_sdk.webhook import WebhookResponse

    from bot.card import Card
    from bot.db.model import Post
    from bot.db.posts import Posts
    from bot.refusal import Refusal
    from bot.upload import Written

SETTLED = 2.0
"""Seconds after a call of Slack after which the message is there, or never will be."""
SECONDS = 10
"""That a call of Slack may take."""
LOST = (OSError, http.client.HTTPException)
"""The connection broke: Slack may have carried out what it was asked, or not."""
NOWHERE = Place("", "", "")

log = logging.getLogger(__name__)


class Voice:
    """Says things in Slack.

    Args:
        posts: what was said, and what is about to be.
        clock: counts seconds, while this process is stopped too.
        seconds: that a call of Slack may take; a lease lasts longer.
    """

    def __init__(self, posts: Posts, clock: Callable[[], float] = time.monotonic, seconds: float = SECONDS) -> None:
        self.posts = posts
        self._seconds = seconds
        self._clock = clock

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
        marked = self._mark(key, channel, thread, unasked=unasked)
        try:
            with metrics.calling("chat.postMessage"):
                sent = client.chat_postMessage(
                    channel=channel.channel,
                    text=card.text,
                    blocks=[*card.blocks],
                    thread_ts=thread or None,
                    metadata=metadata(key),
                    unfurl_links=False,
                    unfurl_media=False,
                )
        except SlackApiError as error:
            raise self._refused(key, marked, channel, error) from error
        except LOST as error:
            raise LaterError(SETTLED, "the answer to a post was lost", counts=True, reason="lost") from error
        message = Place(channel.team, str(sent.get("channel") or channel.channel), str(sent["ts"]))
        self.posts.confirm(key, message)
        return message

    def _place(self, key: str) -> Place | None:
        post = self.posts.of(key)
        return post.place if post and post.standing == "posted" else None

    def _mark(self, key: str, channel: Place, thread: str = "", **how: bool) -> float:
        """Mark a message and say when that was; it is posted at once, or never by us: later the lease may be over."""
        hand, began = in_hand.current(), self._clock()
        try:
            turn = self.posts.mark(key, channel, thread, hand.lease if hand else None, **how)
        except LeaseLostError as error:
            metrics.LEASES_LOST.inc()
            raise LaterError(SETTLED, "somebody else is posting it", reason="unsettled") from error
        if turn.wait:
            raise LaterError(turn.wait, "the channel takes one post a second", reason="turn")
        if hand and self._clock() - began > self.posts.seconds / 2:
            raise LaterError(SETTLED, "this process was stopped before it could post", counts=True, reason="unsettled")
        return turn.marked

    def _refused(self, key: str, marked: float, channel: Place, error: Refusal) -> Exception:
        """What a refusal comes to."""
        if may_be_done(error):
            return LaterError(SETTLED, "Slack broke while posting", counts=True, reason="lost")
        self.posts.drop(key, marked)
        if (seconds := retry_after(error)) is None:
            return error
        if channel.channel:
            self.posts.pause(channel, seconds)
        return LaterError(seconds, "Slack takes no more for now", reason="limited")

    def _stands(self, client: WebClient, post: Post, channel: Place) -> bool:
        """Whether a message that was on its way is there, or has to be taken for being there; else its mark is gone."""
        if (wait := self._settles(post)) > 0:
            raise LaterError(wait, "a post may be on its way", reason="unsettled")
        try:
            ts = found(client, post.key, post.place.channel, post.thread, channel.ts)
        except UnseenError:
            self.posts.doubt(post.key, post.marked)
            metrics.said("chat.postMessage", "unsure")
            log.warning(
                "a reply may be missing: Slack does not let us see whether it was posted", extra={"key": post.key}
            )
            return True
        if ts is None:
            self.posts.drop(post.key, post.marked)
            return False
        self.posts.confirm(post.key, Place(post.place.team, post.place.channel, ts))
        metrics.said("chat.postMessage", "found")
        return True

    def _settles(self, post: Post) -> float:
        """Seconds until a message that was on its way is there, or never will be; 0 when that is now.

        What was marked for the delivery in hand is not called for any more. For another, the call may go on.
        """
        hand = in_hand.current()
        own = hand is not None and post.maker == hand.lease.delivery.key
        return max(0.0, (SETTLED if own else self._seconds + SETTLED) - self.posts.age(post))

    def attach(
        self, client: WebClient, key: str, channel: Place, files: Sequence[Written], text: str, thread: str = ""
    ) -> bool:
        """Post files once, in a channel or a thread of it.

        They carry no key by which they could be found: after a failure in between they are not posted again.

        Args:
            client: Slack.
            key: what they are posted for: with the same key nothing is posted again.
            channel: where; its ``ts`` does not matter.
            files: what to post.
            text: the message that they come with, as markup.
            thread: the thread, or "".

        Returns:
            Whether they are there; False when nobody knows.
        """
        if before := self.posts.of(key):
            return before.standing == "posted" or self._doubted(before)
        kept = sent(client, files)
        marked = self._mark(key, channel, thread)
        try:
            client.files_completeUploadExternal(
                files=kept, channel_id=channel.channel, initial_comment=text, thread_ts=thread or None
            )
        except SlackApiError as error:
            raise self._refused(key, marked, channel, error) from error
        except LOST as error:
            raise LaterError(SETTLED, "the answer to a post was lost", counts=True) from error
        self.posts.confirm(key, Place(channel.team, channel.channel, ""))
        return True

    def _doubted(self, post: Post) -> bool:
        """False, for something that was on its way and can't be looked for, once it has had the time to arrive."""
        if post.standing == "posting" and (wait := self._settles(post)) > 0:
            raise LaterError(wait, "a post may be on its way", reason="unsettled")
        self.posts.doubt(post.key, post.marked)
        log.warning("files may be missing: whether they were posted can't be seen", extra={"key": post.key})
        return False

    def change(self, client: WebClient, message: Place, card: Card) -> None:
        """Turn a message of ours into another card."""
        with metrics.calling("chat.update"):
            client.chat_update(channel=message.channel, ts=message.ts, text=card.text, blocks=[*card.blocks])

    def take_back(self, client: WebClient, key: str) -> None:
        """Take away what was posted for a key, and never post it again."""
        post = self.posts.of(key)
        if post is None or post.standing != "posted":
            return
        try:
            with metrics.calling("chat.delete"):
                client.chat_delete(channel=post.place.channel, ts=post.place.ts)
        except SlackApiError as error:
            if error.response.get("error") != "message_not_found":
                raise
        self.posts.gone(key)

    def whisper(self, client: WebClient, channel: str, user: str, card: Card, thread: str = "") -> None:
        """Show a card to one person in a channel; once, as ``respond`` does."""

        def show() -> None:
            blocks = [*card.blocks] or None
            with metrics.calling("chat.postEphemeral"):
                client.chat_postEphemeral(
                    channel=channel, user=user, text=card.text, blocks=blocks, thread_ts=thread or None
                )

        self._once(show)

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
        body = {"response_type": "ephemeral", "text": card.text, "unfurl_links": False, "unfurl_media": False}
        shown = {"blocks": [*card.blocks]} if card.blocks else {}
        client = WebhookClient(url, timeout=math.ceil(self._seconds), retry_handlers=[])

        def show() -> None:
            with metrics.calling("response_url"):
                _accepted(client.send_dict({**body, **shown, **how}))

        self._once(show)

    def _once(self, show: Callable[[], None]) -> None:
        """Show something to one person, and not again when the delivery in hand is taken again."""
        key = _showing()
        if not key:
            show()
            return
        if before := self.posts.of(key):
            if before.standing == "posting":
                self.posts.doubt(key, before.marked)
                log.warning("an answer may be missing: whether it was shown can't be seen", extra={"key": key})
            return
        marked = self._mark(key, NOWHERE, paced=False)
        try:
            show()
        except (SlackApiError, AnswerUrlError) as error:
            raise self._refused(key, marked, NOWHERE, error) from error
        except OSError as error:
            if never_sent(error):
                self.posts.drop(key, marked)
            raise
        self.posts.confirm(key, NOWHERE)


def _accepted(response: WebhookResponse) -> None:
    if response.status_code != 200:
        raise AnswerUrlError(response)


def _showing() -> str:
    """What the next thing that one person is shown is known by: which delivery it is for, and which of its answers it is."""
    hand = in_hand.current()
    if hand is None:
        return ""
    hand.responses += 1
    return f"{hand.lease.delivery.key}>{hand.responses}"
