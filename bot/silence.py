"""Silence: when the bot was quiet in a channel, or off, and so saw nothing of what it was not asked about."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.db.channels import Change, Channels

TOLD = 3
LOOKED_AT = 100
"""Changes of a kind, the latest."""


@dataclass(frozen=True, slots=True, order=True)
class Silence:
    """A time without a word, in seconds since 1970."""

    since: float
    until: float


def silences(channels: Channels, team: str, channel: str, since: float, until: float) -> tuple[Silence, ...]:
    """The latest silences of a channel from ``since`` to ``until``, oldest first; what goes on before or after is left out."""
    quiet = channels.changes(team, channel, LOOKED_AT, "quiet")
    modes = channels.changes(team, channel, LOOKED_AT, "mode")
    every = _joined(sorted([*_times(quiet), *_times(modes)]))
    within = [Silence(max(one.since, since), min(one.until, until)) for one in every]
    return tuple(one for one in within if one.since < one.until)[-TOLD:]


def _times(changes: Iterable[Change]) -> Iterator[Silence]:
    """The silences that changes of one kind, latest first, began; each lasts until the next change at most."""
    changed = math.inf
    for one in changes:
        if one.what == "quiet" and float(one.after):
            yield Silence(one.at, min(one.at + float(one.after), changed))
        elif one.after == "off":
            yield Silence(one.at, changed)
        changed = one.at


def _joined(times: Iterable[Silence]) -> list[Silence]:
    """The same times, oldest first, as one where they touch."""
    joined: list[Silence] = []
    for one in times:
        if joined and one.since <= joined[-1].until:
            joined[-1] = Silence(joined[-1].since, max(one.until, joined[-1].until))
        else:
            joined.append(one)
    return joined
