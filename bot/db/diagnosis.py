"""Why a workspace database can't be used, and what to do about it, in words: what SQLite and the system say is for experts."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from pathlib import Path


def reason(error: BaseException) -> str:
    """What a database or the system said, on one line; statements and their values are left out."""
    told = getattr(error, "strerror", None) or str(error.orig if isinstance(error, DBAPIError) else error)
    return " ".join(told.split()) or type(error).__name__


def in_words(error: BaseException, file: Path) -> str:
    """What keeps a SQLite file from being used, and what to do.

    Args:
        error: what SQLite or the system raised, or SQLAlchemy around it.
        file: the database.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    kind = _of_sqlite(cause) or _of_system(cause)
    told = WORDS.get(kind)
    return told.format(file=file, folder=file.parent) if told else f"{file} can't be opened: {reason(error)}"


def damaged(file: Path, finding: str) -> str:
    """What to do about a SQLite file whose pages do not fit together."""
    return f"{WORDS['damaged'].format(file=file)} SQLite found: {' '.join(finding.split())}"


def _of_sqlite(cause: BaseException | None) -> str:
    code = getattr(cause, "sqlite_errorcode", None)
    return "" if code is None else KINDS.get(code & 0xFF, "")


def _of_system(cause: BaseException | None) -> str:
    number = getattr(cause, "errno", None)
    return "" if number is None else ERRNOS.get(number, "")


KINDS = {
    sqlite3.SQLITE_NOTADB: "foreign",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_READONLY: "forbidden",
    sqlite3.SQLITE_CANTOPEN: "forbidden",
    sqlite3.SQLITE_PERM: "forbidden",
    sqlite3.SQLITE_AUTH: "forbidden",
}
ERRNOS = {
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "forbidden",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.ENOTDIR: "blocked",
    errno.EEXIST: "blocked",
}
WORDS = {
    "foreign": "{file} is no SQLite database. Name another file, or move this one out of the way.",
    "damaged": (
        "{file} is damaged. Restore a backup: move {file}, {file}-wal and {file}-shm out of the way, copy the backup to"
        " {file}, and start again. Without a backup start with none of the three: what was decided and said is forgotten then."
    ),
    "full": "the disk that {file} is on is full. Make room there, and start again.",
    "locked": "{file} is locked by another program. Close what has it open for writing, and start again.",
    "blocked": "{folder} can't be a folder: a file is in the way. Name another place.",
    "forbidden": "{file} can't be written by this user. Allow it to write the file and its folder, {folder}.",
}
