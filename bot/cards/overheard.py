"""The card of an answer that nobody asked for, for a phone at night: what it is and what to do, how often it was seen, how to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.card import Card
from bot.cards.blocks import Json, actions, button, context, section
from bot.cards.mrkdwn import clip, code, moment, prose, said
from bot.cards.phrases import OURS, links, names, ours, retired, short_name
from bot.cards.ref import Ref
from bot.screen import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db.model import Tally
    from kb import Match

TITLE = 100
FIX = 250
MEANING = 180
OTHERS = 3
"""Errors of one message that are named, beside the most important one."""
HOSTS = 2
TEXT = 400
LONG = 12 * 3600.0
"""Seconds between first and last from which on the day is told too."""

Told = tuple["Match", "Tally"]


def overheard(told: Sequence[Told], key: str) -> Card:
    """The card for the errors that a reply tells of.

    Args:
        told: each error with what was seen of it by now, the most important first.
        key: of the answer; buttons carry it.
    """
    whole = Ref(key).value
    best = told[0][0]
    more = button("More", "more", Ref.of(key, best).value, accessible=f"Everything about {best.entry.title}")
    stops = (
        button("Recap", "recap", whole, accessible="What was seen in this channel lately, for you alone"),
        button("Wrong", "refute", whole, accessible="This is not what it is: take the answer away"),
        button("Quiet in this thread", "quiet", whole, accessible="Say nothing more in this thread unless asked"),
    )
    return Card(clip(_in_words(told), TEXT), (*_first(*told[0]), *_others(told[1:], key), actions(more, *stops)))


def refuted(person: str, key: str, told: Sequence[Match]) -> Card:
    """What is left of a reply that somebody said is wrong.

    Args:
        person: who said so; "" where that is forgotten.
        key: of the answer.
        told: what the reply told of.
    """
    struck = ", ".join(f"~{_headline(match)}~" for match in told[: OTHERS + 1])
    who = f"<@{person}>" if person else "Somebody"
    text = f"{who} marked this as wrong. It is not said again in this channel for now."
    undo = button("Undo", "unrefute", Ref(key).value, accessible="Show the answer again")
    return Card("This answer was marked as wrong.", (context(*filter(None, (struck, text))), actions(undo)))


def tally_line(tally: Tally, hosts: int = HOSTS) -> str:
    """How often an error was seen, when last and where, as markup; "" when it was seen once."""
    if tally.count <= 1:
        return ""
    last = moment(tally.last, day=tally.last - tally.first > LONG)
    more = f" and {len(tally.hosts) - hosts} more" if len(tally.hosts) > hosts else ""
    named = ", ".join(code(host, 60) for host in tally.hosts[:hosts])
    on = f", on {counted(len(tally.hosts), 'host')}{': ' if named else ''}{named}{more * bool(named)}"
    return f"*Seen {tally.count:,} times*, last {last}{on if tally.hosts else ''}"


def _in_words(told: Sequence[Told]) -> str:
    """The errors for notifications and screen readers, in one line of plain text, escaped."""
    match, tally = told[0]
    entry = match.entry
    first = match.settled.fix if match.settled else entry.first_check
    often = f" Seen {tally.count:,} times." if tally.count > 1 else ""
    others = f" Also: {'; '.join(said(one.entry.title, TITLE) for one, _ in told[1:])}." if len(told) > 1 else ""
    named = f"{said(match.system.name, 60)}, {said(short_name(entry), 60)}"
    return f"{said(entry.title, TITLE)} ({named}): {said(first, FIX)}{often}{others}"


def _first(match: Match, tally: Tally) -> list[Json]:
    entry = match.entry
    codes = " ".join(code(name, 60) for name in names(entry)[:2])
    often, gone = tally_line(tally), retired(match.system, brief=True)
    page = links((entry.see or (match.system.docs,))[:1])
    return [
        section(f"*{said(entry.title, TITLE)}*", f"{codes} · {said(match.system.name, 60)}"),
        *([context(often)] if often else []),
        section(_step(match)),
        section(prose(entry.meaning, MEANING)),
        context(
            f"*Retry* {said(entry.retry, 40)} · *Who can fix it* {said(entry.owner, 80)}",
            *filter(None, (gone, " · ".join(filter(None, (_causes(match), page))))),
        ),
    ]


def _step(match: Match) -> str:
    """The fix where the cause is settled; else what to look at first, for one cause's fix may be wrong for another."""
    if cause := match.settled:
        return f"*What to do* {prose(cause.fix, FIX)}{OURS * cause.ours}"
    return f"*Check first* {prose(match.entry.first_check, FIX)}{ours(match.entry, 'first_check')}"


def _causes(match: Match) -> str:
    """How many causes are told under More only."""
    if match.settled is None:
        return f"{counted(len(match.causes), 'possible cause')} under More" if match.causes else ""
    left = len(match.causes) - 1
    return f"{counted(left, 'other cause')} under More" if left else ""


def _others(told: Sequence[Told], key: str) -> list[Json]:
    """The other errors of the message, a line and a button each."""
    blocks: list[Json] = [section(f"*Also in this message*: {counted(len(told), 'error')}")] if told else []
    for number, (match, tally) in enumerate(told[:OTHERS], 1):
        title = match.entry.title
        more = button("More", f"more:{number}", Ref.of(key, match).value, accessible=f"Everything about {title}")
        often = tally_line(tally, hosts=0)
        blocks.append(section(_headline(match), *([often] if often else []), accessory=more))
    if (left := len(told) - OTHERS) > 0:
        blocks.append(context(f"and {left} more: Recap names them"))
    return blocks


def _headline(match: Match) -> str:
    return f"{code(short_name(match.entry), 60)} {said(match.entry.title, TITLE)}"
