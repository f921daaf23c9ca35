"""The inbox: events are recorded before Slack is told that we have them, and stay until somebody has finished their work.

A worker takes an event with a lease. One that is killed or paused loses it when the lease ends, and another takes the event;
what the first then does about it is refused, because the lease has another owner's word on it.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from bot.db.database import now
from bot.db.model import Delivery, Lease
from bot.db.tables import KEY, inbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row, Select, Update

    from bot.db.database import Database

log = logging.getLogger(__name__)

LEASE = 60.0
"""Seconds; longer than a call of Slack's Web API may take, and the work around it."""
TRIES = 12
"""How often an event is taken before it is given up."""

# Statements are put together once: that takes longer than carrying them out.
HELD = (inbox.c.key == bindparam("delivery"), inbox.c.owner == bindparam("holder"), inbox.c.state == "waiting")
"""What is true of the row of a delivery as long as its lease was not lost; with ``held``."""
_DUE = select(inbox.c.key).where(inbox.c.state == "waiting", inbox.c.due <= now(), inbox.c.leased <= now())
_FIRST = _DUE.order_by(inbox.c.due).limit(1).with_for_update(skip_locked=True).scalar_subquery()
_TAKEN = update(inbox).where(inbox.c.key == _FIRST).returning(inbox)
_TAKE = _TAKEN.values(owner=bindparam("word"), leased=now() + bindparam("seconds"), tries=inbox.c.tries + 1)
_DONE = update(inbox).where(*HELD).values(state="done", body="", ended=now(), leased=0, fault="")
_GIVE_UP = update(inbox).where(*HELD).values(state="given_up", body="", ended=now(), leased=0, fault=bindparam("why"))
_BACK = {"due": now() + bindparam("seconds"), "leased": 0, "owner": "", "fault": bindparam("why")}
_PUT_BACK = update(inbox).where(*HELD).values(**_BACK, tries=inbox.c.tries - bindparam("uncounted"))
_KNOWN = select(inbox.c.key).where(inbox.c.key == bindparam("delivery"))
_OPEN = _KNOWN.where(inbox.c.state == "waiting")
_SAME = select(inbox.c.key).where(inbox.c.about == bindparam("message")).limit(1)
_LATER = _SAME.where(inbox.c.version > bindparam("version"), or_(inbox.c.state != "waiting", inbox.c.tries > 0))
_EARLIER = _SAME.where(inbox.c.version < bindparam("version"), inbox.c.state == "waiting", inbox.c.leased > now())


@dataclass(frozen=True, slots=True)
class Backlog:
    """How the inbox stands.

    Attributes:
        waiting: events whose work is not over.
        age: seconds since the oldest of those that are due was recorded; 0 when none is.
        given_up: events that were tried too often, as long as they are remembered.
        overdue: seconds since the first of those that nobody has in hand could be taken; 0 when there is none.
    """

    waiting: int
    age: float
    given_up: int
    overdue: float = 0.0


@dataclass(frozen=True, slots=True)
class GivenUp:
    """An event that was tried too often; what it said is not kept."""

    key: str
    kind: str
    tries: int
    fault: str
    ended: float


