"""Incidents: which errors were seen in a channel, in which messages, and which reply of ours tells of them.

A message that tells of an error which is open in its channel, or in its thread, belongs to that incident and needs no reply of its
own. Nothing of what a message says is kept, but for the name of the host.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, or_, select, text, update

from bot.db.database import now
from bot.db.model import Fact, Incident, Tally, key_of
from bot.db.tables import KEY, incidents, sightings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Table

    from bot.db.database import Database
    from bot.db.model import Place, Seen

HOSTS = 20
"""Hosts of an incident that are told."""


def _about(table: Table) -> tuple[ColumnElement[bool], ...]:
    """What is true of the rows of an error in a channel; with ``_its``."""
    return tuple(table.c[name] == bindparam(f"its_{name}") for name in ("team", "channel", "system", "code", "symbol"))


# Statements are put together once: that takes longer than carrying them out.
_LOCK = text("SELECT pg_advisory_xact_lock(:number)")
_OF_MESSAGE = tuple(sightings.c[name] == bindparam(f"its_{name}") for name in ("team", "channel", "ts"))
_KNOWN = select(sightings.c.incident).where(*_OF_MESSAGE[2:], *_about(sightings))
_NEAR = incidents.c.last.between(bindparam("since"), bindparam("until"))
_OPEN = select(incidents.c.id).where(*_about(incidents), or_(incidents.c.thread == bindparam("its_thread"), _NEAR))
_LAST_OPEN = _OPEN.order_by(incidents.c.last.desc()).limit(1)
_ITSELF = incidents.c.id == bindparam("incident")
_LATER = update(incidents).where(_ITSELF, incidents.c.last < bindparam("at")).values(last=bindparam("at"))
_INCIDENT = select(incidents).where(_ITSELF)
_ALL = select(incidents).order_by(incidents.c.id)
_TOLD_BY = _ALL.where(incidents.c.id.in_(select(sightings.c.incident).where(*_OF_MESSAGE)))
_ZEROED = update(sightings).where(*_OF_MESSAGE).values(count=0)
"""What a message told of is counted no more. The rows stay: whoever is interrupted here finds out again what it was."""
_BUT = _ZEROED.where(sightings.c.incident.not_in(bindparam("told", expanding=True)))
_OF_POST, _OF_ANSWER = (_ALL.where(incidents.c[name] == bindparam("its_key")) for name in ("post", "answer"))
_COUNTED = (sightings.c.incident == bindparam("its_incident"), sightings.c.count > 0)
_FIGURES = select(
    func.coalesce(func.sum(sightings.c.count), 0), func.count(), func.min(sightings.c.at), func.max(sightings.c.at)
).where(*_COUNTED)
_NAMED = select(sightings.c.host).where(*_COUNTED, sightings.c.host != "").distinct()
_HOSTS = _NAMED.order_by(sightings.c.host).limit(HOSTS)
_THEIRS = incidents.c.post == bindparam("its_post")
_CHANGED = select(incidents.c.changed, now().label("here")).where(_THEIRS).with_for_update()
_TURN = update(incidents).where(_THEIRS).values(changed=now())
_KEEPERS = select(incidents.c.keeper).where(_THEIRS).with_for_update()
_KEEP = update(incidents).where(_THEIRS).values(keeper=bindparam("delivery"))
_LET_GO = update(incidents).where(_THEIRS, incidents.c.keeper == bindparam("delivery")).values(keeper="")
_SHOWN = update(incidents).where(_ITSELF).values(shown=bindparam("number"), changed=now())
_REFUTE = update(incidents).where(_THEIRS).values(refuted=bindparam("wrong"))


class Incidents:
    """Incidents in the workspace database; shared by all replicas."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._new = db.insert(incidents).values(changed=now(), keeper="", refuted=False).on_conflict_do_nothing()
        again = db.insert(sightings)
        told = {name: again.excluded[name] for name in ("thread", "incident", "count", "host", "at")}
        self._sighted = again.on_conflict_do_update(index_elements=[*sightings.primary_key], set_=told)

    def sight(
        self,
        message: Place,
        thread: str,
        seen: Sequence[Seen],
        *,
        post: str,
        answer: str,
        window: float,
        told: bool = False,
    ) -> tuple[Incident, ...]:
        """A message tells of these errors, and, should it have been seen before, of no others any more.

        Args:
            message: the message; its ``ts`` says when.
            thread: the thread that it is in, or begins.
            seen: the errors; each once.
            post: the key of the reply that the message gets when an error is new.
            answer: the key of the answer that this reply would show.
            window: seconds after which the same error is new again.
            told: whether that reply tells of what is new without having to be changed.

        Returns:
            The incident of each error, in their order, then those that it told of before. Those whose ``post`` is the one given
            are this message's own.
        """
        with self._db.writing() as connection:
            self._alone(connection, message)
            new = {"post": post, "answer": answer}
            joined = tuple(self._join(connection, message, thread, one, new, window, told=told) for one in seen)
            now_told = {one.id for one in joined}
            connection.execute(_BUT, {**_of(message), "told": [*now_told]})
            return (*joined, *(one for one in _told_by(connection, message) if one.id not in now_told))

    def _alone(self, connection: Connection, message: Place) -> None:
        """Of several messages that tell of the same at once, one is the first. SQLite has one writer anyway."""
        if not self._db.is_sqlite:
            number = zlib.crc32(f"{message.team}:{message.channel}".encode())
            connection.execute(_LOCK, {"number": number})

    def _join(
        self,
        connection: Connection,
        message: Place,
        thread: str,
        seen: Seen,
        new: Mapping[str, str],
        window: float,
        *,
        told: bool,
    ) -> Incident:
        at = float(message.ts)
        fact = {"system": seen.fact.system, "code": seen.fact.code, "symbol": seen.fact.symbol}
        where = {"team": message.team, "channel": message.channel, **fact}
        there = _its(where)
        id_ = connection.execute(_KNOWN, {**there, "its_ts": message.ts}).scalar()
        near = {"its_thread": thread, "since": at - window, "until": at + window}
        id_ = id_ or connection.execute(_LAST_OPEN, {**there, **near}).scalar()
        if id_ is None:
            id_ = key_of(message.team, message.channel, message.ts, *_name(seen.fact))
            shown = seen.count if told else 0
            connection.execute(self._new, {**where, "thread": thread, **new, "id": id_, "last": at, "shown": shown})
        sighted = {"thread": thread, "incident": id_, "count": seen.count, "host": seen.host[:KEY], "at": at}
        connection.execute(self._sighted, {**where, "ts": message.ts, **sighted})
        connection.execute(_LATER, {"incident": id_, "at": at})
        return _incident(connection.execute(_INCIDENT, {"incident": id_}).one())

    def withdraw(self, message: Place) -> tuple[Incident, ...]:
        """A message is gone; return the incidents that it told of, as often as it is said."""
        with self._db.writing() as connection:
            connection.execute(_ZEROED, _of(message))
            return _told_by(connection, message)

    def of_message(self, message: Place) -> tuple[Incident, ...]:
        """The incidents that a message tells of, or told of before it was changed."""
        with self._db.reading() as connection:
            return _told_by(connection, message)

    def of_post(self, post: str) -> tuple[Incident, ...]:
        """The incidents that one reply of ours tells of."""
        with self._db.reading() as connection:
            return tuple(map(_incident, connection.execute(_OF_POST, {"its_key": post})))

    def of_answer(self, answer: str) -> tuple[Incident, ...]:
        """The incidents of which the reply with that answer tells."""
        with self._db.reading() as connection:
            return tuple(map(_incident, connection.execute(_OF_ANSWER, {"its_key": answer})))

    def tally(self, incident: Incident) -> Tally:
        """What was seen of an incident."""
        own = {"its_incident": incident.id}
        with self._db.reading() as connection:
            count, messages, first, last = connection.execute(_FIGURES, own).one()
            hosts = connection.execute(_HOSTS, own).scalars().all()
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
        theirs = {"its_post": post}
        with self._db.writing() as connection:
            left = max((rest - row.here + row.changed for row in connection.execute(_CHANGED, theirs)), default=0.0)
            if left <= 0:
                connection.execute(_TURN, theirs)
            return max(left, 0.0)

    def keep(self, post: str, delivery: str, instead_of: str = "") -> str:
        """Say that a delivery comes back to change a reply, so that others need not; return which one does.

        Args:
            post: the key of the reply.
            delivery: its key.
            instead_of: the delivery that was to, and is over; it is relieved.
        """
        theirs = {"its_post": post}
        with self._db.writing() as connection:
            told = connection.execute(_KEEPERS, theirs).scalars().all()
            others = {str(keeper) for keeper in told} - {"", delivery, instead_of}
            if others:
                return min(others)
            connection.execute(_KEEP, {**theirs, "delivery": delivery})
            return delivery

    def let_go(self, post: str, delivery: str) -> None:
        """A delivery that was to change a reply looks at what was seen, for the last time unless it says so anew."""
        with self._db.writing() as connection:
            connection.execute(_LET_GO, {"its_post": post, "delivery": delivery})

    def shown(self, incident: Incident, count: int) -> None:
        """The reply tells of so many sightings now."""
        with self._db.writing() as connection:
            connection.execute(_SHOWN, {"incident": incident.id, "number": count})

    def refute(self, post: str, *, refuted: bool = True) -> None:
        """Somebody said that a reply is wrong, or took that back."""
        with self._db.writing() as connection:
            connection.execute(_REFUTE, {"its_post": post, "wrong": refuted})


def _told_by(connection: Connection, message: Place) -> tuple[Incident, ...]:
    return tuple(map(_incident, connection.execute(_TOLD_BY, _of(message))))


def _of(message: Place) -> dict[str, str]:
    return {"its_team": message.team, "its_channel": message.channel, "its_ts": message.ts}


def _its(where: Mapping[str, str]) -> dict[str, str]:
    return {f"its_{name}": value for name, value in where.items()}


def _name(fact: Fact) -> tuple[str, str, str]:
    return (fact.system, fact.code, fact.symbol)


def _incident(row: Row[Any]) -> Incident:
    return Incident(row.id, Fact.of(row), row.thread, row.post, row.answer, row.shown, row.refuted)
