"""The schema steps: those that a database lacks are taken when it is opened, by one process at a time.

A SQLite file is looked through before: what is damaged is not written to.
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
from sqlalchemy import text

import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

LOCK_SECONDS = 120
LOCK_NUMBER = 0x73747265616D
"""What starters on PostgreSQL take turns by: "stream" in ASCII."""


class NewerError(Exception):
    """The database was written by a newer program."""


class DamagedError(Exception):
    """The pages of a SQLite file do not fit together; says what SQLite found first."""


def upgrade(engine: Engine) -> None:
    """Take the steps that are missing; starters that race wait for each other.

    Raises:
        DamagedError: it is a file that was damaged.
        NewerError: it has taken steps that this program does not know.
    """
    with _alone(engine):
        if engine.dialect.name == "sqlite":
            _look_through(engine)
        _take(engine)


def _look_through(engine: Engine) -> None:
    """A quick check reads every page once, and keeps nobody from writing."""
    with engine.connect().execution_options(reads=True) as connection:
        finding = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if finding != "ok":
        raise DamagedError(finding)


def _take(engine: Engine) -> None:
    with engine.begin() as connection:
        if lacks_steps(connection):
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def lacks_steps(connection: Connection) -> bool:
    """Whether there are steps that a database has not taken.

    Raises:
        NewerError: it has taken steps that this program does not know.
    """
    steps = ScriptDirectory.from_config(_config())
    taken = MigrationContext.configure(connection).get_current_revision()
    if taken and taken not in {step.revision for step in steps.walk_revisions()}:
        raise NewerError(
            f"it was written by a newer streamerr (its schema is at step {taken}, this program knows up to"
            f" {steps.get_current_head()}). Install that version again, or restore a backup from before it."
        )
    return taken != steps.get_current_head()


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