class Inbox:
    """Events in the workspace database; shared by all replicas.

    Args:
        db: the workspace database.
        seconds: that a lease lasts.
    """

    def __init__(self, db: Database, seconds: float = LEASE) -> None:
        self._db = db
        self.seconds = seconds
        new = db.insert(inbox).values(received=now(), due=now())
        self._new = new.on_conflict_do_nothing().returning(inbox.c.key)  # put together once: Slack waits for it

    def put(self, deliveries: Sequence[Delivery]) -> list[bool]:
        """Record deliveries, all or none of them; say for each whether it is new.

        Raises:
            SQLAlchemyError: they can't be recorded, and Slack must not be told that they were.
        """
        rows = [_row(delivery) for delivery in deliveries]
        with self._db.writing() as connection:
            return [connection.execute(self._new, row).first() is not None for row in rows]

    def knows(self, key: str) -> bool:
        """Whether a delivery of that key was recorded."""
        with self._db.reading() as connection:
            return connection.execute(_KNOWN, {"delivery": key[:KEY]}).first() is not None

    def is_open(self, key: str) -> bool:
        """Whether a delivery of that key was recorded and its work is not over."""
        with self._db.reading() as connection:
            return connection.execute(_OPEN, {"delivery": key[:KEY]}).first() is not None

    def is_overtaken(self, delivery: Delivery) -> bool:
        """Whether a later change of the message that a delivery is about was taken in hand."""
        return self._is_there(_LATER, delivery)

    def is_early(self, delivery: Delivery) -> bool:
        """Whether somebody has the message that a delivery changes in hand, as it was before."""
        return bool(delivery.version) and self._is_there(_EARLIER, delivery)

    def _is_there(self, wanted: Select[Any], delivery: Delivery) -> bool:
        if not delivery.about:
            return False
        with self._db.reading() as connection:
            found = connection.execute(wanted, {"message": delivery.about, "version": delivery.version})
            return found.first() is not None

    def take(self) -> Lease | None:
        """The delivery that is due longest, with a lease on it; None when none is due. One tried too often is given up."""
        while (row := self._next()) is not None:
            waited = row.leased - self.seconds - row.received
            lease = Lease(_delivery(row), row.owner, row.leased, row.received, row.tries, waited)
            if row.tries <= TRIES:
                return lease
            log.error(
                "given up: it never came to an end", extra={"event": row.key, "kind": row.kind, "tries": row.tries}
            )
            self.give_up(lease, row.fault or "it never came to an end")
        return None

    def _next(self) -> Row[Any] | None:
        word = f"{os.getpid()}-{secrets.token_hex(8)}"
        with self._db.writing() as connection:
            return connection.execute(_TAKE, {"word": word, "seconds": self.seconds}).one_or_none()

    def done(self, lease: Lease) -> bool:
        """The work is over, and what the delivery said is wiped; False when the lease was lost meanwhile."""
        return self._settle(_DONE, lease)

    def put_back(self, lease: Lease, seconds: float = 0, fault: str = "", *, counts: bool = True) -> bool:
        """Somebody takes it again after so many seconds; False when the lease was lost meanwhile.

        Args:
            lease: on the delivery.
            seconds: of pause.
            fault: the kind of what went wrong, or "".
            counts: whether this was one of the times that it may be tried.
        """
        return self._settle(_PUT_BACK, lease, seconds=seconds, why=fault[:KEY], uncounted=0 if counts else 1)

    def give_up(self, lease: Lease, fault: str) -> bool:
        """Nobody takes it again; False when the lease was lost meanwhile."""
        return self._settle(_GIVE_UP, lease, why=fault[:KEY])

    def _settle(self, change: Update, lease: Lease, **how: Any) -> bool:
        with self._db.writing() as connection:
            return bool(connection.execute(change, {**held(lease), **how}).rowcount)

    def backlog(self) -> Backlog:
        """How the inbox stands."""
        waiting = inbox.c.state == "waiting"
        is_due, is_free = inbox.c.due <= now(), inbox.c.leased <= now()
        oldest = func.min(case((is_due, inbox.c.received)))
        since = case((inbox.c.leased > inbox.c.due, inbox.c.leased), else_=inbox.c.due)
        free = func.min(case((and_(is_due, is_free), since)))
        counted = select(func.count(), func.coalesce(now() - oldest, 0.0), func.coalesce(now() - free, 0.0))
        lost = select(func.count()).where(inbox.c.state == "given_up")
        with self._db.reading() as connection:
            number, age, overdue = connection.execute(counted.where(waiting)).one()
            given_up = connection.execute(lost).scalar_one()
        return Backlog(number, max(0.0, float(age)), given_up, max(0.0, float(overdue)))

    def given_up(self, most: int = 20) -> tuple[GivenUp, ...]:
        """The events that were tried too often, latest first."""
        wanted = select(inbox).where(inbox.c.state == "given_up").order_by(inbox.c.ended.desc()).limit(most)
        with self._db.reading() as connection:
            rows = connection.execute(wanted).all()
        return tuple(GivenUp(row.key, row.kind, row.tries, row.fault, row.ended) for row in rows)


def held(lease: Lease) -> dict[str, str]:
    """The parameters of ``HELD``."""
    return {"delivery": lease.delivery.key, "holder": lease.owner}


def _row(delivery: Delivery) -> dict[str, Any]:
    """ASCII alone: half characters and NUL, which databases refuse, are written as escapes."""
    zeros = dict.fromkeys(("leased", "tries", "slot", "ended"), 0)
    body = json.dumps(delivery.body, separators=(",", ":"))
    words = {"key": delivery.key[:KEY], "kind": delivery.kind[:32], "owner": "", "fault": "", "state": "waiting"}
    return {**words, **zeros, "body": body, "about": delivery.about[:KEY], "version": delivery.version}


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(row.key, json.loads(row.body), row.kind, row.about, row.version)
