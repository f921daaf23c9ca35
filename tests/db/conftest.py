"""Fixtures: an empty workspace database of each kind, and its clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.db.database import Database
from bot.db.tables import metadata
from tests.clock import Clock
from tests.postgres import Cluster


@pytest.fixture(scope="session")
def on_postgres(postgres: Cluster) -> Iterator[Database]:
    """One workspace database on PostgreSQL, for all tests: making one takes long there."""
    with Database.open(postgres.new_database()) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty workspace database of each kind."""
    if request.param == "sqlite":
        with Database.open(f"sqlite:///{tmp_path}/workspace.db") as opened:
            yield opened
        return
    request.getfixturevalue("postgres").start()
    shared: Database = request.getfixturevalue("on_postgres")
    with shared.writing() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.delete())
    yield shared


@pytest.fixture
def clock(db: Database) -> Iterator[Clock]:
    """The clock of that database, which stands still until it is turned."""
    clock = Clock(db)
    yield clock
    clock.put_back()
