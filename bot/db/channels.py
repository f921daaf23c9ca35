"""Channels: what Slack told of them, what was decided for them and by whom, and the bots that post there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import insert, select, update

from bot.db.database import now
from bot.db.tables import KEY, bots, channels, policy_changes
from kb.clean import clean

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from bot.db.database import Database

Mode = Literal["off", "asked", "automatic"]
What = Literal["mode", "quiet", "bot"]

AGAIN = 60.0
"""Seconds within which the same quiet is the one that was asked for before: a delivery may be worked on twice."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as we know it.

    Attributes:
        team, id: Slack's.
        name: without ``#``; "" when Slack did not tell.
        creator: who made it, or "".
        shared: whether another workspace is in it.
        public: whether anybody in the workspace may know of it; not so when Slack did not tell.
        told: seconds since Slack told that; None when it never did.
        mode: what was decided for it; "" when its name decides.
        quiet: seconds for which nothing is said in it unasked; 0 when it is not to be quiet.
        heard: seconds since something there concerned us; None when nothing did.
    """

    team: str
    id: str
    name: str = ""
    creator: str = ""
    shared: bool = False
    public: bool = False
    told: float | None = None
    mode: Mode | Literal[""] = ""
    quiet: float = 0.0
    heard: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A decision about a channel: who changed what, and when, in seconds since 1970; "" where another workspace joined."""

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
        self._keep(team, channel, name=clean(name, KEY).text)

    def shared(self, team: str, channel: str) -> None:
        """An event told that another workspace is in a channel: what was decided before it was there opens it no longer."""
        with self._db.writing() as connection:
            self._close(connection, team, channel)
            self._upsert(connection, team, channel, shared=True)

    def told(self, team: str, channel: str, *, name: str, creator: str, shared: bool, public: bool) -> None:
        """Slack told what a channel is; or would not, and everything is as it was known before."""
        told = {"name": clean(name, KEY).text, "creator": creator, "shared": shared, "public": public}
        with self._db.writing() as connection:
            if shared:
                self._close(connection, team, channel)
            self._upsert(connection, team, channel, **told, told=now())

    def concerned(self, team: str, channel: str) -> None:
        """Something in a channel concerned us: after an outage it is looked through."""
        self._keep(team, channel, heard=now())

    def lately(self, seconds: float) -> tuple[Channel, ...]:
        """The channels in which something concerned us in the last so many seconds, or that are automatic by decision."""
        wanted = (channels.c.heard > now() - seconds) | (channels.c.mode == "automatic")
        with self._db.reading() as connection:
            rows = connection.execute(select(channels, now().label("here")).where(wanted)).all()
        return tuple(map(_channel, rows))

    def known(self, team: str, most: int = 2_000) -> tuple[Channel, ...]:
        """The channels of a workspace: those that something was decided about, then those that concerned us last."""
        order = ((channels.c.mode == "").asc(), channels.c.heard.desc(), channels.c.channel)
        wanted = select(channels, now().label("here")).where(channels.c.team == team).order_by(*order).limit(most)
        with self._db.reading() as connection:
            return tuple(map(_channel, connection.execute(wanted).all()))

    def decide(self, team: str, channel: str, mode: Mode | Literal[""], person: str) -> None:
        """Decide whether a channel is answered; "" leaves it to its name. Being quiet ends with that."""
        with self._db.writing() as connection:
            was, left = self._before(connection, team, channel)
            if was != mode or left:
                self._upsert(connection, team, channel, mode=mode, quiet_until=0)
            if was != mode:
                self._log(connection, team, channel, person, "mode", was, mode)
            if left:
                self._log(connection, team, channel, person, "quiet", f"{left:.0f}", "0")

    def hush(self, team: str, channel: str, seconds: float, person: str) -> None:
        """Say nothing unasked in a channel for so many seconds; 0 ends that. The same said again changes nothing."""
        with self._db.writing() as connection:
            _, left = self._before(connection, team, channel)
            if (not seconds and not left) or (seconds and seconds - AGAIN < left <= seconds):
                return
            self._upsert(connection, team, channel, quiet_until=now() + seconds if seconds else 0)
            self._log(connection, team, channel, person, "quiet", f"{left:.0f}", f"{seconds:.0f}")

    def changes(self, team: str, channel: str, most: int = 10, what: What | None = None) -> tuple[Change, ...]:
        """What was decided about a channel, latest first; of one kind when ``what`` names it."""
        where = [policy_changes.c.team == team, policy_changes.c.channel == channel]
        where += [policy_changes.c.what == what] if what else []
        wanted = select(policy_changes).where(*where).order_by(policy_changes.c.id.desc()).limit(most)
        with self._db.reading() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Change(row.at, row.person, cast("What", row.what), row.before, row.after) for row in rows)

    def saw_bot(self, team: str, channel: str, bot: str, name: str) -> None:
        """A bot posts in a channel."""
        seen = {
            "team": team,
            "channel": channel,
            "bot": bot,
            "name": clean(name, KEY).text,
            "heard": False,
            "at": now(),
        }
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
        now_heard = select(bots.c.heard).where(*(bots.c[name] == value for name, value in where.items()))
        with self._db.writing() as connection:
            if bool(connection.execute(now_heard.with_for_update()).scalar()) is heard:
                return
            connection.execute(new.on_conflict_do_update(index_elements=[*where], set_={"heard": heard, "at": now()}))
            told = ("silent", "heard") if heard else ("heard", "silent")
            self._log(connection, team, channel, person, "bot", f"{bot} {told[0]}", f"{bot} {told[1]}")

    def _before(self, connection: Connection, team: str, channel: str) -> tuple[str, float]:
        """What was decided before, and the seconds of quiet that are left."""
        wanted = select(channels.c.mode, channels.c.quiet_until - now()).with_for_update()
        row = connection.execute(wanted.where(channels.c.team == team, channels.c.channel == channel)).one_or_none()
        return (row[0], max(0.0, row[1])) if row else ("", 0.0)

    def _close(self, connection: Connection, team: str, channel: str) -> None:
        """A channel that becomes shared is automatic no more, unless somebody decides that anew."""
        theirs = (channels.c.team == team, channels.c.channel == channel)
        opened = (channels.c.mode == "automatic", channels.c.shared.is_(False))
        if connection.execute(update(channels).where(*theirs, *opened).values(mode="")).rowcount:
            self._log(connection, team, channel, "", "mode", "automatic", "")

    def _keep(self, team: str, channel: str, **values: Any) -> None:
        with self._db.writing() as connection:
            self._upsert(connection, team, channel, **values)

    def _upsert(self, connection: Connection, team: str, channel: str, **values: Any) -> None:
        at_first = {"name": "", "creator": "", "shared": False, "public": False, "told": 0}
        at_first |= {"mode": "", "quiet_until": 0, "heard": 0}
        where = {"team": team, "channel": channel}
        new = self._db.insert(channels).values(**{**at_first, **where, **values})
        connection.execute(new.on_conflict_do_update(index_elements=[*where], set_=values))

    @staticmethod
    def _log(connection: Connection, team: str, channel: str, person: str, what: What, before: str, after: str) -> None:
        kept = {"team": team, "channel": channel, "person": person, "what": what, "before": before, "after": after}
        connection.execute(insert(policy_changes).values(**kept, at=now()))


def _channel(row: Row[Any]) -> Channel:
    return Channel(
        team=row.team,
        id=row.channel,
        name=row.name,
        creator=row.creator,
        shared=row.shared,
        public=row.public,
        told=row.here - row.told if row.told else None,
        mode=row.mode,
        quiet=max(0.0, row.quiet_until - row.here),
        heard=row.here - row.heard if row.heard else None,
    )
