"""Retention: what is kept for so long, and then no longer. A little at a time, so that nobody waits long for their turn to write.

The words of an event go when its work is over, see ``inbox``. Decisions about channels, and what people said of answers, stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, tuple_, update

from bot.db.database import now
from bot.db.tables import answers, inbox, incidents, paces, posts, sightings, threads

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement, Table

    from bot.db.database import Database

DAY = 24 * 3600.0
TOO_OLD = DAY
"""Seconds after which an event that still waits is no longer answered."""
TOGETHER = 500
"""Rows that are changed in one go."""
PAUSE = 0.02
"""Seconds between two of those: others write meanwhile."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did.

    Attributes:
        given_up: events that waited too long to be answered, and were given up.
        forgotten: rows that are gone, by table.
    """

    given_up: int = 0
    forgotten: Mapping[str, int] = field(default_factory=dict)


class Retention:
    """Forgets what is past, in the workspace database.

    Args:
        db: the workspace database.
        keys: seconds for which events are known that come again.
        answers: seconds for which answers, posts, threads and what was seen in channels are kept.
    """

    def __init__(self, db: Database, keys: float, answers: float) -> None:
        self._db = db
        self._keys = keys
        self._answers = answers

    def sweep(self, stopping: threading.Event) -> Swept:
        """Forget what is past; what is left when ``stopping`` is set waits for the next time."""
        given_up = self._repeated(_give_up_some(), stopping)
        forgotten = {table.name: self._repeated(_delete_some(table, past), stopping) for table, past in self._past()}
        self._db.wipe_log()
        return Swept(given_up, {name: count for name, count in forgotten.items() if count})

    def _past(self) -> Iterator[tuple[Table, ColumnElement[bool]]]:
        """What is past in each table."""
        kept = now() - self._answers
        yield inbox, (inbox.c.state != "waiting") & (inbox.c.ended < now() - self._keys)
        yield posts, posts.c.marked < kept
        yield answers, answers.c.at < kept
        yield threads, threads.c.at < kept
        yield sightings, sightings.c.at < kept
        yield incidents, incidents.c.last < kept
        yield paces, (paces.c.next < now() - DAY) & (paces.c.shut < now() - DAY)

    def _repeated(self, change: Any, stopping: threading.Event) -> int:
        """Make a change to some rows again and again, until there are no more; return how many there were."""
        total = 0
        while not stopping.is_set():
            with self._db.writing() as connection:
                count = connection.execute(change).rowcount
            total += count
            if count < TOGETHER:
                break
            stopping.wait(PAUSE)
        return total


def _delete_some(table: Table, past: ColumnElement[bool]) -> Any:
    return delete(table).where(_some(table, past), past)


def _give_up_some() -> Any:
    late = (inbox.c.state == "waiting") & (inbox.c.received < now() - TOO_OLD) & (inbox.c.leased <= now())
    over = {"state": "given_up", "body": "", "ended": now(), "leased": 0, "fault": "too old to be answered"}
    return update(inbox).where(_some(inbox, late), late).values(**over)


def _some(table: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A few of the rows with a condition. It is asked again when they are changed: PostgreSQL looks here before it locks them."""
    keys = [*table.primary_key.columns]
    return tuple_(*keys).in_(select(*keys).where(condition).limit(TOGETHER))
