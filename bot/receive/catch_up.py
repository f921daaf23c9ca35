"""After an outage that was longer than Slack tries: what was said meanwhile is read from Slack, and taken in as if it had come.

Looked through are the conversations that we are in, with their threads. What was taken in before is known by its place, and not
taken in again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from contextlib import asynccontextmanager, suppress
from threading import Event
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot import metrics
from bot.failure import described
from bot.receive.envelope import delivery, kind_of
from bot.refusal import retry_after

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping

    from slack_sdk import WebClient

    from bot.db.channels import Channel
    from bot.db.hearing import Hearing
    from bot.desk import Desk
    from bot.receive.gate import Gate
    from bot.receive.recorder import Recorder

Json = dict[str, Any]

BEAT = 10.0
"""Seconds after which it is kept down anew that Slack is heard."""
OUTAGE = 60.0
"""Seconds of silence after which there is something to look through; Slack itself tries for about six minutes."""
MARGIN = 600.0
"""Seconds before the silence that are looked through too: what was delivered last may not have been acknowledged."""
FARTHEST = 24 * 3600.0
"""Seconds; an answer to what is older helps nobody."""
THREADS = 24 * 3600.0
"""Seconds before that in which a thread may have begun that goes on; those where we were asked are known however old they are."""
LATELY = 30 * 24 * 3600.0
LEASE = 900.0
"""Seconds after which another replica begins anew."""
CHANNELS, PAGES, PAGE = 500, 10, 200
"""How many conversations, and pages of each, are read at the most."""
KINDS = ("public_channel", "private_channel", "im")
"""Of conversations; Slack lists each only with a permission of its own."""
LONGEST_PAUSE = 60.0
NOT_OURS = {"not_in_channel", "channel_not_found", "missing_scope", "thread_not_found", "is_archived", "access_denied"}

log = logging.getLogger(__name__)


class CatchUp:
    """Looks through what was said while nobody heard.

    Args:
        desk: knows the channels.
        client: Slack.
        hearing: knows how long nobody heard.
        gate: says what concerns us.
        recorder: records it.
    """

    def __init__(self, desk: Desk, client: WebClient, hearing: Hearing, gate: Gate, recorder: Recorder) -> None:
        self._desk = desk
        self._client = client
        self._hearing = hearing
        self._gate = gate
        self._recorder = recorder
        self._stopping = Event()

    @asynccontextmanager
    async def attending(self, hears: Callable[[], Awaitable[bool]], seconds: float = BEAT) -> AsyncIterator[None]:
        """Keep down that Slack is heard, and look through what was said while nobody did, as long as the context lasts.

        Args:
            hears: whether this process hears Slack now.
            seconds: between two looks.
        """
        task = asyncio.create_task(self._attend(hears, seconds))
        try:
            yield
        finally:
            self._stopping.set()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _attend(self, hears: Callable[[], Awaitable[bool]], seconds: float) -> None:
        while not self._stopping.is_set():
            try:
                if await hears():
                    await asyncio.to_thread(self.heard)
            except Exception as error:  # noqa: BLE001  whatever it was, the next look may go well
                log.error("what was said can't be looked through: %s", described(error))
            await asyncio.sleep(seconds)

    def heard(self) -> int:
        """Slack is heard now; look through what is owed, if nobody is at it. Return how many messages were taken in."""
        silence = self._hearing.silence()
        if silence is not None and silence > OUTAGE:
            self._hearing.owe(min(silence + MARGIN, FARTHEST))
        self._hearing.beat()
        owner = secrets.token_hex(8)
        if (back := self._hearing.take(LEASE, owner)) is None:
            return 0
        try:
            return self._look(back, owner)
        except BaseException:
            self._hearing.release(owner)
            raise

    def _look(self, back: float, owner: str) -> int:
        log.info("nobody heard Slack for a while: reading what was said in the last %.0f minutes", back / 60)
        since = f"{time.time() - back:.6f}"
        team = str(self._client.auth_test().get("team_id") or "")
        found = 0
        for channel in self._channels(team):
            for body in self._said(channel, since):
                if self._stopping.is_set():
                    self._hearing.release(owner)
                    return found
                found += self._take(body)
        self._hearing.settle(owner)
        log.info("read what was said: %d messages had not been taken in", found)
        return found

    def _take(self, body: Json) -> bool:
        kept = self._gate.passes(body)
        if kept is None or not self._recorder.record(delivery(kept)).result():
            return False
        metrics.found(kind_of(body))
        return True

    def _channels(self, team: str) -> list[Channel]:
        """Where to look: the conversations that we are in, as far as Slack tells; first those where something concerned us."""
        channels = self._desk.policy.channels
        known = {channel.id: channel for channel in channels.lately(LATELY)}
        for kind in KINDS:
            for told in self._pages("users_conversations", "channels", types=kind):
                id_ = str(told.get("id"))
                known.setdefault(id_, channels.get(team, id_))
        return list(known.values())[:CHANNELS]

    def _said(self, channel: Channel, since: str) -> Iterator[Json]:
        """What was said in a channel and its threads, as the events that were missed, oldest first."""
        where = {"channel": channel.id, "inclusive": True}
        began = f"{float(since) - THREADS:.6f}"
        said = list(self._pages("conversations_history", "messages", oldest=began, **where))
        threads = {str(one["ts"]) for one in said if float(one.get("latest_reply") or 0) >= float(since)}
        for thread in sorted(threads | {*self._desk.memory.threads(channel.team, channel.id, LATELY)}):
            said += self._pages("conversations_replies", "messages", ts=thread, oldest=since, **where)
        seen = {str(one["ts"]): one for one in said if float(one.get("ts") or 0) >= float(since)}
        for ts in sorted(seen, key=float):
            yield _event(channel, seen[ts])

    def _pages(self, method: str, what: str, **wanted: Any) -> Iterator[Mapping[str, Any]]:
        """The things on all pages of a method's answer; none where Slack does not let us read."""
        cursor = ""
        for _ in range(PAGES):
            try:
                told = self._asked(method, cursor=cursor, limit=PAGE, **wanted)
            except SlackApiError as error:
                if error.response.get("error") not in NOT_OURS:
                    raise
                log.info("can't be read again: %s (%s)", method, error.response.get("error"))
                return
            yield from told.get(what) or ()
            cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _asked(self, method: str, **wanted: Any) -> Any:
        """What Slack answers, however often it wants to be asked later."""
        while True:
            try:
                return getattr(self._client, method)(**wanted)
            except SlackApiError as error:
                seconds = retry_after(error)
                if seconds is None or self._stopping.wait(min(seconds, LONGEST_PAUSE)):
                    raise


def _event(channel: Channel, message: Mapping[str, Any]) -> Json:
    """The event that would have told of a message."""
    kind = "im" if channel.id.startswith("D") else "channel"
    event = {**message, "type": "message", "channel": channel.id, "channel_type": kind}
    return {
        "type": "event_callback",
        "team_id": channel.team,
        "is_ext_shared_channel": channel.shared,
        "event": event,
    }
