"""Lists: the systems that are known, and the errors of one system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.blocks import IN_MESSAGE, Json, context, section
from bot.cards.mrkdwn import clip, code, link, said
from bot.cards.phrases import headline, retired
from bot.screen import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb import Entry, System

ROWS = 20
"""Errors in a section; a section holds 3,000 characters."""
MOST = 400
"""Errors that are listed."""
SYSTEMS = 60


def systems(known: Sequence[tuple[System, int]]) -> list[Json]:
    """The blocks that name every system, each with how many errors it has."""
    return [
        section(f"*{counted(len(known), 'system')}*", *map(_system, known[:SYSTEMS])),
        context("One of them: `/streamerr system mediatailor`"),
    ]


def system(about: System, entries: Sequence[Entry]) -> list[Json]:
    """The blocks that list the errors of a system."""
    rows = [f"• {headline(entry)}" for entry in entries[:MOST]]
    parts = [section(*rows[at : at + ROWS]) for at in range(0, len(rows), ROWS)]
    left = len(entries) - len(rows)
    closing = [context(f"and {left} more")] if left > 0 else []
    gone = retired(about)
    top = section(
        f"*{said(about.name, 150)}* {code(about.id)}",
        f"{said(about.vendor, 100)} · {said(about.layer, 40)} · {counted(len(entries), 'error')} · {link(about.docs)}",
        *([gone] if gone else []),
    )
    return [top, *parts, *closing][:IN_MESSAGE]


def in_words(about: System, entries: Sequence[Entry]) -> str:
    """A system for notifications and screen readers, in one line of plain text, escaped."""
    return clip(f"{said(about.name, 150)}: {counted(len(entries), 'error')}", 600)


def _system(row: tuple[System, int]) -> str:
    about, entries = row
    gone = " (retired)" if retired(about) else ""
    return f"• {code(about.id)} {said(about.name, 100)}, {counted(entries, 'error')}{gone}"
