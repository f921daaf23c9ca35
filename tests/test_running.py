"""The bot at work, and its end."""

import asyncio
from pathlib import Path

from bot.db.database import Database
from bot.running import Bot
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.listeners import LOCKED
from tests.slack_bot import workspace


def test_what_was_taken_in_is_answered_before_it_stops(kb_file: Path) -> None:
    with workspace(kb_file) as here:
        asked = [here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")["ts"] for _ in range(10)]
        here.answer(here.channel, asked[0])
        slack = here.slack.workspace
    assert all(len(slack.replies(here.channel, ts)) == 1 for ts in asked)


def test_with_a_port_and_no_app_token_http_is_served(kb_file: Path, db: Database) -> None:
    async def port() -> int | None:
        with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb:
            settings = Settings(kb_file.parent, bot_token="xoxb-1", signing_secret="s", port=0)
            async with Bot(kb, db, settings) as bot:
                assert bot.sockets is None
                return bot.port

    assert asyncio.run(port())
