"""How a channel is set: everything that is told of it, gathered from what was decided, from the rules and from Slack."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.db.model import Place
from bot.reach import reach_of
from bot.rules import GROUPS
from bot.timespan import HOUR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk import WebClient

    from bot.db.channels import BotSeen, Change, Channel, Mode
    from bot.desk import Asker, Desk
    from bot.reach import Reach

CHANGES = 5
"""That are told of."""


@dataclass(frozen=True, slots=True)
class State:
    """How a channel is set: everything that is told of it.

    Attributes:
        channel: as it is known.
        mode: how it is answered.
        pattern: that its name fits, or "".
        decided: the change that its mode comes from, if it was decided.
        until: when its quiet ends, in seconds since 1970; 0 when it is not quiet.
        said: replies that nobody asked for, in the last hour.
        cap: how many of these there may be.
        full: until when there may be no more of them, in seconds since 1970; 0 when there may be, or never.
        bots: those that post in it.
        everywhere: ids of bots that are heard everywhere.
        deciders: who may change it, as in ``Rules``.
        changes: the last ones, latest first.
        names: what people are called, by their id.
        reach: whether its messages reach us.
        may: whether who looks at it may change it.
    """

    channel: Channel
    mode: Mode
    pattern: str
    decided: Change | None
    until: float
    said: int
    cap: int
    full: float
    bots: tuple[BotSeen, ...]
    everywhere: tuple[str, ...]
    deciders: frozenset[str]
    changes: tuple[Change, ...]
    names: Mapping[str, str]
    reach: Reach
    may: bool


def state_of(desk: Desk, asker: Asker) -> State:
    """How the channel is set in which somebody asks."""
    policy, client = desk.policy, asker.client
    where = (asker.team, asker.channel)
    posts, place, cap = desk.voice.posts, Place(*where, ""), policy.rules.cap
    said = posts.unasked(place, HOUR)
    channel = policy.channel(client, *where)
    changes = policy.channels.changes(*where, CHANGES)
    decided = next(iter(policy.channels.changes(*where, 1, "mode")), None) if channel.mode else None
    return State(
        channel=channel,
        mode=policy.mode(channel),
        pattern=policy.rules.pattern(channel.name),
        decided=decided,
        until=time.time() + channel.quiet if channel.quiet else 0.0,
        said=said,
        cap=cap,
        full=posts.full_until(place, HOUR, cap) if said >= cap else 0.0,
        bots=policy.channels.bots(*where),
        everywhere=tuple(sorted(policy.rules.bots)),
        deciders=policy.rules.deciders,
        changes=changes,
        names=names_of(desk, client, channel, *changes, *filter(None, [decided])),
        reach=reach_of(client, asker.channel),
        may=policy.may_decide(client, channel, asker.user, stranger=asker.stranger),
    )


def names_of(desk: Desk, client: WebClient, channel: Channel, *changes: Change) -> dict[str, str]:
    """What the people are called who may change a channel, and who did."""
    deciders = desk.policy.rules.deciders
    ids = {change.person for change in changes} | (deciders - GROUPS)
    ids |= {channel.creator} if "creators" in deciders else set()
    return {id_: desk.policy.people.of(client, id_).name for id_ in sorted(ids - {""})}
