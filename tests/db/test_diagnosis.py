"""Why a workspace database can't be used, in words: from errors that SQLite and the system really raise."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from bot.db.diagnosis import damaged, in_words, reason

if TYPE_CHECKING:
    from pathlib import Path


def full(file: Path) -> None:
    """Fill a database that may have two pages."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA max_page_count = 2")
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")


def read_only(file: Path) -> None:
    """Write to a database that is open to be read."""
    file.touch()
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("CREATE TABLE t (a)")


def locked(file: Path) -> None:
    """Write to a database that another writes to."""
    with closing(sqlite3.connect(file)) as one, closing(sqlite3.connect(file, timeout=0)) as other:
        one.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


def foreign(file: Path) -> None:
    """Read a text as a database."""
    file.write_text("This is a letter, and long enough to have a header of a hundred bytes. " * 4)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("SELECT * FROM sqlite_master")


def nowhere(file: Path) -> None:
    """Open a database in a folder that is not there."""
    sqlite3.connect(file / "folder" / "file")


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (full, "is full. Make room there"),
        (read_only, "can't be written by this user"),
        (locked, "is locked by another program"),
        (foreign, "is no SQLite database"),
        (nowhere, "can't be written by this user"),
    ],
)
def test_what_sqlite_raises_is_told_with_what_to_do(tmp_path: Path, happens: type, told: str) -> None:
    file = tmp_path / "workspace.db"
    with pytest.raises(sqlite3.Error) as raised:
        happens(file)
    assert told in in_words(raised.value, file)
    assert str(file) in in_words(raised.value, file)
    assert told in in_words(OperationalError("UPDATE t", {}, raised.value), file)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "is full. Make room there"),
        (errno.EACCES, "can't be written by this user"),
        (errno.EROFS, "can't be written by this user"),
        (errno.ENOTDIR, "can't be a folder: a file is in the way"),
        (errno.EIO, "can't be opened: Input/output error"),
    ],
)
def test_what_the_system_raises_is_told_with_what_to_do(tmp_path: Path, number: int, told: str) -> None:
    assert told in in_words(OSError(number, os.strerror(number)), tmp_path / "workspace.db")


def test_of_a_damaged_file_it_is_told_how_to_restore_a_backup(tmp_path: Path) -> None:
    file = tmp_path / "workspace.db"
    told = damaged(file, "*** in database main ***\nPage 4: never used")
    assert f"move {file}, {file}-wal and {file}-shm out of the way, copy the backup to {file}" in told
    assert told.endswith("SQLite found: *** in database main *** Page 4: never used")


def test_a_reason_is_one_line_without_the_statement_and_its_values() -> None:
    error = OperationalError("SELECT :secret", {"secret": "hunter2"}, Exception("no answer\n\tIs it on?"))
    assert reason(error) == "no answer Is it on?"


def test_an_error_that_says_nothing_is_named() -> None:
    assert reason(ValueError()) == "ValueError"
