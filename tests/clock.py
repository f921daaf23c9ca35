"""A clock that tests turn: it takes the place of the workspace database's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text

if TYPE_CHECKING:
    from bot.db.database import Database

START = 1_800_000_000.0
EPOCH = 2440587.5
"""1970 in days, as SQLite counts them."""
ASIDE = (
    "CREATE SCHEMA clock",
    "CREATE TABLE clock.hand (at float8)",
    "INSERT INTO clock.hand VALUES (0)",
    "CREATE FUNCTION clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT to_timestamp(at) FROM clock.hand'",
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = clock, pg_catalog, public', current_database()); END $$",
)
"""What puts PostgreSQL's clock aside, for connections that are made from then on."""
BACK = (
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET search_path', current_database()); END $$",
    "DROP SCHEMA clock CASCADE",
)
"""What puts it back."""


class Clock:
    """The time by a workspace database, which stands still until it ``passes``.

    Args:
        db: whose functions of time are put aside for this clock.

    Attributes:
        now: seconds since 1970.
    """

    def __init__(self, db: Database) -> None:
        self.now = START
        self._db = db
        if db.is_sqlite:
            event.listen(db._engine, "connect", self._follow)
        else:
            self._tell(*ASIDE)
        db._engine.dispose()
        self.passes(0)

    def passes(self, seconds: float) -> None:
        """Let time pass; SQLite rounds it to about 0.0001 seconds."""
        self.now += seconds
        if not self._db.is_sqlite:
            with self._db.writing() as connection:
                connection.execute(text("UPDATE clock.hand SET at = :now"), {"now": self.now})

    def put_back(self) -> None:
        """Let the database follow its own clock again."""
        if self._db.is_sqlite:
            event.remove(self._db._engine, "connect", self._follow)
        else:
            self._tell(*BACK)
        self._db._engine.dispose()

    def _tell(self, *statements: str) -> None:
        with self._db.writing() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def _follow(self, connection: Any, _record: Any) -> None:
        connection.create_function("julianday", 1, lambda _: EPOCH + self.now / 86400)
