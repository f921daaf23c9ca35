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
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from slack_sdk.errors import SlackApiError

from bot import metrics
from bot.db import trouble
from bot.failure import described
from bot.receive.envelope import delivery, kind_of
from bot.receive.recorder import StoppedError
from bot.refusal import retry_after

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping

    from slack_sdk import WebClient
    from slack_sdk.web import SlackResponse

    from bot.db.channels import Channel
    from bot.db.hearing import Hearing
    from bot.desk import Desk
    from bot.receive.gate import Gate
    from bot.receive.recorder import Recorder

Json = dict[str, Any]
T = TypeVar("T")

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
"""Seconds without a page being read, after which another replica begins anew."""
ENDING = 3.0
"""Seconds that a look may take to end when the bot stops; Slack may take longer to answer, and nothing is lost with that."""
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
        self._owner = secrets.token_hex(8)
        self._looking: Thread | None = None
        self._stopping = Event()

    @asynccontextmanager
    async def attending(self, hears: Callable[[], Awaitable[bool]], seconds: float = BEAT) -> AsyncIterator[None]:
        """Keep down that Slack is heard, and look through what was said while nobody did, as long as the context lasts.

        At its end a look is broken off and what is owed let go of, in a bounded time.

        Args:
            hears: whether this process hears Slack now.
            seconds: between two beats.
        """
        over = asyncio.Event()
        task = asyncio.create_task(self._attend(hears, seconds, over))
        try:
            yield
        finally:
            self._stopping.set()
            over.set()
            await task
            await asyncio.to_thread(self._end)

    async def _attend(self, hears: Callable[[], Awaitable[bool]], seconds: float, over: asyncio.Event) -> None:
        while not over.is_set():
            try:
                if await hears():
                    await asyncio.to_thread(self.heard)
            except Exception as error:  # noqa: BLE001  whatever it was, the next beat may go well
                log.error("that Slack is heard can't be kept down: %s", described(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), seconds)

    def heard(self) -> None:
        """Slack is heard now; what is owed is looked through in a thread beside, unless somebody is at it."""
        silence = self._hearing.silence()
        if silence is not None and silence > OUTAGE:
            self._hearing.owe(min(silence + MARGIN, FARTHEST))
        self._hearing.beat()
        if self._stopping.is_set() or (self._looking and self._looking.is_alive()):
            return
        if (back := self._hearing.take(LEASE, self._owner)) is not None:
            looking = Thread(target=self._work, args=(back,), name="catch-up", daemon=True)
            looking.start()
            self._looking = looking

    def _work(self, back: float) -> None:
        """Look, and settle or let go of what is owed."""
        try:
            try:
                found = self._look(back)
            except BaseException:
                self._hearing.release(self._owner)
                raise
            self._hearing.settle(self._owner)
            log.info("read what was said: %d messages had not been taken in", found)
        except StoppedError:
            log.info("what was said is read at the next start, or by another replica")
        except Exception as error:  # noqa: BLE001  whatever it was, the next look may go well
            log.error("what was said can't be looked through: %s", described(error))

    def _end(self) -> None:
        """Wait until a look is broken off; one that Slack does not let go of is left to itself."""
        if self._looking is None:
            return
        self._looking.join(ENDING)
        if self._looking.is_alive():
            try:
                self._hearing.release(self._owner)
            except trouble.ANY as error:
                log.error("what is owed can't be let go of: %s", described(error))

    def _look(self, back: float) -> int:
        """Take in what was not; return how many messages."""
        log.info("nobody heard Slack for a while: reading what was said in the last %.0f minutes", back / 60)
        since = f"{time.time() - back:.6f}"
        team = str(self._patiently(self._client.auth_test).get("team_id") or "")
        bodies = (body for channel in self._channels(team) for body in self._said(channel, since))
        return sum(self._take(body) for body in bodies)

    def _take(self, body: Json) -> bool:
        kept = self._patiently(partial(self._gate.passes, body))
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
                told = self._patiently(partial(self._page, method, cursor=cursor, limit=PAGE, **wanted))
            except SlackApiError as error:
                if error.response.get("error") not in NOT_OURS:
                    raise
                log.info("can't be read again: %s (%s)", method, error.response.get("error"))
                return
            yield from told.get(what) or ()
            cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _page(self, method: str, **wanted: Any) -> SlackResponse:
        """One page of a method's answer; who reads it goes on with the look."""
        self._hearing.hold(LEASE, self._owner)
        page: SlackResponse = getattr(self._client, method)(**wanted)
        return page

    def _patiently(self, ask: Callable[[], T]) -> T:
        """What comes of asking Slack, however often it wants to be asked later.

        Raises:
            StoppedError: the bot stops.
        """
        while not self._stopping.is_set():
            try:
                return ask()
            except SlackApiError as error:
                if (seconds := retry_after(error)) is None:
                    raise
            self._stopping.wait(min(seconds, LONGEST_PAUSE))
        raise StoppedError


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
