"""App Home: how to ask, the systems that are known, and what this person asked lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards import help as help_card
from bot.cards.blocks import IN_VIEW, Json, actions, button, context, divider, section
from bot.cards.listing import systems
from bot.cards.mrkdwn import code, said
from bot.cards.phrases import headline
from bot.cards.ref import Ref

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db.model import Asked
    from kb import System

RECENT = 10


def home(known: Sequence[tuple[System, int]], recent: Sequence[Asked], version: str, revision: str) -> Json:
    """The view of one person's App Home.

    Args:
        known: every system, with how many errors it has.
        recent: what this person asked, latest first.
        version: of streamerr.
        revision: of the knowledge base.
    """
    blocks = [
        *help_card.ways(),
        actions(button("Paste an error", "paste", "home", style="primary")),
        divider(),
        section("*You asked lately*"),
        *([_row(number, asked) for number, asked in enumerate(recent[:RECENT])] or [context("Nothing yet.")]),
        divider(),
        *systems(known),
        context(f"streamerr {said(version, 40)} · knowledge base {said(revision, 40)}"),
    ]
    return {"type": "home", "blocks": blocks[:IN_VIEW]}


def _row(number: int, asked: Asked) -> Json:
    answer = asked.answer
    if answer.outcome == "answer":
        match = answer.matches[0]
        return section(
            f"{headline(match.entry)}\n{said(match.system.name, 100)}",
            accessory=button("Show", f"more:{number}", Ref.of(asked.key, match).value, accessible=match.entry.title),
        )
    told = "several errors fit" if answer.outcome == "choose" else "not in the knowledge base"
    return section(f"{code(answer.said, 150) or 'A question'} {told}")
