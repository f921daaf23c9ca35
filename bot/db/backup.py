"""A backup of the workspace database, made while the bot runs: one file, looked through before it gets its name."""

from __future__ import annotations

import os
import shlex
import sqlite3
import subprocess
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.db.database import Database, DatabaseRefusedError
from bot.db.diagnosis import reason
from bot.db.schema import is_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

NO_PROGRAM = (
    "{program} is not installed, and copies PostgreSQL. It comes with PostgreSQL's client; the version must be the server's"
    " or newer: apt-get install postgresql-client"
)
RESERVED = ("-wal", "-shm", "-journal", ".lock")
"""How names end that SQLite, and we, give to what lies beside a database."""


class BackupError(Exception):
    """There is no backup; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made.

    Attributes:
        file: where it is.
        size: in bytes.
        source: the database, without its password.
        restore: the commands that bring it back while no bot runs.
    """

    file: Path
    size: int
    source: str
    restore: tuple[str, ...]


def back_up(url: str, file: Path, *, force: bool = False) -> Backup:
    """Copy the workspace database as it is at one moment; the bot may write meanwhile.

    Args:
        url: of the database.
        file: where to; a link is followed.
        force: whether an earlier backup that is there is replaced. Nothing else is.

    Raises:
        BackupError: it can't be made; a file that was there is as it was.
    """
    if str(file) == "-":
        raise BackupError("a backup can't go to standard output: name a file")
    file = Path(os.path.realpath(file))
    try:
        with Database.as_it_is(url) as db:
            _refuse(db, file, force=force)
            with _beside(file) as part:
                (_copy if db.is_sqlite else _dump)(db, part)
            return Backup(file, file.stat().st_size, _named(db), (_copied if db.is_sqlite else _dumped)(db, file))
    except DatabaseRefusedError as error:
        raise BackupError(f"The workspace database: {error}") from error
    except OSError as error:
        raise BackupError(f"{file} can't be written: {reason(error)}") from error
    except sqlite3.Error as error:
        raise BackupError(f"{file} can't be made: {reason(error)}") from error


def _refuse(db: Database, file: Path, *, force: bool) -> None:
    if db.is_sqlite and file.exists() and file.samefile(str(db.url.database)):
        raise BackupError(f"{file} is the workspace database itself; name another file")
    if end := next((end for end in RESERVED if file.name.casefold().endswith(end)), None):
        raise BackupError(f"{file} belongs to a database, by its name: name a file that does not end in {end}")
    if file.is_dir():
        raise BackupError(f"{file} is a folder; name a file in it")
    if not file.parent.is_dir():
        raise BackupError(f"there is no folder {file.parent}; make it first")
    if beside := next((one for one in (Path(f"{file}-wal"), Path(f"{file}-journal")) if one.exists()), None):
        raise BackupError(f"{beside} is there: a database of that name is in use, or was cut off; name another file")
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise BackupError(f"{file} is a device, a pipe or the like; name a file")
    if file.exists() and not force:
        raise BackupError(f"{file} is there already; name another file, or replace it with --force")
    if file.exists() and not _is_backup(file):
        raise BackupError(f"{file} is no backup, and is left as it is; name another file, or delete it first")


def _is_backup(file: Path) -> bool:
    """Whether a file is an earlier backup, a workspace database, or empty. Nothing is locked or made beside it."""
    with file.open("rb") as opened:
        begin = opened.read(5)
    if begin != b"SQLit":
        return begin in (b"", b"PGDMP")
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as there:
            tables = {name for (name,) in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:
        return False
    return not is_foreign(tables)


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A file that only we may read, beside another; in the end it takes the other's name, or is gone."""
    handle, name = tempfile.mkstemp(".part", f".{file.name}.", file.parent)
    part = Path(name)
    try:
        yield part
        os.fsync(handle)
        part.replace(file)
    finally:
        os.close(handle)
        part.unlink(missing_ok=True)


def _copy(db: Database, part: Path) -> None:
    db.copy_to(part)
    with closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without another beside it
        (finding,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if finding != "ok":
        raise BackupError(
            f"{db.url.database} is damaged, and so would be its backup: {finding}. Restore an earlier backup."
        )


def _dump(db: Database, part: Path) -> None:
    where, password = _connection(db.url)
    environ = {**os.environ, "PGPASSWORD": password} if password else {**os.environ}
    _run(environ, "pg_dump", "--format=custom", "--no-password", f"--file={part}", f"--dbname={where}")
    _run(environ, "pg_restore", "--list", str(part))


def _run(environ: dict[str, str], program: str, *words: str) -> None:
    try:
        done = subprocess.run([program, *words], env=environ, capture_output=True, text=True, check=False)  # noqa: S603  our own words
    except FileNotFoundError as error:
        raise BackupError(NO_PROGRAM.format(program=program)) from error
    if done.returncode:
        told = " ".join(done.stderr.split()) or f"exit status {done.returncode}"
        raise BackupError(f"{program} can't copy the database: {told}")


def _connection(address: URL) -> tuple[str, str]:
    """Where the database is, as PostgreSQL's programs take it, and the password apart: their words are seen by everybody."""
    dialect = address.get_dialect()()
    _, told = dialect.create_connect_args(address)
    password = str(told.pop("password", ""))
    return " ".join(f"{name}={_quoted(str(value))}" for name, value in told.items()), password


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _named(db: Database) -> str:
    return str(db.url.database) if db.is_sqlite else db.url.set(drivername="postgresql").render_as_string()


def _copied(db: Database, file: Path) -> tuple[str, ...]:
    here = str(Path(str(db.url.database)).absolute())
    beside = shlex.join((f"{here}-wal", f"{here}-shm"))
    return (f"rm -f {beside}", f"cp {shlex.join((str(file), here))}")


def _dumped(db: Database, file: Path) -> tuple[str, ...]:
    where, _ = _connection(db.url)
    words = ("--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={where}", str(file))
    return (f"pg_restore {shlex.join(words)}",)
