"""The card when nothing fits: what was read and decoded, what is nearest, and what to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.blocks import Json, context, section
from bot.cards.choice import candidates
from bot.cards.mrkdwn import prose, said
from bot.cards.phrases import SAID, asides, because, read, understood

if TYPE_CHECKING:
    from kb import Answer

NEAREST = 4
TRY = (
    "• Paste the whole response: the status line, the headers and the body.",
    "• Name the system with its code, as in `mediatailor 404`.",
    "• Compare the code with the original, digit by digit. A near miss is another error, so none is guessed.",
)


def unknown(answer: Answer, key: str) -> list[Json]:
    """The blocks of an unknown, without the buttons below it."""
    blocks = [
        context(understood(answer)),
        section("*Not in the knowledge base*", *(prose(line, 300) for line in answer.decoded[:5])),
    ]
    if seen := read(answer.evidence):
        blocks.append(section("*What was read*", *seen))
    if answer.matches:
        blocks += [section("*Nearest*"), *candidates(answer.matches[:NEAREST], key, "more")]
    return [
        *blocks,
        section("*What to try*", *TRY),
        context(*asides(answer), because("", answer.revision)),
    ]


def in_words(answer: Answer) -> str:
    """The unknown for notifications and screen readers, in one line of plain text, escaped."""
    decoded = f" {said(answer.decoded[0], 300)}" if answer.decoded else ""
    return f"Not in the knowledge base: {said(answer.said, SAID) or 'nothing was asked'}.{decoded}"
