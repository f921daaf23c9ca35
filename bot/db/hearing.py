"""Until when Slack was heard, by any replica; and what has to be looked through, because nobody heard it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from bot.db.database import now
from bot.db.tables import chores

if TYPE_CHECKING:
    from bot.db.database import Database

HEARD, OWED = "heard", "owed"


class Hearing:
    """Remembers in the workspace database when Slack was heard; shared by all replicas."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def beat(self) -> None:
        """Slack is heard now."""
        self._keep(HEARD, now())

    def silence(self) -> float | None:
        """Seconds since any replica heard Slack; None when none ever did."""
        wanted = select(now() - chores.c.at).where(chores.c.name == HEARD)
        with self._db.reading() as connection:
            told = connection.execute(wanted).scalar()
        return None if told is None else max(0.0, float(told))

    def owe(self, seconds: float) -> None:
        """What was said in the last so many seconds has to be looked through, and what was owed before that.

        Who is at it already may be past some of it: that is not settled with what they do, and can be taken at once.
        """
        self._keep(OWED, now() - seconds, earliest=True)

    def take(self, seconds: float, owner: str) -> float | None:
        """How far back there is something to look through, in seconds; nobody else does it for ``seconds``, unless it is done.

        Returns:
            The seconds; None when nothing is owed, or somebody is at it.
        """
        free = (chores.c.name == OWED, chores.c.leased <= now())
        mine = update(chores).where(*free).values(leased=now() + seconds, owner=owner)
        with self._db.writing() as connection:
            told = connection.execute(mine.returning(now() - chores.c.at)).scalar()
        return None if told is None else float(told)

    def hold(self, seconds: float, owner: str) -> None:
        """Who is at it goes on: nobody else does it for ``seconds`` from now."""
        with self._db.writing() as connection:
            mine = (chores.c.name == OWED, chores.c.owner == owner)
            connection.execute(update(chores).where(*mine).values(leased=now() + seconds))

    def release(self, owner: str) -> None:
        """It was not looked through: somebody else may."""
        with self._db.writing() as connection:
            mine = (chores.c.name == OWED, chores.c.owner == owner)
            connection.execute(update(chores).where(*mine).values(leased=0))

    def settle(self, owner: str) -> None:
        """It was looked through."""
        with self._db.writing() as connection:
            connection.execute(delete(chores).where(chores.c.name == OWED, chores.c.owner == owner))

    def _keep(self, name: str, at: object, *, earliest: bool = False) -> None:
        first = func.min if self._db.is_sqlite else func.least
        new = self._db.insert(chores).values(name=name, at=at, owner="", leased=0)
        kept = {"at": first(chores.c.at, at) if earliest else at, "owner": "", "leased": 0}
        with self._db.writing() as connection:
            connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=kept))
