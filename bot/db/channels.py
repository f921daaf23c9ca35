"""Channels: what Slack told of them, what was decided for them and by whom, and the bots that post there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import insert, select

from bot.db.database import now
from bot.db.tables import KEY, bots, channels, policy_changes

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from bot.db.database import Database

Mode = Literal["off", "asked", "automatic"]
What = Literal["mode", "quiet", "bot"]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as we know it.

    Attributes:
        team, id: Slack's.
        name: without ``#``; "" when Slack did not tell.
        creator: who made it, or "".
        shared: whether another workspace is in it.
        told: seconds since Slack told that; None when it never did.
        mode: what was decided for it; "" when its name decides.
        quiet: seconds for which nothing is said in it unasked; 0 when it is not to be quiet.
    """

    team: str
    id: str
    name: str = ""
    creator: str = ""
    shared: bool = False
    told: float | None = None
    mode: Mode | Literal[""] = ""
    quiet: float = 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """A decision about a channel: who changed what, and when, in seconds since 1970."""

    at: float
    person: str
    what: What
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class BotSeen:
    """A bot that posts in a channel, and whether it is answered there."""

    id: str
    name: str
    heard: bool


class Channels:
    """Channels in the workspace database; shared by all replicas."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, team: str, channel: str) -> Channel:
        """A channel; one that was never heard of is as channels are at first."""
        wanted = select(channels, now().label("here")).where(channels.c.team == team, channels.c.channel == channel)
        with self._db.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return _channel(row) if row else Channel(team, channel)

    def named(self, team: str, channel: str, name: str) -> None:
        """Slack told the name of a channel, and nothing else."""
        self._keep(team, channel, name=name[:KEY])

    def told(self, team: str, channel: str, *, name: str, creator: str, shared: bool) -> None:
        """Slack told what a channel is; or would not, and everything is empty."""
        self._keep(team, channel, name=name[:KEY], creator=creator, shared=shared, told=now())

    def concerned(self, team: str, channel: str) -> None:
        """Something in a channel concerned us: after an outage it is looked through."""
        self._keep(team, channel, heard=now())

    def lately(self, seconds: float) -> tuple[Channel, ...]:
        """The channels in which something concerned us in the last so many seconds, or that are automatic by decision."""
        wanted = (channels.c.heard > now() - seconds) | (channels.c.mode == "automatic")
        with self._db.reading() as connection:
            rows = connection.execute(select(channels, now().label("here")).where(wanted)).all()
        return tuple(map(_channel, rows))

    def decide(self, team: str, channel: str, mode: Mode | Literal[""], person: str) -> None:
        """Decide whether a channel is answered; "" leaves it to its name."""
        with self._db.writing() as connection:
            before = self._before(connection, team, channel)
            self._upsert(connection, team, channel, mode=mode, quiet_until=0)
            self._log(connection, team, channel, person, "mode", before.mode if before else "", mode)

    def hush(self, team: str, channel: str, seconds: float, person: str) -> None:
        """Say nothing unasked in a channel for so many seconds; 0 ends that."""
        with self._db.writing() as connection:
            before = self._before(connection, team, channel)
            self._upsert(connection, team, channel, quiet_until=now() + seconds if seconds else 0)
            left = max(0.0, before.quiet_until - before.here) if before else 0.0
            self._log(connection, team, channel, person, "quiet", f"{left:.0f}", f"{seconds:.0f}")

    def changes(self, team: str, channel: str, most: int = 10) -> tuple[Change, ...]:
        """What was decided about a channel, latest first."""
        where = (policy_changes.c.team == team, policy_changes.c.channel == channel)
        wanted = select(policy_changes).where(*where).order_by(policy_changes.c.id.desc()).limit(most)
        with self._db.reading() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Change(row.at, row.person, cast("What", row.what), row.before, row.after) for row in rows)

    def saw_bot(self, team: str, channel: str, bot: str, name: str) -> None:
        """A bot posts in a channel."""
        seen = {"team": team, "channel": channel, "bot": bot, "name": name[:KEY], "heard": False, "at": now()}
        with self._db.writing() as connection:
            connection.execute(self._db.insert(bots).values(**seen).on_conflict_do_nothing())

    def bots(self, team: str, channel: str) -> tuple[BotSeen, ...]:
        """The bots that post in a channel, those that are answered first."""
        wanted = select(bots).where(bots.c.team == team, bots.c.channel == channel)
        with self._db.reading() as connection:
            rows = connection.execute(wanted.order_by(bots.c.heard.desc(), bots.c.name, bots.c.bot)).all()
        return tuple(BotSeen(row.bot, row.name, row.heard) for row in rows)

    def hear(self, team: str, channel: str, bot: str, person: str, *, heard: bool) -> None:
        """Decide whether a bot is answered in a channel."""
        where = {"team": team, "channel": channel, "bot": bot}
        new = self._db.insert(bots).values(**where, name="", heard=heard, at=now())
        with self._db.writing() as connection:
            connection.execute(new.on_conflict_do_update(index_elements=[*where], set_={"heard": heard, "at": now()}))
            told = ("silent", "heard") if heard else ("heard", "silent")
            self._log(connection, team, channel, person, "bot", f"{bot} {told[0]}", f"{bot} {told[1]}")

    def _before(self, connection: Connection, team: str, channel: str) -> Row[Any] | None:
        wanted = select(channels, now().label("here")).where(channels.c.team == team, channels.c.channel == channel)
        return connection.execute(wanted.with_for_update()).one_or_none()

    def _keep(self, team: str, channel: str, **values: Any) -> None:
        with self._db.writing() as connection:
            self._upsert(connection, team, channel, **values)

    def _upsert(self, connection: Connection, team: str, channel: str, **values: Any) -> None:
        at_first = {"name": "", "creator": "", "shared": False, "told": 0, "mode": "", "quiet_until": 0, "heard": 0}
        where = {"team": team, "channel": channel}
        new = self._db.insert(channels).values(**{**at_first, **where, **values})
        connection.execute(new.on_conflict_do_update(index_elements=[*where], set_=values))

    @staticmethod
    def _log(connection: Connection, team: str, channel: str, person: str, what: What, before: str, after: str) -> None:
        kept = {"team": team, "channel": channel, "person": person, "what": what, "before": before, "after": after}
        connection.execute(insert(policy_changes).values(**kept, at=now()))


def _channel(row: Row[Any]) -> Channel:
    told = row.here - row.told if row.told else None
    quiet = max(0.0, row.quiet_until - row.here)
    return Channel(row.team, row.channel, row.name, row.creator, row.shared, told, row.mode, quiet)
