"""A model of Slack: what was posted, and a client whose calls are answered as somebody decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.voice import SECONDS, SETTLED
from tests.promise.steps import stop
from tests.refused import answered, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.web import SlackResponse

LOST = ("lost", "late", "unanswered")
POSTING = ("ok", *LOST, "limited", "refused", "broken")
"""How a call may end: well; with a lost connection; so, and is carried out a moment later; so, after it was carried out; with 429;
with a word for why not; with a page of status 500, after it was carried out."""
POSTED = ("ok", "lost")
LOOKING = ("ok", "lost", "limited", "refused")
LATE = SETTLED - 0.5
RETRY_AFTER = 7.0


@dataclass(frozen=True, slots=True)
class Call:
    """A call that waits to be answered.

    Attributes:
        what: ``post``, before Slack has carried it out; ``posted``, after; ``look``; ``whisper``.
        ends: the ways in which it may end.
        since: when it began.
        channel, key: of what is posted.
    """

    what: str
    ends: tuple[str, ...]
    since: float
    channel: str = ""
    key: str = ""


class Slack:
    """Channels, and what stands in them; in the place of a ``WebClient``.

    Args:
        now: tells the time.

    Attributes:
        messages: key, channel and ``ts`` of what was posted.
        refusals: keys of posts that were refused, for good.
        unreadable: channels that were not shown.
        whispers: what one person was told.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.messages: list[tuple[str, str, str]] = []
        self.refusals: set[str] = set()
        self.unreadable: set[str] = set()
        self.whispers: list[str] = []
        self._now = now
        self._late: list[tuple[float, str, str]] = []

    def chat_postMessage(self, *, channel: str, metadata: dict[str, Any], **_: Any) -> SlackResponse:
        """Post."""
        key = str(metadata["event_payload"]["key"])
        call = Call("post", POSTING, self._now(), channel, key)
        how = stop(call) or "ok"
        if how == "late":
            self.sends(call)
        if how in ("lost", "late", "limited", "refused"):
            raise self._ended(how, key)
        ts = self._carry_out(key, channel)
        how = how if how != "ok" else stop(Call("posted", POSTED, self._now(), channel, key)) or "ok"
        if how != "ok":
            raise self._ended(how)
        return answered({"ok": True, "channel": channel, "ts": ts})

    def conversations_replies(self, *, channel: str, **_: Any) -> SlackResponse:
        """Look."""
        how = stop(Call("look", LOOKING, self._now(), channel)) or "ok"
        if how == "refused":
            self.unreadable.add(channel)
            raise refused("missing_scope")
        if how != "ok":
            raise self._ended(how)
        found = [
            {"ts": ts, "metadata": {"event_type": "streamerr_reply", "event_payload": {"key": key}}}
            for key, where, ts in self.messages
            if where == channel
        ]
        stop("looked")
        return answered({"ok": True, "messages": found})

    def chat_postEphemeral(self, *, text: str, **_: Any) -> SlackResponse:
        """Tell one person."""
        how = stop(Call("whisper", POSTED, self._now())) or "ok"
        if how != "ok":
            raise self._ended(how)
        self.whispers.append(text)
        return answered({"ok": True})

    def end(self, call: Call, how: str) -> str:
        """How a call ends that is to end so."""
        if call.what == "post" and not self.may_carry_out(call):
            return "lost"
        return how if how in call.ends else "ok"

    def sends(self, call: Call) -> None:
        """What was asked is on its way, and carried out in a moment, whatever becomes of who asked."""
        if self.may_carry_out(call):
            self._late.append((self._now() + LATE, call.key, call.channel))

    def may_carry_out(self, call: Call) -> bool:
        """Whether a call is young enough to be carried out; no longer than so may it take."""
        return call.what == "post" and self._now() - call.since < SECONDS

    def arrives(self) -> None:
        """What was on its way is there by now."""
        for at, key, channel in [one for one in self._late if one[0] <= self._now()]:
            self._late.remove((at, key, channel))
            self._carry_out(key, channel)

    def _carry_out(self, key: str, channel: str) -> str:
        ts = f"{self._now():.3f}{len(self.messages):03}"
        self.messages.append((key, channel, ts))
        return ts

    def _ended(self, how: str, key: str = "") -> Exception:
        if how == "limited":
            return refused("ratelimited", 429, Retry_After=str(RETRY_AFTER))
        if how == "refused":
            self.refusals.add(key)
            return refused("is_archived")
        return refused("a page", 500) if how == "broken" else ConnectionResetError("gone")
