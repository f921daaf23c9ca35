"""App Home: how to ask, what this person asked lately, how channels are set, and the systems that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards import help as help_card
from bot.cards.blocks import IN_VIEW, Json, actions, button, context, divider, menu, section
from bot.cards.here import LABELS, MODES, called
from bot.cards.listing import systems
from bot.cards.mrkdwn import code, said
from bot.cards.order import Order
from bot.cards.phrases import headline
from bot.cards.ref import Ref
from bot.timespan import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db.model import Asked
    from bot.directory import Directory, Row
    from kb import System

RECENT = 10


def home(
    known: Sequence[tuple[System, int]],
    recent: Sequence[Asked],
    version: str,
    revision: str,
    channels: Directory,
) -> Json:
    """The view of one person's App Home.

    Args:
        known: every system, with how many errors it has.
        recent: what this person asked, latest first.
        version: of streamerr.
        revision: of the knowledge base.
        channels: that this person may know of.
    """
    blocks = [
        *help_card.ways(),
        actions(button("Paste an error", "paste", "home", style="primary")),
        divider(),
        section("*You asked lately*"),
        *([_row(number, asked) for number, asked in enumerate(recent[:RECENT])] or [context("Nothing yet.")]),
        divider(),
        *_channels(channels),
        divider(),
        *systems(known),
        context(f"streamerr {said(version, 40)} · knowledge base {said(revision, 40)}"),
    ]
    return {"type": "home", "blocks": blocks[:IN_VIEW]}


def _channels(channels: Directory) -> list[Json]:
    rows = [_channel(row) for row in channels.rows]
    more = [context(f"and {channels.more:,} more: `/streamerr here` in a channel shows how it is set")]
    none = [
        context("Nothing is set, and no error was seen in channels lately. `/streamerr here` in a channel sets it.")
    ]
    return [section("*Channels*"), *(rows or none), *(more if channels.more else [])]


def _channel(row: Row) -> Json:
    """A channel, and a menu to set it for those who may."""
    channel = row.channel
    quiet = f", quiet for {in_words(channel.quiet)}" if channel.quiet and row.mode == "automatic" else ""
    named = f", for its name fits {code(row.pattern, 80)}" if row.mode == "automatic" and not channel.mode else ""
    shared = ", shared with other organisations" if channel.shared else ""
    options = {Order(channel.id, "mode", mode).value: label for mode, label in LABELS.items()}
    chosen = Order(channel.id, "mode", channel.mode).value
    accessory = menu("here:home", options, chosen) if row.may else None
    return section(f"*{called(channel)}* {MODES[row.mode]}{named}{quiet}{shared}", accessory=accessory)


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
