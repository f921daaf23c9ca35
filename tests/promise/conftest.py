"""Fixtures: workspace databases whose users go by steps, with clocks that are turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from tests.clock import Clock
from tests.promise.steps import SteppedDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from tests.postgres import Cluster


@pytest.fixture(scope="module")
def stepped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SteppedDatabase, Clock]]:
    """On SQLite."""
    with SteppedDatabase.open(f"sqlite:///{tmp_path_factory.mktemp('promise')}/workspace.db") as db:
        event.listen(db._engine, "connect", _hasty_sqlite)
        yield db, Clock(db)


@pytest.fixture(scope="module")
def on_postgres(postgres: Cluster) -> Iterator[tuple[SteppedDatabase, Clock]]:
    """On PostgreSQL."""
    with SteppedDatabase.open(postgres.new_database()) as db:
        event.listen(db._engine, "connect", _hasty_postgres)
        yield db, Clock(db)


def _hasty_sqlite(connection: Any, _record: Any) -> None:
    """Nothing waits for the disk: no machine crashes here."""
    connection.execute("PRAGMA synchronous = OFF")


def _hasty_postgres(connection: Any, _record: Any) -> None:
    connection.execute("SET synchronous_commit = off")
    connection.commit()
