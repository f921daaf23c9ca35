"""The card of an answer: what it means and what to do, always in the same order, short enough for a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.blocks import Json, context, fields, length, section
from bot.cards.mrkdwn import code, prose, said
from bot.cards.phrases import (
    OURS,
    asides,
    because,
    beside,
    headline,
    links,
    names,
    ours,
    retired,
    support_ids,
    understood,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kb import Answer, Cause, Match

BUDGET = 2_000
"""Characters that a card has, about; causes beyond it wait behind More."""
CAUSES = 3
LINKS = 2
OTHERS = 2


def answered(answer: Answer, budget: int = BUDGET) -> list[Json]:
    """The blocks for the best match of an answer, without buttons: as many causes as fit into ``budget`` characters."""
    best = answer.matches[0]
    for most in range(min(CAUSES, len(best.causes)), 0, -1):
        blocks = _card(answer, best, most)
        if length(blocks) <= budget:
            return blocks
    return _card(answer, best, 1)


def in_words(answer: Answer) -> str:
    """The answer for notifications and screen readers, in one line of plain text, escaped."""
    best = answer.matches[0]
    entry = best.entry
    first = best.settled.fix if best.settled else entry.first_check
    named = ", ".join(names(entry))
    return f"{said(entry.title, 150)} ({said(best.system.name, 100)}, {said(named, 200)}): {said(first, 300)}"


def title(match: Match) -> list[str]:
    """Title, system and codes, as lines of markup."""
    codes = " ".join(code(name) for name in names(match.entry))
    return [f"*{said(match.entry.title, 150)}*", f"{said(match.system.name, 100)} · {codes}"]


def _card(answer: Answer, best: Match, most: int) -> list[Json]:
    entry = best.entry
    decoded = [prose(line, 300) for line in answer.decoded[:3]]
    return [
        context(understood(answer)),
        section(*title(best), prose(entry.meaning, 500), *decoded),
        *([section("*What to do*", *steps(best, best.causes[:most]))] if entry.causes else []),
        fields(
            f"*Retry*\n{said(entry.retry, 100)}{ours(entry, 'retry')}",
            f"*Who can fix it*\n{said(entry.owner, 200)}{ours(entry, 'owner')}",
        ),
        section(f"*Check first*{ours(entry, 'first_check')}", prose(entry.first_check, 600)),
        context(*_small_print(answer, best)),
    ]


def steps(best: Match, causes: Sequence[Cause]) -> Iterator[str]:
    """Causes as numbered lines of markup: the fix, and below it when it applies."""
    for number, cause in enumerate(causes, 1):
        yield f"{number}. {prose(cause.fix, 500)}{OURS * cause.ours}"
        label = "What was read points here" if best.cause is not None and number == 1 else "When"
        yield f"     _{label}:_ {prose(cause.when, 300)}"
    if left := len(best.entry.causes) - len(causes):
        yield f"     _and {left} more, under More_"


def _small_print(answer: Answer, best: Match) -> Iterator[str]:
    if found := support_ids(answer):
        yield f"Quote to support: {', '.join(found[:3])}"
    yield links((best.entry.see or (best.system.docs,))[:LINKS])
    if gone := retired(best.system):
        yield gone
    for other in answer.matches[1 : 1 + OTHERS]:
        yield f"{beside(answer)} {headline(other.entry)} ({said(other.system.name, 100)})"
    yield from asides(answer)
    yield because(best.why, answer.revision)
