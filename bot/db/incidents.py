"""Incidents: which errors were seen in a channel, in which messages, and which reply of ours tells of them.

A message that tells of an error which is open in its channel, or in its thread, belongs to that incident and needs no reply of its
own. Nothing of what a message says is kept, but for the name of the host.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, text, update

from bot.db.database import now
from bot.db.model import Fact, Incident, Tally, key_of
from bot.db.tables import KEY, incidents, sightings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Update

    from bot.db.database import Database
    from bot.db.model import Place, Seen

HOSTS = 20
"""Hosts of an incident that are told."""


class Incidents:
    """Incidents in the workspace database; shared by all replicas."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def sight(
        self, message: Place, thread: str, seen: Sequence[Seen], *, post: str, answer: str, window: float
    ) -> tuple[Incident, ...]:
        """A message tells of these errors, and, should it have been seen before, of no others any more.

        Args:
            message: the message; its ``ts`` says when.
            thread: the thread that it is in, or begins.
            seen: the errors; each once.
            post: the key of the reply that the message gets when an error is new.
            answer: the key of the answer that this reply would show.
            window: seconds after which the same error is new again.

        Returns:
            The incident of each error, in their order, then those that it told of before. Those whose ``post`` is the one given
            are this message's own.
        """
        with self._db.writing() as connection:
            self._alone(connection, message)
            told = tuple(self._join(connection, message, thread, one, post, answer, window) for one in seen)
            now_told = {one.id for one in told}
            connection.execute(_zeroed(message).where(sightings.c.incident.not_in(now_told)))
            return (*told, *(one for one in _told_by(connection, message) if one.id not in now_told))

    def _alone(self, connection: Connection, message: Place) -> None:
        """Of several messages that tell of the same at once, one is the first. SQLite has one writer anyway."""
        if not self._db.is_sqlite:
            number = zlib.crc32(f"{message.team}:{message.channel}".encode())
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})

    def _join(
        self, connection: Connection, message: Place, thread: str, seen: Seen, post: str, answer: str, window: float
    ) -> Incident:
        at = float(message.ts)
        known = select(sightings.c.incident).where(*_of(message), *_about(sightings, seen.fact))
        id_ = connection.execute(known).scalar() or self._open(connection, message, thread, seen.fact, window)
        if id_ is None:
            id_ = key_of(message.team, message.channel, message.ts, *_name(seen.fact))
            new = self._db.insert(incidents).values(
                id=id_, team=message.team, channel=message.channel, thread=thread, **_named(seen.fact), post=post,
                answer=answer, last=at, shown=seen.count, changed=now(), keeper="", refuted=False,
            )  # fmt: skip
            connection.execute(new.on_conflict_do_nothing())
        where = {"team": message.team, "channel": message.channel, "ts": message.ts, **_named(seen.fact)}
        told = {"thread": thread, "incident": id_, "count": seen.count, "host": seen.host[:KEY], "at": at}
        again = self._db.insert(sightings).values(**where, **told)
        connection.execute(again.on_conflict_do_update(index_elements=[*where], set_=told))
        later = update(incidents).where(incidents.c.id == id_, incidents.c.last < at).values(last=at)
        connection.execute(later)
        return _incident(connection.execute(select(incidents).where(incidents.c.id == id_)).one())

    @staticmethod
    def _open(connection: Connection, message: Place, thread: str, fact: Fact, window: float) -> str | None:
        """The incident that an error belongs to: of its thread, or one that was seen within the window."""
        at = float(message.ts)
        near = incidents.c.last.between(at - window, at + window)
        where = (incidents.c.team == message.team, incidents.c.channel == message.channel, *_about(incidents, fact))
        wanted = select(incidents.c.id).where(*where, or_(incidents.c.thread == thread, near))
        found: str | None = connection.execute(wanted.order_by(incidents.c.last.desc()).limit(1)).scalar()
        return found

    def withdraw(self, message: Place) -> tuple[Incident, ...]:
        """A message is gone; return the incidents that it told of, as often as it is said."""
        with self._db.writing() as connection:
            connection.execute(_zeroed(message))
            return _told_by(connection, message)

    def of_message(self, message: Place) -> tuple[Incident, ...]:
        """The incidents that a message tells of, or told of before it was changed."""
        with self._db.reading() as connection:
            return _told_by(connection, message)

    def of_post(self, post: str) -> tuple[Incident, ...]:
        """The incidents that one reply of ours tells of."""
        with self._db.reading() as connection:
            rows = connection.execute(select(incidents).where(incidents.c.post == post).order_by(incidents.c.id)).all()
        return tuple(map(_incident, rows))

    def of_answer(self, answer: str) -> tuple[Incident, ...]:
        """The incidents of which the reply with that answer tells."""
        with self._db.reading() as connection:
            rows = connection.execute(
                select(incidents).where(incidents.c.answer == answer).order_by(incidents.c.id)
            ).all()
        return tuple(map(_incident, rows))

    def tally(self, incident: Incident) -> Tally:
        """What was seen of an incident."""
        own = (sightings.c.incident == incident.id, sightings.c.count > 0)
        counted = select(
            func.coalesce(func.sum(sightings.c.count), 0),
            func.count(),
            func.min(sightings.c.at),
            func.max(sightings.c.at),
        ).where(*own)
        named = select(sightings.c.host).where(*own, sightings.c.host != "").distinct()
        with self._db.reading() as connection:
            count, messages, first, last = connection.execute(counted).one()
            hosts = connection.execute(named.order_by(sightings.c.host).limit(HOSTS)).scalars().all()
        return Tally(int(count), messages, first or 0.0, last or 0.0, tuple(hosts))

    def adopt(self, orphans: Sequence[Incident], post: str, answer: str, thread: str) -> bool:
        """The reply that was to tell of incidents is not there: another one does; False when somebody else said so first."""
        ids = [one.id for one in orphans]
        theirs = update(incidents).where(incidents.c.id.in_(ids), incidents.c.post == orphans[0].post)
        with self._db.writing() as connection:
            taken = theirs.values(post=post, answer=answer, thread=thread, changed=now(), keeper="")
            return bool(connection.execute(taken).rowcount)

    def turn(self, post: str, rest: float) -> float:
        """Take the turn to change a reply, which comes when it was left alone for so many seconds.

        Returns:
            0 when it was taken; else the seconds until it comes.
        """
        theirs = incidents.c.post == post
        changed = select(incidents.c.changed, now().label("here")).where(theirs).with_for_update()
        with self._db.writing() as connection:
            left = max((rest - row.here + row.changed for row in connection.execute(changed)), default=0.0)
            if left <= 0:
                connection.execute(update(incidents).where(theirs).values(changed=now()))
            return max(left, 0.0)

    def keep(self, post: str, delivery: str, instead_of: str = "") -> str:
        """Say that a delivery comes back to change a reply, so that others need not; return which one does.

        Args:
            post: the key of the reply.
            delivery: its key.
            instead_of: the delivery that was to, and is over; it is relieved.
        """
        theirs = incidents.c.post == post
        with self._db.writing() as connection:
            told = connection.execute(select(incidents.c.keeper).where(theirs).with_for_update()).scalars().all()
            others = {str(keeper) for keeper in told} - {"", delivery, instead_of}
            if others:
                return min(others)
            connection.execute(update(incidents).where(theirs).values(keeper=delivery))
            return delivery

    def let_go(self, post: str, delivery: str) -> None:
        """A delivery that was to change a reply looks at what was seen, for the last time unless it says so anew."""
        with self._db.writing() as connection:
            kept = (incidents.c.post == post, incidents.c.keeper == delivery)
            connection.execute(update(incidents).where(*kept).values(keeper=""))

    def shown(self, incident: Incident, count: int) -> None:
        """The reply tells of so many sightings now."""
        with self._db.writing() as connection:
            told = update(incidents).where(incidents.c.id == incident.id)
            connection.execute(told.values(shown=count, changed=now()))

    def refute(self, post: str, *, refuted: bool = True) -> None:
        """Somebody said that a reply is wrong, or took that back."""
        with self._db.writing() as connection:
            connection.execute(update(incidents).where(incidents.c.post == post).values(refuted=refuted))


