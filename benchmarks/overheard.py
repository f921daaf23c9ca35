"""Whether the bot speaks when it should and only then: ``python -m benchmarks.overheard FILE``.

Every row of FILE (JSON lines with ``id``, ``text``, ``action`` and ``autoreply``) is posted three times as a message into an automatic
channel of its own, in a local Slack with the real bot. A row whose answer is certain should get one reply; every other row none.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.db.database import Database
from bot.local import LocalSlack, speaking
from bot.local.changes import Posted
from bot.overheard import facts_of
from bot.running import Bot
from bot.settings import Settings
from kb import KnowledgeBase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.local.changes import Change

TIMES = 3
PATIENCE = 120.0
"""Seconds after the last message until all are answered."""
SETTLED = 3.0
"""Seconds in which a second reply would come."""
LONGEST = 40_000
"""Characters of a message in Slack."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text, and what came of it.

    Attributes:
        id: names it.
        silence: whether it has to be met with silence.
        certain: whether the knowledge base is certain of an answer to it.
        replies: how many it got.
    """

    id: str
    silence: bool
    certain: bool
    replies: int


async def posted(rows: Sequence[dict[str, Any]], home: Path, times: int = TIMES) -> list[Row]:
    """Post every row so often into a channel of its own; return what came of each."""
    async with AsyncExitStack() as stack:
        kb = stack.enter_context(KnowledgeBase.open(home / "kb.db"))
        slack = await stack.enter_async_context(LocalSlack())
        app, replies = slack.app, Counter[str]()

        def saw(change: Change) -> None:
            if isinstance(change, Posted) and change.message.user == app.user and not change.message.visible_to:
                replies[change.message.channel] += 1

        slack.workspace.watchers.append(saw)
        settings = Settings(home, bot_token=app.bot_token, app_token=app.app_token, api_url=slack.api_url)
        db = stack.enter_context(Database.open(settings.database))
        bot = await stack.enter_async_context(Bot(kb, db, settings))
        members = frozenset({slack.seed.dana, app.user})
        channels = {row["id"]: slack.workspace.add_channel(f"inc-{row['id']}", members).id for row in rows}
        for _ in range(times):
            for row in rows:
                speaking.say(slack.workspace, slack.seed.dana, channels[row["id"]], row["text"][:LONGEST])
                await asyncio.sleep(0.01)
        await _quiet(bot)
        certain = {row["id"]: bool(facts_of(kb.answer(row["text"][:LONGEST]), certain=True)) for row in rows}
        return [
            Row(row["id"], row["action"] == "unknown", certain[row["id"]], replies[channels[row["id"]]]) for row in rows
        ]


async def _quiet(bot: Bot) -> None:
    """Wait until nothing is worked on any more."""
    async with asyncio.timeout(PATIENCE):
        await asyncio.sleep(SETTLED)
        while (await asyncio.to_thread(bot.desk.inbox.backlog)).waiting:
            await asyncio.sleep(0.2)
    await asyncio.sleep(SETTLED)


def told(rows: Sequence[Row]) -> list[str]:
    """What came of all rows, in lines; those that came out wrong by name."""
    certain = [row for row in rows if row.certain]
    silent = [row for row in rows if row.silence]
    wrong = [row for row in rows if row.replies != row.certain]
    return [
        f"certain: {len(certain)} rows, {sum(row.replies == 1 for row in certain)} answered once",
        f"silence due: {len(silent)} rows, {sum(row.replies == 0 for row in silent)} met with silence",
        *(f"{row.id}: {row.replies} replies, {'certain' if row.certain else 'not certain'}" for row in wrong),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Post, and say what came of it. Exit status 1 when a row came out wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="JSON lines with id, text, action and autoreply")
    options = parser.parse_args(arguments)
    given = [json.loads(line) for line in options.file.read_text().splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(posted(given, Path(folder)))
    print("\n".join(told(rows)))
    return int(any(row.replies != row.certain or (row.silence and row.replies) for row in rows))


if __name__ == "__main__":
    sys.exit(main())
