"""The workspace database: opened and ready, or refused in words that say what to do."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, create_engine, event, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from bot.db import database
from bot.db.database import Database, DatabaseMissingError, DatabaseRefusedError, now
from bot.db.tables import chores, inbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres import Cluster

ROOT = Path(__file__).parents[2]
ROW = {"at": 0.0, "owner": "", "leased": 0.0}
NOBODY = 65534
PAGE = 4096
WITHOUT_DRIVER = """
import sys
sys.modules["psycopg"] = None
from bot.db.database import Database
Database.open("postgresql://bot:hunter2@127.0.0.1:9/streamerr")
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a database may be."""
    return tmp_path / "workspace.db"


def url(file: Path) -> str:
    return f"sqlite:///{file}"


def refused(address: str) -> str:
    """The words in which a database is refused."""
    with pytest.raises(DatabaseRefusedError) as error:
        Database.open(address)
    return str(error.value)


def names(db: Database) -> list[str]:
    with db.reading() as connection:
        return [*connection.execute(select(chores.c.name)).scalars()]


def write(db: Database, *named: str) -> None:
    with db.writing() as connection:
        for name in named or ("one",):
            connection.execute(insert(chores).values(name=name, **ROW))


def test_what_was_written_is_there_when_it_is_opened_again(file: Path, postgres: Cluster) -> None:
    for address in (url(file), postgres.new_database()):
        with Database.open(address) as db:
            write(db)
        with Database.open(address) as db:
            assert names(db) == ["one"]


def test_what_is_written_together_is_kept_together_or_not_at_all(file: Path, postgres: Cluster) -> None:
    for address in (url(file), postgres.new_database()):
        with Database.open(address) as db:
            with pytest.raises(IntegrityError):
                write(db, "one", "two", "two")
            assert names(db) == []


def test_the_database_tells_the_time_in_seconds_since_1970(file: Path, postgres: Cluster) -> None:
    for address in (url(file), postgres.new_database()):
        with Database.open(address) as db, db.reading() as connection:
            told = connection.execute(select(now())).scalar_one()
        assert isinstance(told, float)
        assert abs(told - time.time()) < 60


def test_time_goes_on_within_a_transaction(file: Path, postgres: Cluster) -> None:
    for address in (url(file), postgres.new_database()):
        with Database.open(address) as db, db.writing() as connection:
            before = connection.execute(select(now())).scalar_one()
            time.sleep(0.02)
            assert connection.execute(select(now())).scalar_one() > before


def test_writers_of_several_threads_all_come_through(file: Path) -> None:
    with Database.open(url(file)) as db:
        write(db)

        def count() -> None:
            for _ in range(25):
                with db.writing() as connection:
                    at = connection.execute(select(chores.c.at)).scalar_one()
                    connection.execute(update(chores).values(at=at + 1))

        threads = [threading.Thread(target=count) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with db.reading() as connection:
            assert connection.execute(select(chores.c.at)).scalar() == 100


def test_a_reader_does_not_wait_for_a_writer(file: Path) -> None:
    with Database.open(url(file)) as db, db.writing() as connection:
        connection.execute(insert(chores).values(name="one", **ROW))
        assert names(db) == []


def test_what_is_committed_is_on_the_disk_and_what_is_blanked_is_overwritten(file: Path) -> None:
    with Database.open(url(file)) as db, db.reading() as connection:
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "secure_delete")]
    assert told == [2, 1]


def test_no_file_holds_what_was_blanked_once_the_log_is_wiped(file: Path) -> None:
    words = dict.fromkeys(("key", "kind", "state", "owner", "fault", "about"), "")
    row = dict.fromkeys(("received", "due", "leased", "tries", "slot", "ended", "version"), 0)

    def stands() -> bool:
        return any(b"canary" in one.read_bytes() for one in file.parent.iterdir())

    with Database.open(url(file)) as db:
        with db.writing() as connection:
            connection.execute(insert(inbox).values(**words, **row, body="canary " * 2000))
        assert stands()
        with db.writing() as connection:
            connection.execute(update(inbox).values(body=""))
        db.wipe_log()
        assert not stands()


def test_while_somebody_reads_the_log_is_left_and_nobody_waits_long(file: Path) -> None:
    with Database.open(url(file)) as db:
        write(db, "one")
        with Database.open(url(file)) as other, other.reading() as reader:
            assert reader.execute(select(chores.c.name)).scalar() == "one"
            write(db, "two")
            began = time.monotonic()
            db.wipe_log()
            write(db, "three")
            assert time.monotonic() - began < database.BUSY
        db.wipe_log()
        assert sum(log.stat().st_size for log in file.parent.glob("*-wal")) == 0
        assert names(db) == ["one", "three", "two"]


def test_postgresql_wipes_its_own_log(postgres: Cluster) -> None:
    with Database.open(postgres.new_database()) as db:
        db.wipe_log()
        assert names(db) == []


def test_its_size_is_told(file: Path, postgres: Cluster) -> None:
    for address in (url(file), postgres.new_database()):
        with Database.open(address) as db:
            assert db.size > 10 * PAGE


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    file = tmp_path / "not" / "yet" / "workspace.db"
    Database.open(url(file)).close()
    assert file.exists()


def test_an_address_that_will_not_do_is_refused_without_its_password() -> None:
    assert "not the address of a database" in refused("postgresql://bot:hunter2@db:abc/streamerr")
    told = refused("postgresql://bot:hunter2@127.0.0.1:9/streamerr")
    assert "Connection refused" in told
    assert "hunter2" not in told


def test_without_its_driver_postgresql_is_refused_with_how_to_install_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DRIVER], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert "DatabaseRefusedError: PostgreSQL needs its driver: pip install 'streamerr[postgres]'" in done.stderr
    assert "hunter2" not in done.stderr


def test_a_database_that_postgresql_does_not_have_is_refused(postgres: Cluster) -> None:
    assert '"nowhere" does not exist' in refused(postgres.url.replace("/postgres?", "/nowhere?"))


def test_a_file_on_a_network_is_refused_before_anything_is_made(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.db.address.mounts", lambda: {"/": "ext4", str(file.parent.resolve()): "nfs4"})
    told = refused(url(file))
    assert f"{file} is on a network file system (nfs4), where SQLite loses data" in told
    assert "STREAMERR_HOME" in told
    assert "STREAMERR_DATABASE_URL=postgresql://" in told
    assert [*file.parent.iterdir()] == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder; name a file in it" in refused(url(tmp_path))


def test_a_place_below_a_file_is_refused(file: Path) -> None:
    file.touch()
    assert f"{file} can't be a folder: a file is in the way" in refused(url(file / "workspace.db"))


def test_what_is_no_database_is_refused_and_left_as_it_is(file: Path) -> None:
    text = "This is a letter, and long enough to have a header of a hundred bytes. " * 100
    file.write_text(text)
    assert f"{file} is no SQLite database" in refused(url(file))
    assert file.read_text() == text


@pytest.mark.parametrize(
    ("start", "end"), [(100, PAGE), (3 * PAGE, 4 * PAGE), (10 * PAGE, None)], ids=["schema", "page", "cut short"]
)
def test_a_damaged_file_is_refused_with_how_to_restore_a_backup(file: Path, start: int, end: int | None) -> None:
    Database.open(url(file)).close()
    pages = bytearray(file.read_bytes())
    pages[start:end] = b"\xa5" * (end - start) if end else b""
    file.write_bytes(pages)
    told = refused(url(file))
    assert f"{file} is damaged. Restore a backup: move {file}, {file}-wal and {file}-shm out of the way" in told


def test_a_schema_of_a_newer_program_is_refused_with_what_to_do(file: Path, postgres: Cluster) -> None:
    for address in (url(file), postgres.new_database()):
        with Database.open(address) as db, db.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
        assert "written by a newer streamerr" in refused(address)
        assert "Install that version again, or restore a backup" in refused(address)


def test_a_file_of_something_else_is_refused_and_left_as_it_is(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for name in ("track", "artist", "genre", "album"):
            connection.execute(f"CREATE TABLE {name} (id INTEGER)")
    before = file.read_bytes()
    told = refused(url(file))
    assert f"{file}: it holds something else (tables album, artist, genre and 1 more)" in told
    assert "Name another file" in told
    assert file.read_bytes() == before
    with pytest.raises(DatabaseRefusedError, match="holds something else"):
        Database.as_it_is(url(file))


def test_a_database_of_something_else_on_postgresql_is_refused_and_left_as_it_is(postgres: Cluster) -> None:
    address = postgres.new_database()
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE album (id INTEGER)")
    told = refused(address)
    assert "it holds something else (tables album)" in told
    assert "Name another database" in told
    assert inspect(engine).get_table_names() == ["album"]
    engine.dispose()


@pytest.mark.parametrize(
    "names", [("alembic_version", "album"), ("inbox", "posts")], ids=["steps of another program", "ours without steps"]
)
def test_tables_that_only_look_like_ours_are_something_else(file: Path, names: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for name in names:
            connection.execute(f"CREATE TABLE {name} (version_num TEXT)")
        connection.execute(f"INSERT INTO {names[0]} VALUES ('0001')")  # noqa: S608  our own words
        connection.commit()
    assert "holds something else" in refused(url(file))


def test_a_database_that_holds_nothing_is_taken(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE gone (id INTEGER)")
        connection.execute("DROP TABLE gone")
    with Database.open(url(file)) as db:
        assert names(db) == []


@contextmanager
def somebody() -> Iterator[None]:
    """As a user to whom permissions apply: they do not to root."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_without_permission_it_is_said_what_to_allow(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    for part in (tmp_path, *tmp_path.parents[:2]):
        part.chmod(part.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    Database.open(url(closed / "workspace.db")).close()
    closed.chmod(0o500)
    with somebody():
        there, new = refused(url(closed / "workspace.db")), refused(url(closed / "more" / "workspace.db"))
    closed.chmod(0o700)
    for told in (there, new):
        assert "can't be written by this user. Allow it to write the file and its folder" in told


@pytest.fixture
def little_room() -> Iterator[None]:
    """SQLite finds no room on the disk for more than a few pages."""

    def limit(connection: Any, _record: Any) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA max_page_count = 8")

    event.listen(Engine, "connect", limit)
    yield
    event.remove(Engine, "connect", limit)


@pytest.mark.usefixtures("little_room")
def test_a_full_disk_is_told_and_the_next_start_has_nothing_to_mend(file: Path) -> None:
    assert f"the disk that {file} is on is full. Make room there" in refused(url(file))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_lock_that_another_program_holds_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY", 0.05)
    Database.open(url(file)).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert f"{file} is locked by another program" in refused(url(file))
    Database.open(url(file)).close()


def test_as_it_is_one_is_read_while_another_writes_and_not_written(file: Path) -> None:
    with Database.open(url(file)) as db:
        write(db)
        with db.writing(), Database.as_it_is(url(file)) as seen:
            assert names(seen) == ["one"]
            assert seen.size == db.size


def test_as_it_is_one_is_not_brought_up_to_date(file: Path, postgres: Cluster) -> None:
    sqlite3.connect(file).close()
    for address in (url(file), postgres.new_database()):
        with Database.as_it_is(address) as db, db.reading() as connection:
            assert not db._engine.dialect.has_table(connection, "inbox")


def test_as_it_is_one_that_is_not_there_is_missing_and_not_made(file: Path) -> None:
    with pytest.raises(DatabaseMissingError, match="is not there yet"):
        Database.as_it_is(url(file))
    assert not file.exists()


def test_as_it_is_one_is_not_taken_for_something_else_while_another_makes_it(tmp_path: Path) -> None:
    def looked(at: int) -> int:
        """Look at a file that is made before the statement of that number; the number of statements."""
        file, asked, making = tmp_path / f"{at}.db", 0, False
        file.touch()

        def make(*_: object) -> None:
            nonlocal asked, making
            asked += not making
            if asked == at and not making:
                making = True
                Database.open(url(file)).close()
                making = False

        event.listen(Engine, "before_cursor_execute", make)
        try:
            Database.as_it_is(url(file)).close()
        finally:
            event.remove(Engine, "before_cursor_execute", make)
        return asked

    last = looked(0)
    assert last > 1
    for at in range(1, last + 1):
        looked(at)


def test_as_it_is_what_is_no_database_is_refused(file: Path) -> None:
    file.write_text("This is a letter, and long enough to have a header of a hundred bytes. " * 100)
    with pytest.raises(DatabaseRefusedError, match="is no SQLite database"):
        Database.as_it_is(url(file))
