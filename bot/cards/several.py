"""The card of a paste with several errors: a line for each, then the most important one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.answered import BUDGET, answered
from bot.cards.blocks import Json, button, context, divider, length, section
from bot.cards.mrkdwn import said
from bot.cards.phrases import because, headline, seen, short_name, times_seen
from bot.cards.ref import Ref

if TYPE_CHECKING:
    from kb import Answer
    from kb.model import ErrorSeen

ROWS = 8
TITLE = 60
LEAST = 900
"""Characters that the most important error has at least, however long the list is."""


def several(answer: Answer, key: str) -> list[Json]:
    """The blocks for every distinct error of a paste, each known one with a button that shows it whole."""
    errors = answer.errors
    rows = [_row(number, error, key) for number, error in enumerate(errors[:ROWS])]
    blocks = [section(f"*{len(errors)} different errors, the most important first*"), *rows]
    if (left := len(errors) - ROWS) > 0:
        blocks.append(context(f"and {left} more"))
    if answer.outcome != "answer":
        return [*blocks, context(because("", answer.revision))]
    return [*blocks, divider(), *answered(answer, max(BUDGET - length(blocks), LEAST))]


def in_words(answer: Answer) -> str:
    """The errors for notifications and screen readers, in one line of plain text, escaped."""
    told = "; ".join(f"{_name(error)} {times_seen(error)}" for error in answer.errors[:4])
    return f"{len(answer.errors)} different errors: {told}"


def _row(number: int, error: ErrorSeen, key: str) -> Json:
    times = seen(error)
    if error.answer.outcome != "answer":
        told = "several errors fit" if error.answer.outcome == "choose" else "not in the knowledge base"
        return section(f"{number + 1}. {_name(error)}: {told}", f"     {times}")
    match = error.answer.matches[0]
    shown = button(
        short_name(match.entry), f"more:{number}", Ref.of(key, match).value, accessible=f"Show {match.entry.title}"
    )
    return section(
        f"{number + 1}. {headline(match.entry)}", f"     {said(match.system.name, TITLE)} · {times}", accessory=shown
    )


def _name(error: ErrorSeen) -> str:
    answer = error.answer
    if answer.outcome == "answer":
        return said(answer.matches[0].entry.title, TITLE)
    read = next((one.value for one in answer.evidence if one.kind != "words"), answer.said)
    return said(read, TITLE)
