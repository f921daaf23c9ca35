"""Backups: whole, of one moment, made while others write, and brought back by the commands that are told."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, make_url, select

from bot.db.backup import BackupError, back_up
from bot.db.database import Database
from bot.db.tables import answers, chores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres import Cluster

ROOT = Path(__file__).parents[2]
BULK = "x" * 4000
KILLED = """
import os, sys, time
from bot.db.database import Database
db = Database.open(sys.argv[1])
with db.writing() as connection:
    connection.exec_driver_sql("INSERT INTO chores VALUES ('kept', 0, '', 0)")
print("written", flush=True)
time.sleep(600)
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "backups of mine" / "workspace.backup"


@pytest.fixture(autouse=True)
def _folder(target: Path) -> None:
    target.parent.mkdir()


def url_of(db: Database) -> str:
    return db.url.render_as_string(hide_password=False)


def number(db: Database) -> int:
    with db.reading() as connection:
        return connection.execute(select(func.count()).select_from(answers)).scalar_one()


def put(db: Database, *keys: str) -> None:
    rows = [{"key": key, "team": "T1", "person": "U1", "record": BULK, "at": 1.0} for key in keys]
    with db.writing() as connection:
        connection.execute(insert(answers), rows)


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """Somebody writes to the database without a pause, always two rows together."""
    stopping, begun = threading.Event(), threading.Event()

    def write() -> None:
        with Database.open(url_of(db)) as own:
            for n in count():
                put(own, f"{n}-one", f"{n}-other")
                begun.set()
                if stopping.is_set():
                    return

    thread = threading.Thread(target=write)
    thread.start()
    assert begun.wait(30)
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def brought_back(commands: tuple[str, ...]) -> None:
    for command in commands:
        subprocess.run(command, shell=True, check=True, capture_output=True)  # noqa: S602  what people would type


def test_it_is_of_one_moment_and_comes_back_while_another_writes(db: Database, target: Path) -> None:
    put(db, *(f"before-{n}" for n in range(1000)))
    with writing(db):
        made = back_up(url_of(db), target)
        later = number(db)
    assert (made.file, made.size) == (target, target.stat().st_size)
    assert later >= 1002
    with db.writing() as connection:
        connection.execute(answers.delete())
    db.close()
    brought_back(made.restore)
    with Database.open(url_of(db)) as again:
        told = number(again)
        assert 1002 <= told <= later
        assert told % 2 == 0


def test_nothing_but_the_backup_is_left_and_only_we_may_read_it(db: Database, target: Path) -> None:
    put(db, "one")
    back_up(url_of(db), target)
    assert [*target.parent.iterdir()] == [target]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_kept_unless_it_is_to_be_replaced(db: Database, target: Path) -> None:
    back_up(url_of(db), target)
    earlier = target.read_bytes()
    put(db, "later")
    with pytest.raises(BackupError, match="is there already; name another file, or replace it with --force"):
        back_up(url_of(db), target)
    assert target.read_bytes() == earlier
    back_up(url_of(db), target, force=True)
    assert target.read_bytes() != earlier


def test_an_empty_file_is_replaced_when_it_is_to_be(db: Database, target: Path) -> None:
    target.touch()
    assert back_up(url_of(db), target, force=True).size > 1000


def test_a_file_that_is_no_backup_is_never_replaced(db: Database, target: Path) -> None:
    target.write_text("a letter")
    with pytest.raises(BackupError, match="is no backup, and is left as it is; name another file, or delete it first"):
        back_up(url_of(db), target, force=True)
    assert target.read_text() == "a letter"


def test_a_database_of_something_else_is_never_replaced(db: Database, target: Path) -> None:
    for number, names in enumerate((["system", "entry"], ["alembic_version", "album"], ["inbox"])):
        file = target.with_name(f"{number}.db")
        with closing(sqlite3.connect(file)) as connection:
            for name in names:
                connection.execute(f"CREATE TABLE {name} (id INTEGER)")
        before = file.read_bytes()
        with pytest.raises(BackupError, match="is no backup, and is left as it is"):
            back_up(url_of(db), file, force=True)
        assert file.read_bytes() == before