def _told_by(connection: Connection, message: Place) -> tuple[Incident, ...]:
    mine = select(sightings.c.incident).where(*_of(message))
    wanted = select(incidents).where(incidents.c.id.in_(mine)).order_by(incidents.c.id)
    return tuple(map(_incident, connection.execute(wanted).all()))


def _zeroed(message: Place) -> Update:
    """What a message told of is counted no more. The rows stay: whoever is interrupted here finds out again what it was."""
    return update(sightings).where(*_of(message)).values(count=0)


def _of(message: Place) -> tuple[ColumnElement[bool], ...]:
    where = (message.team, message.channel, message.ts)
    return tuple(sightings.c[name] == value for name, value in zip(("team", "channel", "ts"), where, strict=True))


def _about(table: Any, fact: Fact) -> tuple[ColumnElement[bool], ...]:
    return tuple(table.c[name] == value for name, value in _named(fact).items())


def _named(fact: Fact) -> dict[str, str]:
    return {"system": fact.system, "code": fact.code, "symbol": fact.symbol}


def _name(fact: Fact) -> tuple[str, str, str]:
    return (fact.system, fact.code, fact.symbol)


def _fact(row: Row[Any]) -> Fact:
    return Fact(row.system, row.code, row.symbol)


def _incident(row: Row[Any]) -> Incident:
    return Incident(row.id, _fact(row), row.thread, row.post, row.answer, row.shown, row.refuted)
