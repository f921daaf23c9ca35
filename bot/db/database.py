"""``Database.open(url)``: the workspace database, checked, brought up to date and ready; SQLite or PostgreSQL."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Float, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, SQLAlchemyError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.db import schema
from bot.db.filesystem import is_network, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine, Table

BUSY = 2.0
"""Seconds that a writer waits for another process to finish its writing."""
CONNECTIONS = 16


class DatabaseRefusedError(Exception):
    """The database can't be used; the message says why and what to do, without the password in its address."""


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

    Use ``Database.open``.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._writers = threading.Lock()

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the database at ``url``, made or brought up to date first.

        Raises:
            DatabaseRefusedError: it can't be used: its address, its place, what it holds, or who wrote it.
        """
        try:
            address = make_url(url)
        except ArgumentError as error:
            raise DatabaseRefusedError("this is not the address of a database") from error
        engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _postgresql(address)
        try:
            schema.upgrade(engine)
        except schema.NewerError as error:
            raise DatabaseRefusedError(f"{address!r}: {error}") from error
        except (SQLAlchemyError, OSError) as error:
            raise DatabaseRefusedError(f"{address!r} can't be opened: {_reason(error)}") from error
        return cls(engine)

    @property
    def url(self) -> URL:
        """Its address."""
        return self._engine.url

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this machine, which replicas elsewhere do not share."""
        return self._is_sqlite

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

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _sqlite(address: URL) -> Engine:
    if not address.database or address.database == ":memory:":
        raise DatabaseRefusedError("a database in memory would be lost: name a file, sqlite:////path/to/workspace.db")
    folder = Path(address.database).absolute().parent
    if is_network(folder):
        raise DatabaseRefusedError(
            f"{folder} is on a network file system ({kind_of(folder)}), where SQLite loses data. Put STREAMERR_HOME on a"
            " disk of this machine, or use PostgreSQL: STREAMERR_DATABASE_URL=postgresql://..."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseRefusedError(f"{folder} can't be made: {error.strerror}") from error
    engine = create_engine(address, pool_size=CONNECTIONS, hide_parameters=True, connect_args={"timeout": BUSY})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    """Make a new connection of SQLite ours: transactions begin where we say, and what is committed is on the disk."""
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", f"busy_timeout = {BUSY * 1000:.0f}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A reader that turns writer is refused a lock that others hold, without waiting: writers say at once that they are."""
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _postgresql(address: URL) -> Engine:
    if address.get_backend_name() not in ("postgresql", "postgres"):
        raise DatabaseRefusedError(f"{address!r}: only SQLite and PostgreSQL are known; begin it with postgresql://")
    try:
        return create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_size=CONNECTIONS,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": 5, "options": "-c statement_timeout=10s -c lock_timeout=5s"},
        )
    except ModuleNotFoundError as error:
        raise DatabaseRefusedError("PostgreSQL needs its driver: pip install 'streamerr[postgres]'") from error


def _reason(error: Exception) -> str:
    """Why a database can't be opened, in its own words; statements and their values are left out."""
    told = str(error.orig) if isinstance(error, DatabaseError) else str(error)
    return " ".join(told.split()) or type(error).__name__