def test_what_lies_beside_a_database_is_never_replaced_nor_made(db: Database, tmp_path: Path) -> None:
    put(db, "one")

    def kept() -> dict[Path, bytes]:
        """Every file, but for what readers note in shared memory."""
        files = [file for file in tmp_path.iterdir() if file.is_file()]
        return {file: b"" if file.name.endswith("-shm") else file.read_bytes() for file in files}

    before = kept()
    for end in ("-wal", "-shm", "-journal", ".lock", "-WAL"):
        for force in (False, True):
            with pytest.raises(BackupError, match=f"name a file that does not end in {end.lower()}"):
                back_up(url_of(db), tmp_path / f"workspace.db{end}", force=force)
    assert kept() == before


def test_a_database_that_another_bot_has_open_is_not_replaced(db: Database, target: Path) -> None:
    with Database.open(f"sqlite:///{target}") as other:
        put(other, "theirs")
        with pytest.raises(BackupError, match="backup-wal is there: a database of that name is in use"):
            back_up(url_of(db), target, force=True)
        assert number(other) == 1


def test_a_log_that_a_database_left_is_not_made_one_of_the_backup(db: Database, target: Path) -> None:
    for end in ("-wal", "-journal"):
        left = Path(f"{target}{end}")
        left.touch()
        with pytest.raises(BackupError, match=f"{end} is there"):
            back_up(url_of(db), target)
        left.unlink()
    assert [*target.parent.iterdir()] == []


def test_a_pipe_is_left_as_it_is(db: Database, target: Path) -> None:
    os.mkfifo(target)
    for force in (False, True):
        with pytest.raises(BackupError, match="is a device, a pipe or the like; name a file"):
            back_up(url_of(db), target, force=force)
    assert target.is_fifo()


