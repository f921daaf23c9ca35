"""The card of a choice: everything that fits, grouped by system, each with a button that turns the card into its answer."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.cards.blocks import Json, button, context, section
from bot.cards.mrkdwn import prose, said
from bot.cards.phrases import asides, because, by_system, headline, retired, short_name, understood
from bot.cards.ref import Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kb import Answer, Match

CANDIDATES = 12


def choice(answer: Answer, key: str, heading: str = "Several errors fit. Which one is it?") -> list[Json]:
    """The blocks of a choice, without the buttons below it."""
    left = len(answer.matches) - CANDIDATES
    return [
        context(understood(answer)),
        section(f"*{heading}*", *(prose(line, 300) for line in answer.decoded[:3])),
        *candidates(answer.matches, key, "choose"),
        context(
            *([f"and {left} more"] if left > 0 else []),
            "Or ask again and name the system.",
            *asides(answer),
            because("", answer.revision),
        ),
    ]


def candidates(matches: Sequence[Match], key: str, action: str) -> list[Json]:
    """Matches grouped by system, each with a button whose action is ``action:N``."""
    ordered = by_system(matches)[:CANDIDATES]
    numbers = {id(match): number for number, match in enumerate(ordered)}
    blocks: list[Json] = []
    for _, group in groupby(ordered, key=lambda match: match.system.id):
        own = [*group]
        gone = " (retired)" if retired(own[0].system) else ""
        blocks.append(context(f"*{said(own[0].system.name, 100)}*{gone}"))
        blocks += [_candidate(match, key, f"{action}:{numbers[id(match)]}") for match in own]
    return blocks


def in_words(answer: Answer) -> str:
    """The choice for notifications and screen readers, in one line of plain text, escaped."""
    return f"Several errors fit: {'; '.join(_told(answer.matches[:4]))}"


def _candidate(match: Match, key: str, action: str) -> Json:
    name = short_name(match.entry)
    shown = button(
        name, action, Ref.of(key, match).value, accessible=f"{name}, {match.entry.title}, {match.system.name}"
    )
    return section(headline(match.entry), accessory=shown)


def _told(matches: Iterable[Match]) -> Iterable[str]:
    for match in matches:
        yield f"{said(match.entry.title, 100)} ({said(match.system.name, 100)}, {said(short_name(match.entry), 100)})"
