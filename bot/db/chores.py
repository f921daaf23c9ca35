"""Chores: work for one process at a time, however many there are, and not more often than is needed."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import update

from bot.db.database import now
from bot.db.tables import chores

if TYPE_CHECKING:
    from bot.db.database import Database


class Chores:
    """Chores in the workspace database; shared by all replicas.

    Whoever claims one has it alone until it is done or the lease ends. One that was never done is due at once.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._me = secrets.token_hex(8)

    def claim(self, name: str, every: float, lease: float) -> bool:
        """Have a chore to oneself, if it is due and nobody else has it.

        Args:
            name: of the chore.
            every: seconds after which it is due again.
            lease: seconds after which somebody else may claim it, should it not be done by then.
        """
        new = self._db.insert(chores).values(name=name, at=0, owner="", leased=0).on_conflict_do_nothing()
        due = (chores.c.name == name, chores.c.at <= now() - every, chores.c.leased <= now())
        with self._db.writing() as connection:
            connection.execute(new)
            taken = update(chores).where(*due).values(owner=self._me, leased=now() + lease)
            return bool(connection.execute(taken).rowcount)

    def done(self, name: str) -> bool:
        """A chore that was claimed is over; False when somebody else has it by now."""
        return self._settle(name, at=now(), leased=0)

    def let_go(self, name: str) -> bool:
        """A chore that was claimed could not be done: it is due as before; False when somebody else has it by now."""
        return self._settle(name, leased=0)

    def _settle(self, name: str, **values: object) -> bool:
        mine = update(chores).where(chores.c.name == name, chores.c.owner == self._me, chores.c.leased > 0)
        with self._db.writing() as connection:
            return bool(connection.execute(mine.values(**values)).rowcount)
