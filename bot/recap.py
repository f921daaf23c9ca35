"""A recap: which errors were seen in a channel in a span of time, as lines that cards and files are made of."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import timespan
from bot.card import note
from bot.cards import recap as recap_card
from bot.cards.mrkdwn import code
from bot.db.model import Place
from bot.reach import reach_of
from bot.silence import silences
from bot.timespan import DAY

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.card import Card
    from bot.db.model import Fact
    from bot.db.sightings import Sighted
    from bot.desk import Asker, Desk
    from bot.silence import Silence
    from kb import Match

DEFAULT = DAY
"""Seconds that a recap goes back when nobody says how far."""
NOWHERE = note(
    "A recap is of a channel: type `/streamerr recap` in it, or mention me there. What you ask me in private is part of none."
)
WORDS = 2
"""Words after ``recap`` that are taken for a span, if a mistaken one; more of them are a question."""
UNKNOWN = "no longer in the knowledge base"
WRONG = "marked as wrong"
_CHANNEL = re.compile(r"(?<!\S)#\w")
_LAST = re.compile(r"(?:(?:for|of|from|in)\s)?(?:the\s)?(?:last|past)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """What a recap is of.

    Attributes:
        since, until: in seconds since 1970.
        thread: of the channel, where the recap is posted, or "".
    """

    since: float
    until: float
    thread: str = ""

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.until - self.since

    @property
    def value(self) -> str:
        """The span as a button's value; it holds no text of anybody's."""
        return json.dumps([round(self.since, 6), round(self.until, 6), self.thread])

    @classmethod
    def read(cls, value: str) -> Span | None:
        """The span that ``value`` wrote; None when it is something else."""
        try:
            since, until, thread = json.loads(value)
            span = cls(float(since), float(until), str(thread))
        except (ValueError, TypeError, RecursionError):
            return None
        return span if math.isfinite(span.seconds) and 0 <= span.since <= span.until < 10**11 else None


@dataclass(frozen=True, slots=True)
class Line:
    """An error in a recap.

    Attributes:
        system: its name, or its id when it is known no more.
        code, symbol: what the error is known by.
        title: what happened; "" when it is known no more.
        count, messages: how often it was seen, in how many messages.
        first, last: when, in seconds since 1970.
        layer, owner: where it comes from, and who can fix it.
        hosts: some on which it was seen.
        links: to some of the messages, oldest first, the last one among them.
        remark: what else there is to say.
    """

    system: str
    code: str
    symbol: str
    title: str
    count: int
    messages: int
    first: float
    last: float
    layer: str = ""
    owner: str = ""
    hosts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Recap:
    """What was seen in a channel.

    Attributes:
        channel: its id.
        name: without ``#``; "" when Slack did not tell.
        span: from when to when.
        lines: the errors, in the order in which they were first seen.
        errors, count, messages: how many errors, how often, in how many messages, those without a line too.
        before: when something was seen last, in a span in which nothing was; None when never.
        absent: whether nothing was seen, and the bot is not in the channel.
        silences: when it was quiet in the channel, and what it was not asked about was not counted.
    """

    channel: str
    name: str
    span: Span
    lines: tuple[Line, ...]
    errors: int
    count: int
    messages: int
    before: float | None = None
    absent: bool = False
    silences: tuple[Silence, ...] = ()


def asked(desk: Desk, asker: Asker, rest: str) -> Card | None:
    """The card that ``recap`` is answered with; None when it is a question after all.

    Args:
        desk: where it is answered.
        asker: who asks, and where.
        rest: what follows the word: a span, or nothing.
    """
    span = timespan.seconds(_LAST.sub("", rest, count=1)) if rest else DEFAULT
    if span is None and len(rest.split()) > WORDS and _is_question(desk, rest):
        return None
    if not asker.channel or asker.channel.startswith("D"):
        return NOWHERE
    if span is None or span > recap_card.FARTHEST:
        return note(
            f"How far back? {code(rest, 60)} is no span of time that I can go back: {recap_card.FARTHEST // DAY} days at most."
            f" Try {timespan.EXAMPLE}, as in `/streamerr recap 2h`; without one, I go back a day. A recap is of the channel"
            " that it is asked for in."
        )
    return latest(desk, asker.client, Place(asker.team, asker.channel, ""), span, private=asker.private)


def _is_question(desk: Desk, words: str) -> bool:
    """Whether many words after ``recap`` are a question, rather than tell which recap is wanted."""
    return not (timespan.is_in(words) or _CHANNEL.search(words)) or desk.names_error(words)


def latest(
    desk: Desk, client: WebClient, channel: Place, seconds: float, thread: str = "", *, private: bool = False
) -> Card:
    """The card with the recap of the last so many seconds.

    Args:
        desk: knows what was seen.
        client: Slack.
        channel: of which; its ``ts`` does not matter.
        seconds: how far back.
        thread: of the channel, where it is posted, or "".
        private: whether only one person sees it.
    """
    since, until = desk.sightings.span(channel.team, channel.channel, seconds)
    return recap_card.recap(of(desk, client, channel, Span(since, until, thread)), private=private)


def of(desk: Desk, client: WebClient, channel: Place, span: Span) -> Recap:
    """The recap of a channel, of a span of time."""
    team, id_ = channel.team, channel.channel
    history = desk.sightings.history(team, id_, span.since, span.until)
    return Recap(
        channel=id_,
        name=desk.policy.channel(client, team, id_).name,
        span=span,
        lines=tuple(_line(desk, client, channel, seen) for seen in history.seen),
        errors=history.errors,
        count=history.count,
        messages=history.messages,
        before=None if history.seen else desk.sightings.last(team, id_),
        absent=not history.seen and reach_of(client, id_).member is False,
        silences=silences(desk.policy.channels, team, id_, span.since, span.until),
    )


def _line(desk: Desk, client: WebClient, channel: Place, seen: Sighted) -> Line:
    match = desk.kb.find(seen.fact.system, seen.fact.code, seen.fact.symbol)
    places = [(Place(channel.team, channel.channel, ts), thread) for ts, thread in seen.messages]
    remarks = [WRONG] * seen.refuted + [UNKNOWN] * (match is None)
    told = _known(match) if match else _unknown(seen.fact)
    return Line(
        **told,
        code=seen.fact.code,
        symbol=seen.fact.symbol,
        count=seen.tally.count,
        messages=seen.tally.messages,
        first=seen.tally.first,
        last=seen.tally.last,
        hosts=seen.tally.hosts,
        links=tuple(desk.links.of(client, place, thread) for place, thread in places),
        remark=", ".join(remarks),
    )


def _known(match: Match) -> dict[str, str]:
    entry, system = match.entry, match.system
    layer = entry.layer or system.layer
    return {"system": system.name, "title": entry.title, "layer": layer, "owner": entry.owner}


def _unknown(fact: Fact) -> dict[str, str]:
    return {"system": fact.system, "title": ""}
