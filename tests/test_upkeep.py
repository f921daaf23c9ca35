"""Upkeep: what is past is forgotten while the bot runs, by one of its replicas, whatever goes wrong."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from bot.db.chores import Chores
from bot.db.database import Database, now
from bot.db.retention import DAY
from bot.db.tables import inbox, threads
from bot.settings import Settings
from bot.upkeep import EVERY, RETENTION, Upkeep
from tests.slack_bot import workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

SETTINGS = Settings(Path())
LOOK = 0.02


@contextmanager
def kept(db: Database, settings: Settings = SETTINGS) -> Iterator[Upkeep]:
    """A database that is seen to."""
    upkeep = Upkeep(db, settings, look=LOOK)
    upkeep.start()
    try:
        yield upkeep
    finally:
        upkeep.stop()


def until(what: Callable[[], object], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def put_old(db: Database, days: float = 91) -> None:
    """A thread of long ago."""
    with db.writing() as connection:
        old = {"team": "T1", "channel": "C1", "ts": "1.2", "joined": True, "quiet": False, "at": now() - days * DAY}
        connection.execute(insert(threads).values(**old))


def left(db: Database) -> int:
    with db.reading() as connection:
        return connection.execute(select(func.count()).select_from(threads)).scalar_one()


def test_what_is_past_is_forgotten_at_the_start(db: Database) -> None:
    put_old(db)
    with kept(db):
        until(lambda: left(db) == 0)


def test_for_how_long_things_are_kept_is_what_the_settings_say(db: Database) -> None:
    put_old(db, days=3)
    with kept(db):
        until(lambda: not Chores(db).claim(RETENTION, EVERY, 60))
    assert left(db) == 1
    with db.writing() as connection:
        connection.exec_driver_sql("DELETE FROM chores")
    with kept(db, Settings(Path(), keep_answers=2 * DAY)):
        until(lambda: left(db) == 0)


def test_it_is_not_done_again_within_the_hour(db: Database) -> None:
    put_old(db)
    with kept(db):
        until(lambda: left(db) == 0)
        put_old(db)
        time.sleep(10 * LOOK)
        assert left(db) == 1


def test_while_another_replica_is_at_it_nothing_is_done(db: Database) -> None:
    put_old(db)
    assert Chores(db).claim(RETENTION, EVERY, 60)
    with kept(db):
        time.sleep(10 * LOOK)
        assert left(db) == 1


def test_what_goes_wrong_is_logged_and_done_again(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    put_old(db)
    with db.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE posts RENAME TO elsewhere")
    with kept(db):
        until(lambda: "what is past can't be forgotten" in caplog.text)
        with db.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO posts")
        until(lambda: left(db) == 0)


def test_events_that_waited_too_long_are_told_as_given_up(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    words = {"key": "late", "kind": "message", "body": "{}", "state": "waiting", "owner": "", "fault": "", "about": ""}
    numbers = dict.fromkeys(("due", "leased", "tries", "slot", "ended", "version"), 0)
    with db.writing() as connection:
        connection.execute(insert(inbox).values(**words, **numbers, received=now() - 2 * DAY))
    with kept(db):
        until(lambda: "given up: 1 event waited for more than a day" in caplog.text)


def test_when_it_ends_early_another_replica_may_go_on_at_once(db: Database) -> None:
    upkeep = Upkeep(db, SETTINGS, look=LOOK)
    upkeep._stopping.set()
    upkeep._forget()
    assert Chores(db).claim(RETENTION, EVERY, 60)


def test_it_ends_with_the_bot_and_keeps_nobody_waiting(db: Database) -> None:
    upkeep = Upkeep(db, SETTINGS)
    upkeep.start()
    began = time.monotonic()
    upkeep.stop()
    assert time.monotonic() - began < 10
    assert not upkeep._thread.is_alive()


def test_the_bot_sees_to_its_database(kb_file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/workspace.db"
    with Database.open(url) as db:
        put_old(db)
    with workspace(kb_file, url) as here:
        until(lambda: left(here.db) == 0)
