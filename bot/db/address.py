"""The address of a workspace database: what can't be one is refused, and nothing of a password is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.db.filesystem import is_network, kind_of, mounts

if TYPE_CHECKING:
    from sqlalchemy import URL


class AddressError(ValueError):
    """This can't be the address; the message says why and what to do."""


def parsed(url: str) -> URL:
    """The address that a setting names, of a file on a disk of this machine or of a PostgreSQL server.

    Raises:
        AddressError: it can't be one.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:  # a port that is no number is a ValueError
        raise AddressError(
            "this is not the address of a database; use sqlite:////path/to/workspace.db or"
            " postgresql://USER:PASSWORD@HOST:PORT/NAME, where :PORT may be left out"
        ) from error
    address = _with_password_in_its_place(address)
    if is_sqlite(address):
        _refuse_file(address)
    elif _is_torn(address, url):
        raise AddressError(
            "the password in the address of the database ends too early: write @ as %40, / as %2F and : as %3A in it, and"
            " in the user's name"
        )
    elif address.get_backend_name() not in ("postgresql", "postgres"):
        raise AddressError(
            f"{address!r}: only SQLite and PostgreSQL are known; begin it with sqlite:/// or postgresql://"
        )
    return address


def is_sqlite(address: URL) -> bool:
    """Whether it is of a file."""
    return address.get_backend_name() == "sqlite"


def file_of(address: URL) -> Path:
    """The file that it is of."""
    return Path(address.database or "").absolute()


def _refuse_file(address: URL) -> None:
    if not address.database or address.database == ":memory:":
        raise AddressError("a database in memory would be lost: name a file, sqlite:////path/to/workspace.db")
    if is_network(kind := kind_of(file_of(address), mounts())):
        raise AddressError(
            f"{file_of(address)} is on a network file system ({kind}), where SQLite loses data. Put STREAMERR_HOME on a disk"
            " of this machine, or use PostgreSQL: STREAMERR_DATABASE_URL=postgresql://..."
        )


def _with_password_in_its_place(address: URL) -> URL:
    """The address with a password that stands in its query put where it is hidden when the address is shown."""
    told = address.query.get("password")
    if told is None:
        return address
    password = told if isinstance(told, str) else told[-1]
    return address.difference_update_query(["password"]).set(password=password)


def _is_torn(address: URL, url: str) -> bool:
    """Whether a part of the password is read as host or name of the database, and would be shown as such."""
    _, _, behind_user = url.partition("://")[2].partition(":")
    return behind_user.count("@") > 1 or "@" in (address.database or "")