def test_a_link_is_followed_and_stays(db: Database, target: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(target)
    for force in (False, True):  # to a file that is not there yet, and to one that is
        assert back_up(url_of(db), link, force=force).file == target
        assert link.readlink() == target
        assert stat.S_ISREG(target.lstat().st_mode)


def test_a_link_that_leads_to_itself_is_refused(db: Database, target: Path) -> None:
    target.symlink_to(target)
    with pytest.raises(BackupError, match="name a file"):
        back_up(url_of(db), target, force=True)
    assert target.is_symlink()


def test_a_line_is_not_taken_for_a_name(db: Database, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(target.parent)
    with pytest.raises(BackupError, match="can't go to standard output: name a file"):
        back_up(url_of(db), Path("-"))
    assert [*target.parent.iterdir()] == []


def test_the_database_is_left_as_it_is(tmp_path: Path, target: Path) -> None:
    file = tmp_path / "workspace.db"
    with closing(sqlite3.connect(file)) as connection:  # made by an older program
        connection.execute("CREATE TABLE alembic_version (version_num)")
    before = file.read_bytes()
    back_up(f"sqlite:///{file}", target)
    assert file.read_bytes() == before


def test_what_a_killed_bot_had_written_is_in_it(tmp_path: Path, target: Path) -> None:
    url = f"sqlite:///{tmp_path}/workspace.db"
    bot = subprocess.Popen([sys.executable, "-c", KILLED, url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert bot.stdout
    assert bot.stdout.readline() == "written\n"
    bot.send_signal(signal.SIGKILL)
    bot.communicate()
    made = back_up(url, target)
    brought_back(made.restore)
    with Database.open(url) as db, db.reading() as connection:
        assert [*connection.execute(select(chores.c.name)).scalars()] == ["kept"]


def test_what_is_not_there_is_not_copied(tmp_path: Path, target: Path) -> None:
    with pytest.raises(BackupError, match="is not there yet"):
        back_up(f"sqlite:///{tmp_path}/workspace.db", target)
    assert [*target.parent.iterdir()] == []


def test_what_start_would_refuse_is_not_copied(tmp_path: Path, target: Path, postgres: Cluster) -> None:
    for url in (f"sqlite:///{tmp_path}/workspace.db", postgres.new_database()):
        with Database.open(url) as db, db.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
        with pytest.raises(BackupError, match=r"The workspace database: .*written by a newer streamerr"):
            back_up(url, target)
    assert [*target.parent.iterdir()] == []


def test_the_database_is_not_replaced_by_its_own_backup(tmp_path: Path) -> None:
    file = tmp_path / "workspace.db"
    Database.open(f"sqlite:///{file}").close()
    (tmp_path / "other.db").symlink_to(file)
    for name in (file, tmp_path / "other.db"):
        with pytest.raises(BackupError, match="is the workspace database itself"):
            back_up(f"sqlite:///{file}", name, force=True)
    Database.open(f"sqlite:///{file}").close()


def test_a_folder_and_a_place_without_one_are_refused(db: Database, target: Path) -> None:
    with pytest.raises(BackupError, match="is a folder; name a file in it"):
        back_up(url_of(db), target.parent)
    with pytest.raises(BackupError, match="there is no folder"):
        back_up(url_of(db), target / "deeper")


def test_a_damaged_database_is_not_passed_off_as_a_backup(tmp_path: Path, target: Path) -> None:
    file = tmp_path / "workspace.db"
    with Database.open(f"sqlite:///{file}") as db:
        back_up(url_of(db), target)
        put(db, *(str(n) for n in range(100)))
    earlier = target.read_bytes()
    pages = bytearray(file.read_bytes())
    pages[-3 * 4096 : -2 * 4096] = b"\xa5" * 4096
    file.write_bytes(pages)
    with pytest.raises(BackupError, match="is damaged, and so would be its backup"):
        back_up(f"sqlite:///{file}", target, force=True)
    assert target.read_bytes() == earlier
    assert [*target.parent.iterdir()] == [target]


def test_without_room_on_the_disk_nothing_is_left(tmp_path: Path, target: Path) -> None:
    with Database.open(f"sqlite:///{tmp_path}/workspace.db") as db:
        put(db, *(str(n) for n in range(100)))
    script = f"ulimit -f 256; exec {sys.executable} -m bot backup '{target}'"
    environ = {**os.environ, "STREAMERR_HOME": str(tmp_path), "STREAMERR_DATABASE_URL": ""}
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert f"{target} can't be made" in done.stderr
    assert [*target.parent.iterdir()] == []


def test_postgresql_says_why_it_can_not(postgres: Cluster, target: Path) -> None:
    url = postgres.new_database()
    Database.open(url).close()
    postgres.stop()
    with pytest.raises(BackupError, match=r"The workspace database: .* can't be used"):
        back_up(url, target)
    postgres.start()


def programs(tmp_path: Path, script: str) -> Path:
    """A folder with a ``pg_dump`` of that script."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "pg_dump").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "pg_dump").chmod(0o755)
    return folder


def with_password(url: str) -> str:
    return make_url(url).set(password="hunter2 it's").render_as_string(hide_password=False)


def test_the_password_is_not_on_the_command_line(
    postgres: Cluster, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = with_password(postgres.new_database())
    seen = tmp_path / "seen"
    real = shutil.which("pg_dump")
    script = f'echo "$@" >"{seen}"; echo "$PGPASSWORD" >>"{seen}"; exec {real} "$@"'
    monkeypatch.setenv("PATH", f"{programs(tmp_path, script)}:{os.environ['PATH']}")
    made = back_up(url, target)
    words, password = seen.read_text().splitlines()
    assert "hunter2" not in words
    assert password == "hunter2 it's"
    assert "hunter2" not in made.source + " ".join(made.restore)


def test_what_pg_dump_says_against_it_is_told(
    postgres: Cluster, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "echo 'aborting because of server version mismatch' >&2; exit 1"
    monkeypatch.setenv("PATH", f"{programs(tmp_path, script)}:{os.environ['PATH']}")
    with pytest.raises(
        BackupError, match="pg_dump can't copy the database: aborting because of server version mismatch"
    ):
        back_up(postgres.new_database(), target)
    assert [*target.parent.iterdir()] == []


def test_without_pg_dump_it_is_said_what_to_install(
    postgres: Cluster, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.new_database()
    monkeypatch.setenv("PATH", str(target.parent))
    with pytest.raises(BackupError, match=r"pg_dump is not installed.*apt-get install postgresql-client"):
        back_up(url, target)
