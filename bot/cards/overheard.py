"""The card of an answer that nobody asked for: shorter than others, with how often the error was seen, and ways to make it stop."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from bot.card import Card
from bot.cards.answered import in_words, title
from bot.cards.blocks import Json, actions, button, context, section
from bot.cards.mrkdwn import clip, code, prose, said
from bot.cards.phrases import OURS, headline, links, ours, retired
from bot.cards.ref import Ref
from bot.db.model import Fact
from bot.screen import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.db.model import Tally
    from kb import Answer, Match

MEANING = 250
FIX = 300
ROWS = 5
HOSTS = 3
TEXT = 400


def overheard(answer: Answer, key: str, tallies: Mapping[Fact, Tally]) -> Card:
    """The card for those errors of an answer that have a tally.

    Args:
        answer: to the first message that told of them.
        key: of the answer; buttons carry it.
        tallies: what was seen of each error by now.
    """
    told = [(match, tallies[fact]) for match in _matches(answer) if (fact := fact_of(match)) in tallies]
    blocks = _one(*told[0]) if len(told) == 1 else _several(told)
    words = in_words(answer) if len(told) == 1 else "; ".join(said(match.entry.title, 80) for match, _ in told)
    more = [button("More", "more", Ref.of(key, told[0][0]).value, accessible="Everything about this error")]
    whole = Ref(key).value
    stops = [
        button("Quiet in this thread", "quiet", whole, accessible="Say nothing more in this thread unless asked"),
        button("Wrong", "refute", whole, accessible="This is not what it is: take it away"),
        button("Recap", "recap", whole, accessible="What was seen in this channel lately"),
    ]
    return Card(clip(words, TEXT), (*blocks, actions(*(more if len(told) == 1 else []), *stops)))


def refuted(person: str, key: str) -> Card:
    """What is left of a reply that somebody said is wrong."""
    text = f"<@{person}> marked this answer as wrong. It is not given again in this channel for now."
    undo = button("Undo", "unrefute", Ref(key).value, accessible="Show the answer again")
    return Card("This answer was marked as wrong.", (context(text), actions(undo)))


def tally_line(tally: Tally) -> str:
    """How often an error was seen, when last and where, as markup; "" when it was seen once."""
    hosts = ", ".join(code(host, 60) for host in tally.hosts[:HOSTS])
    more = f" and {len(tally.hosts) - HOSTS} more" if len(tally.hosts) > HOSTS else ""
    on = f"on {counted(len(tally.hosts), 'host')}: {hosts}{more}" if tally.hosts else ""
    often = f"*Seen {tally.count:,} times*, last {moment(tally.last)}" if tally.count > 1 else ""
    return ", ".join(filter(None, (often, on))) if often else ""


def moment(seconds: float) -> str:
    """A time of day as each reader's clock shows it, as markup; UTC where Slack does not."""
    at = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return f"<!date^{int(seconds)}^{{time}}|{at:%H:%M} UTC>"


def fact_of(match: Match) -> Fact:
    """Which error a match is."""
    return Fact(match.entry.system, match.entry.code, match.entry.symbol)


def _matches(answer: Answer) -> Iterator[Match]:
    seen = set()
    for one in [error.answer for error in answer.errors] or [answer]:
        if one.outcome == "answer" and fact_of(one.matches[0]) not in seen:
            seen.add(fact_of(one.matches[0]))
            yield one.matches[0]


def _one(match: Match, tally: Tally) -> list[Json]:
    entry = match.entry
    gone = retired(match.system)
    often = tally_line(tally)
    return [
        section(*title(match), prose(entry.meaning, MEANING)),
        section(*_steps(match), f"*Retry* {said(entry.retry, 60)} · *Who can fix it* {said(entry.owner, 100)}"),
        context(*filter(None, (gone, links((entry.see or (match.system.docs,))[:1])))),
        *([context(often)] if often else []),
    ]


def _steps(match: Match) -> Iterator[str]:
    """The likeliest fix, or what to look at first where there is none."""
    if not match.causes:
        yield f"*Check first*{ours(match.entry, 'first_check')} {prose(match.entry.first_check, FIX)}"
        return
    first = match.causes[0]
    more = f" _and {left} more, under More_" if (left := len(match.causes) - 1) else ""
    yield f"*What to do* {prose(first.fix, FIX)}{OURS * first.ours}{more}"


def _several(told: list[tuple[Match, Tally]]) -> list[Json]:
    blocks = [section(f"*{len(told)} known errors in this message*")]
    for match, tally in told[:ROWS]:
        lines = (headline(match.entry), said(match.system.name, 60), *_steps(match), tally_line(tally))
        blocks.append(section(*filter(None, lines)))
    if (left := len(told) - ROWS) > 0:
        blocks.append(context(f"and {left} more"))
    return blocks
