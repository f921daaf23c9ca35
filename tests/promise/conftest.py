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


@pytest.fixture(scope="module")
def stepped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SteppedDatabase, Clock]]:
    """On SQLite; what is written is not waited for, since no machine crashes here."""
    with SteppedDatabase.open(f"sqlite:///{tmp_path_factory.mktemp('promise')}/workspace.db") as db:
        event.listen(db._engine, "connect", _hasty)
        yield db, Clock(db)


def _hasty(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")
