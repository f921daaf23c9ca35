"""Sightings: which messages of a channel told of which errors, looked back upon. ``incidents.py`` records them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from bot.db.database import now
from bot.db.model import Fact, Tally
from bot.db.tables import incidents, sightings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Select

    from bot.db.database import Database

FACTS = 100
"""Errors that are told of a channel."""
MESSAGES = 10
"""Messages that are named for an error: the first ones, and the last."""
HOSTS = 10

_FACT = (sightings.c.system, sightings.c.code, sightings.c.symbol)


@dataclass(frozen=True, slots=True)
class Sighted:
    """An error as it was seen in a channel.

    Attributes:
        fact: which error.
        tally: how often it was seen, first and last, and where.
        messages: some messages that told of it, as ``(ts, thread)``, oldest first, the last one among them.
        refuted: whether somebody said that it was none.
    """

    fact: Fact
    tally: Tally
    messages: tuple[tuple[str, str], ...]
    refuted: bool


@dataclass(frozen=True, slots=True)
class History:
    """What was seen in a channel in a span of time.

    Attributes:
        since, until: the span, in seconds since 1970.
        seen: the errors, in the order in which they were first seen; not more than ``FACTS``.
        errors, count, messages: how many errors, how often, in how many messages, all together.
    """

    since: float
    until: float
    seen: tuple[Sighted, ...]
    errors: int
    count: int
    messages: int


class Sightings:
    """Looks back upon what was seen in channels; shared by all replicas."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def span(self, team: str, channel: str, seconds: float) -> tuple[float, float]:
        """The last so many seconds, up to now or to the last message there: our clock may be behind Slack's."""
        last = select(func.max(sightings.c.at)).where(*_seen_in(team, channel))
        with self._db.reading() as connection:
            here = float(connection.execute(select(now())).scalar_one())
            until = max(here, connection.execute(last).scalar() or 0.0)
        return until - seconds, until

    def last(self, team: str, channel: str) -> float | None:
        """When something was last seen in a channel; None when nothing ever was."""
        wanted = select(func.max(sightings.c.at)).where(*_seen_in(team, channel))
        with self._db.reading() as connection:
            found: float | None = connection.execute(wanted).scalar()
        return found

    def history(self, team: str, channel: str, since: float, until: float) -> History:
        """What was seen in a channel from ``since`` to ``until``."""
        here = (*_seen_in(team, channel), sightings.c.at.between(since, until))
        told = select(func.coalesce(func.sum(sightings.c.count), 0), func.count(sightings.c.ts.distinct())).where(*here)
        facts = select(func.count()).select_from(select(*_FACT).where(*here).distinct().subquery())
        with self._db.reading() as connection:
            count, messages = connection.execute(told).one()
            errors = connection.execute(facts).scalar_one()
            seen = _seen(connection, here)
        return History(since, until, seen, errors, int(count), messages)


def _seen_in(team: str, channel: str) -> tuple[ColumnElement[bool], ...]:
    return (sightings.c.team == team, sightings.c.channel == channel, sightings.c.count > 0)


def _seen(connection: Connection, here: Sequence[ColumnElement[bool]]) -> tuple[Sighted, ...]:
    first = func.min(sightings.c.at)
    counted = select(
        *_FACT,
        func.sum(sightings.c.count).label("times"),
        func.count().label("messages"),
        first.label("first"),
        func.max(sightings.c.at).label("last"),
    )
    counted = counted.where(*here).group_by(*_FACT).order_by(first, *_FACT).limit(FACTS)
    rows = connection.execute(counted).all()
    messages = _grouped(connection.execute(_named(here)))
    hosts = _grouped(connection.execute(_hosts(here)))
    wrong = {Fact.of(row) for row in connection.execute(_refuted(here))}
    return tuple(
        Sighted(
            fact := Fact.of(row),
            Tally(int(row.times), row.messages, row.first, row.last, tuple(one.host for one in hosts.get(fact, ()))),
            tuple((one.ts, one.thread) for one in messages.get(fact, ())),
            fact in wrong,
        )
        for row in rows
    )


def _named(here: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The messages that are named: of each error the first ones and the last."""
    order = (sightings.c.at, sightings.c.ts)
    number = func.row_number().over(partition_by=_FACT, order_by=order).label("number")
    whole = func.count().over(partition_by=_FACT).label("whole")
    told = select(*_FACT, sightings.c.ts, sightings.c.thread, number, whole).where(*here).subquery()
    return select(told).where((told.c.number < MESSAGES) | (told.c.number == told.c.whole)).order_by(told.c.number)


def _hosts(here: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The hosts of each error, those that were first seen first."""
    first = func.min(sightings.c.at)
    number = func.row_number().over(partition_by=_FACT, order_by=(first, sightings.c.host)).label("number")
    told = select(*_FACT, sightings.c.host, number).where(*here, sightings.c.host != "")
    grouped = told.group_by(*_FACT, sightings.c.host).subquery()
    return select(grouped).where(grouped.c.number <= HOSTS).order_by(grouped.c.number)


def _refuted(here: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The errors that were none, as somebody said each time that they were told."""
    same = and_(incidents.c.id == sightings.c.incident, ~incidents.c.refuted)
    joined = sightings.outerjoin(incidents, same)
    return select(*_FACT).select_from(joined).where(*here).group_by(*_FACT).having(func.count(incidents.c.id) == 0)


def _grouped(rows: Iterable[Row[Any]]) -> dict[Fact, list[Row[Any]]]:
    grouped: dict[Fact, list[Row[Any]]] = {}
    for row in rows:
        grouped.setdefault(Fact.of(row), []).append(row)
    return grouped
