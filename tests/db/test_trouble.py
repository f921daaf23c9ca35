"""Trouble with the database, by its names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.db import trouble
from bot.db.database import Database
from bot.db.inbox import Inbox
from bot.db.model import Delivery

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres import Cluster


def test_a_slip_of_ours_is_trouble_that_does_not_pass(db: Database) -> None:
    with pytest.raises(trouble.ANY) as raised, db.writing() as connection:
        connection.execute(text("INSERT INTO paces (team, channel) VALUES ('T1', 'C1')"))
    assert not isinstance(raised.value, trouble.PASSING)


def test_a_lock_that_somebody_holds_passes(tmp_path: Path) -> None:
    with Database.open(f"sqlite:///{tmp_path}/workspace.db") as one, Database.open(str(one.url)) as other:
        with one.writing(), pytest.raises(trouble.PASSING):
            Inbox(other).put([Delivery("a", {})])
        assert Inbox(other).put([Delivery("a", {})]) == [True]


def test_a_disk_that_is_full_passes(tmp_path: Path) -> None:
    with Database.open(f"sqlite:///{tmp_path}/workspace.db") as full:
        with full.writing() as connection:
            connection.execute(text("PRAGMA max_page_count = 60"))
        with pytest.raises(trouble.PASSING):
            Inbox(full).put([Delivery("a", {"text": "x" * 1_000_000})])
        assert Inbox(full).put([Delivery("a", {})]) == [True]


def test_a_server_that_is_down_passes(postgres: Cluster) -> None:
    with Database.open(postgres.new_database()) as db:
        postgres.stop("immediate")
        try:
            with pytest.raises(trouble.PASSING):
                Inbox(db).take()
        finally:
            postgres.start()
        assert Inbox(db).take() is None


def test_the_database_has_a_word_for_it(tmp_path: Path, postgres: Cluster) -> None:
    for url, expected in ((f"sqlite:///{tmp_path}/workspace.db", "SQLITE_ERROR"), (postgres.new_database(), "42P01")):
        with Database.open(url) as db, pytest.raises(trouble.ANY) as raised, db.reading() as connection:
            connection.execute(text("SELECT * FROM nowhere"))
        assert trouble.word(raised.value) == expected


def test_for_other_errors_there_is_no_such_word() -> None:
    assert trouble.word(OSError("nowhere")) == ""
