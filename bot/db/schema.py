"""The schema steps: those that a database lacks are taken when it is opened, by one process at a time.

A SQLite file is looked through before: what is damaged, or is not ours, is not written to.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import inspect, text

import migrations
from bot.db.tables import inbox

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

    from sqlalchemy import Connection, Engine

LOCK_SECONDS = 120
LOCK_NUMBER = 0x73747265616D
"""What starters on PostgreSQL take turns by: "stream" in ASCII."""
VERSION = "alembic_version"
"""The table in which the steps that were taken are kept."""
NAMED = 3
"""Tables of somebody else that are named."""


class UnfitError(Exception):
    """What the database holds is not for this program; says what to do."""


class NewerError(UnfitError):
    """The database was written by a newer program."""


class ForeignError(UnfitError):
    """The database holds something else."""


class DamagedError(Exception):
    """The pages of a SQLite file do not fit together; says what SQLite found first."""


def upgrade(engine: Engine) -> None:
    """Take the steps that are missing; starters that race wait for each other.

    Raises:
        DamagedError: it is a file that was damaged.
        ForeignError: it holds something else.
        NewerError: it has taken steps that this program does not know.
    """
    with _alone(engine):
        if engine.dialect.name == "sqlite":
            _look_through(engine)
            _keep_log(engine)
        _take(engine)


def _look_through(engine: Engine) -> None:
    """What is unfit is refused before anything is written. A quick check reads every page once, and keeps nobody from writing."""
    with engine.connect().execution_options(reads=True) as connection:
        finding = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if finding != "ok":
            raise DamagedError(finding)
        lacks_steps(connection)


def _keep_log(engine: Engine) -> None:
    """From now on changes go into a log beside the file first, and readers do not wait for a writer: the file remembers it."""
    connection: Any = engine.raw_connection()
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _take(engine: Engine) -> None:
    with engine.begin() as connection:
        if lacks_steps(connection):
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def lacks_steps(connection: Connection) -> bool:
    """Whether there are steps that a database has not taken.

    Raises:
        ForeignError: it holds something else.
        NewerError: it has taken steps that this program does not know.
    """
    steps = ScriptDirectory.from_config(_config())
    tables = inspect(connection).get_table_names()  # before the steps: a starter that races makes both at once
    if is_foreign(tables):
        raise ForeignError(_foreign(tables, "file" if connection.dialect.name == "sqlite" else "database"))
    taken = MigrationContext.configure(connection).get_current_revision()
    if taken and taken not in {step.revision for step in steps.walk_revisions()}:
        raise NewerError(
            f"it was written by a newer streamerr (its schema is at step {taken}, this program knows up to"
            f" {steps.get_current_head()}). Install that version again, or restore a backup from before it."
        )
    return taken != steps.get_current_head()


def is_foreign(tables: Collection[str]) -> bool:
    """Whether these are the tables of something else; a database without any is fit. No step may rename the two that tell."""
    return not ({*tables} <= {VERSION} or {*tables} >= {VERSION, inbox.name})


def _foreign(tables: Collection[str], place: str) -> str:
    more = f" and {len(tables) - NAMED} more" if len(tables) > NAMED else ""
    return (
        f"it holds something else (tables {', '.join(sorted(tables)[:NAMED])}{more}) and is left as it is."
        f" Name another {place}: a new one, or one that holds nothing."
    )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    return config


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Nobody else takes steps meanwhile. The connection with PostgreSQL's lock stays open, so that it is let go of in the end."""
    if engine.dialect.name == "sqlite":
        with FileLock(f"{engine.url.database}.lock", timeout=LOCK_SECONDS):
            yield
        return
    with engine.connect() as waiting:
        waiting.execute(text(f"SET lock_timeout = '{LOCK_SECONDS}s'"))
        waiting.execute(text(f"SET statement_timeout = '{LOCK_SECONDS}s'"))
        waiting.execute(text("SELECT pg_advisory_lock(:number)"), {"number": LOCK_NUMBER})
        try:
            yield
        finally:
            waiting.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": LOCK_NUMBER})
            waiting.invalidate()
