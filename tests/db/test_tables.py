"""The schema: what its steps make is what the program works with, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.db.database import Database
from bot.db.tables import KEY, metadata

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Table

    from tests.postgres import Cluster


def differences(db: Database) -> list[object]:
    """What would have to be done to a database to make it what the tables say."""
    with db.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return [*compare_metadata(context, metadata)]


def test_the_steps_and_the_tables_say_the_same_on_sqlite(tmp_path: Path) -> None:
    with Database.open(f"sqlite:///{tmp_path}/workspace.db") as db:
        assert differences(db) == []


def test_the_steps_and_the_tables_say_the_same_on_postgresql(postgres: Cluster) -> None:
    with Database.open(postgres.new_database()) as db:
        assert differences(db) == []


def test_a_difference_would_be_seen(tmp_path: Path) -> None:
    with Database.open(f"sqlite:///{tmp_path}/workspace.db") as db:
        with db.writing() as connection:
            connection.exec_driver_sql("DROP INDEX inbox_ended")
            connection.exec_driver_sql("ALTER TABLE paces ADD COLUMN more INTEGER")
        assert {difference[0] for difference in differences(db)} == {"add_index", "remove_column"}  # type: ignore[index]  # alembic's are tuples


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_has_a_key_and_no_value_that_may_be_missing(table: Table) -> None:
    assert table.primary_key.columns
    assert [column.name for column in table.columns if column.nullable] == []


def test_a_key_fits_an_index_of_postgresql() -> None:
    assert 4 * KEY < 2704  # bytes: the third of a page that an entry of an index may take
