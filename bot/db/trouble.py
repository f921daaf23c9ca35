"""Trouble with the workspace database, by names for the rooms above, which do not know what it is made with."""

from __future__ import annotations

from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

ANY = (SQLAlchemyError,)
"""Whatever can go wrong when the database is asked."""
PASSING = (OperationalError, InterfaceError, PoolTimeoutError)
"""What may work a while later: it is down, full, locked or busy."""


def word(error: BaseException) -> str:
    """The database's word for what went wrong, as in ``SQLITE_FULL`` or PostgreSQL's ``57P01``; "" for any other error."""
    cause = getattr(error, "orig", None)
    return str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "")
