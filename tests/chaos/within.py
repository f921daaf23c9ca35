"""A bot in this process, whose database file can be kept from growing: for trials of a full disk."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from bot.db.database import Database
from bot.running import Bot
from bot.settings import Settings
from kb import KnowledgeBase

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlalchemy import Connection

    from bot.local import LocalSlack

UNLIMITED = 1_000_000_000


class Disk:
    """The disk below a database file, as the file sees it."""

    def __init__(self, db: Database) -> None:
        self._full = False
        event.listen(db._engine, "begin", self._set, insert=True)

    def fill(self, *, full: bool = True) -> None:
        """From now on there is no room for another page; or there is again."""
        self._full = full

    def _set(self, connection: Connection) -> None:
        def pragma(text: str) -> Any:
            return connection.connection.dbapi_connection.execute(f"PRAGMA {text}")  # type: ignore[union-attr]  # it is open

        pragma(f"max_page_count = {pragma('page_count').fetchone()[0] if self._full else UNLIMITED}")


@asynccontextmanager
async def within(slack: LocalSlack, home: Path, url: str) -> AsyncIterator[Disk]:
    """A bot in this process, in the loop that serves the local Slack, and the disk that its database is on."""
    app = slack.app
    settings = Settings(home, bot_token=app.bot_token, app_token=app.app_token, api_url=slack.api_url)
    with KnowledgeBase.open(home / "kb.db") as kb, Database.open(url) as db:
        disk = Disk(db)
        async with Bot(kb, db, settings):
            yield disk
