"""``Database.open(url)``: the workspace database, checked, brought up to date and ready; SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Float, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.db import schema
from bot.db.address import AddressError, file_of, is_sqlite, parsed
from bot.db.diagnosis import damaged, in_words, reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine, Table

BUSY = 2.0
"""Seconds that a writer waits for another process to finish its writing."""
BRIEFLY = 0.1
WATCHFUL = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""A server that is gone without a word is noticed after about ten seconds; the system's own patience is hours."""
CONNECTIONS = 16
CACHE_KB = 512
"""Of pages that a connection to SQLite keeps in memory; by default four times that, sixteen times over."""


class DatabaseRefusedError(Exception):
    """The database can't be used; the message says why and what to do, without the password in its address."""


class DatabaseMissingError(DatabaseRefusedError):
    """There is no database yet."""


class now(FunctionElement[float]):
    """The time by the database's own clock, in seconds since 1970; replicas need not agree on theirs."""

    type = Float()
    inherit_cache = True


@compiles(now, "sqlite")
def _sqlite_now(*_: Any, **__: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _postgresql_now(*_: Any, **__: Any) -> str:
    return "extract(epoch from clock_timestamp())::float8"


class Database:
    """Connections to the workspace database. Safe to use from several threads.

    Use ``Database.open``, or ``Database.as_it_is`` to look at one without changing it.

    Attributes:
        is_behind: whether its schema lacks steps, and has to be opened before it is used.
    """

    def __init__(self, engine: Engine) -> None:
        self.is_behind = False
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._writers = threading.Lock()

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the database at ``url``, made or brought up to date first.

        Raises:
            DatabaseRefusedError: it can't be used: its address, its place, what it holds, or who wrote it.
        """
        address = _address(url)
        engine = _sqlite(address) if is_sqlite(address) else _postgresql(address)
        try:
            schema.upgrade(engine)
        except (schema.UnfitError, schema.DamagedError, SQLAlchemyError, sqlite3.Error, OSError) as error:
            engine.dispose()
            raise DatabaseRefusedError(_refusal(address, error)) from error
        return cls(engine)

    @classmethod
    def as_it_is(cls, url: str) -> Self:
        """Open the database at ``url`` to look at it or to copy it: nothing is made, or brought up to date.

        Raises:
            DatabaseMissingError: there is none yet.
            DatabaseRefusedError: it can't be read, or ``open`` would refuse it.
        """
        address = _address(url)
        engine = _read_only(address) if is_sqlite(address) else _postgresql(address)
        db = cls(engine)
        try:
            if is_sqlite(address) and not file_of(address).exists():
                raise DatabaseMissingError(f"{file_of(address)} is not there yet")
            with db.reading() as connection:
                db.is_behind = schema.lacks_steps(connection)
        except (schema.UnfitError, SQLAlchemyError, OSError) as error:
            db.close()
            raise DatabaseRefusedError(_refusal(address, error)) from error
        return db

    @property
    def url(self) -> URL:
        """Its address."""
        return self._engine.url

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this machine, which replicas elsewhere do not share."""
        return self._is_sqlite

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        statement = "SELECT pg_database_size(current_database())"
        if self._is_sqlite:
            statement = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        with self.reading() as connection:
            return int(connection.execute(text(statement)).scalar_one())

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read on."""
        how: dict[str, Any] = {"reads": True} if self._is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        with self._engine.connect().execution_options(**how) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: kept as a whole at the end, or not at all when something is raised.

        On SQLite the writers of this process take turns here: its own waiting for a lock is polling, and unfair.
        """
        if not self._is_sqlite:
            with self._engine.begin() as connection:
                yield connection
            return
        with self._writers, self._engine.begin() as connection:
            yield connection

    def insert(self, table: Table) -> Any:
        """An ``INSERT`` that can say ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
        return sqlite.insert(table) if self._is_sqlite else postgresql.insert(table)

    def wipe_log(self) -> None:
        """Empty SQLite's log of changes, which holds what was blanked since, unless it is in use; PostgreSQL sees to its own.

        Nobody can write while this waits for readers, so it does not wait long.
        """
        if not self._is_sqlite:
            return
        connection: Any = self._engine.raw_connection()
        try:
            connection.execute(f"PRAGMA busy_timeout = {BRIEFLY * 1000:.0f}")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.invalidate()

    def copy_to(self, file: Path) -> None:
        """Copy a SQLite database as it is at one moment; others may write meanwhile.

        All pages go in one step: between steps a writer would make it begin anew, without end.
        """
        source: Any = self._engine.raw_connection()
        try:
            with closing(sqlite3.connect(file)) as copy:
                source.driver_connection.backup(copy, pages=-1)
        finally:
            source.close()

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _address(url: str) -> URL:
    try:
        return parsed(url)
    except AddressError as error:
        raise DatabaseRefusedError(str(error)) from error


def _refusal(address: URL, error: Exception) -> str:
    if not is_sqlite(address):
        return f"{address!r} can't be used: {reason(error)}"
    if isinstance(error, schema.DamagedError):
        return damaged(file_of(address), str(error))
    return f"{file_of(address)}: {error}" if isinstance(error, schema.UnfitError) else in_words(error, file_of(address))


def _sqlite(address: URL) -> Engine:
    file = file_of(address)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir():
            raise DatabaseRefusedError(f"{file} is a folder; name a file in it")
    except OSError as error:
        raise DatabaseRefusedError(in_words(error, file)) from error
    engine = create_engine(
        address.set(drivername="sqlite"), pool_size=CONNECTIONS, hide_parameters=True, connect_args={"timeout": BUSY}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _read_only(address: URL) -> Engine:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"{file_of(address).as_uri()}?mode=ro", uri=True, timeout=BUSY, check_same_thread=False)

    return create_engine(address.set(drivername="sqlite"), creator=connect, hide_parameters=True)


def _prepare(connection: Any, _record: Any) -> None:
    """Make a new connection of SQLite ours: transactions begin where we say, and what is committed is on the disk.

    What is blanked or deleted is overwritten: it would stand in the file until something else needs the room. Nothing here
    changes the file, which may not be ours.
    """
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY * 1000:.0f}",
        "synchronous = FULL",
        "secure_delete = ON",
        f"cache_size = -{CACHE_KB}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A reader that turns writer is refused a lock that others hold, without waiting: writers say at once that they are."""
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _postgresql(address: URL) -> Engine:
    try:
        return create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_size=CONNECTIONS,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={**WATCHFUL, "options": "-c statement_timeout=10s -c lock_timeout=5s"},
        )
    except ModuleNotFoundError as error:
        raise DatabaseRefusedError("PostgreSQL needs its driver: pip install 'streamerr[postgres]'") from error
