"""The bot at work in a local Slack of its own, and people who use it: what tests of listeners stand on."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from bot.db.database import Database
from bot.db.tables import answers
from bot.local import LocalSlack, serving
from bot.rules import Rules
from bot.running import running
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.db.memory import Memory
    from bot.running import Bot

Json = dict[str, Any]


class Workspace:
    """A local Slack with the bot in it.

    Attributes:
        slack: the local Slack.
        bot: at work in it.
        db: the workspace database.
        dana, sam: people; sam is an admin.
        channel: one that the bot is in.
    """

    def __init__(self, slack: LocalSlack, bot: Bot, db: Database) -> None:
        self.slack = slack
        self.bot = bot
        self.db = db
        self.dana = Person(slack.url, slack.seed.dana)
        self.sam = Person(slack.url, slack.seed.sam)
        self.me = slack.app.user
        self.channel = slack.seed.incidents

    def answer(self, channel: str, thread: str = "", *, after: int = 0, who: Person | None = None) -> Json:
        """The bot's message number ``after`` in a channel or a thread, once it is there."""
        person = who or self.dana
        found: Json = person.waits_for(lambda: dict(enumerate(self.said(channel, thread, person))).get(after))
        return found

    def said(self, channel: str, thread: str = "", who: Person | None = None) -> list[Json]:
        """The bot's messages in a channel or a thread."""
        return [one for one in (who or self.dana).reads(channel, thread) if one.get("user") == self.me]

    def modal(self, who: Person | None = None) -> Json:
        """The modal on top, once there is one."""
        person = who or self.dana
        found: Json = person.waits_for(lambda: person.state()["views"])[-1]
        return found

    def settles(self) -> None:
        """Wait until nothing more is coming: for tests of silence."""
        time.sleep(0.4)

    def forgets(self) -> None:
        """Let the bot forget every answer, as it does after a long time."""
        with self.db.writing() as connection:
            connection.execute(delete(answers))

    @property
    def memory(self) -> Memory:
        """What the bot remembers of questions."""
        return self.bot.desk.memory


@contextmanager
def workspace(kb_file: Path, url: str = "", rules: Rules | None = None, **changes: Any) -> Iterator[Workspace]:
    """A local Slack and the bot in it, over Socket Mode; posts are not paced unless ``changes`` of settings say so.

    Args:
        kb_file: the knowledge base.
        url: of the workspace database; a fresh file when left out.
        rules: where the bot speaks unasked.
        changes: to the settings.
    """
    with TemporaryDirectory() as folder, KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb, serving() as slack:
        app = slack.app
        settings = Settings(
            kb_file.parent,
            bot_token=app.bot_token,
            app_token=app.app_token,
            api_url=slack.api_url,
            rules=rules or Rules(),
            pace=0,
        )
        with (
            Database.open(url or f"sqlite:///{folder}/workspace.db") as db,
            running(kb, db, replace(settings, **changes)) as bot,
        ):
            yield Workspace(slack, bot, db)


def blocks_text(message: Json) -> str:
    """All that a person reads in a message or a view."""
    return "\n".join(_texts(message.get("blocks", [])))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for value in part.values():
            if isinstance(value, (dict, list)):
                yield from _texts(value)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)


def button(message: Json, action: str) -> Json:
    """The block and the action of a button, as ``act`` takes them."""
    for block in message["blocks"]:
        for element in [*block.get("elements", ()), *filter(None, [block.get("accessory")])]:
            if element.get("action_id") == action:
                return {"block_id": block["block_id"], "action_id": action}
    raise AssertionError(f"no button {action} in {blocks_text(message)}")
