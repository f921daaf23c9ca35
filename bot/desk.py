"""The desk where questions are answered: what every listener needs, in one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from bot import metrics
from bot.db.channels import Channels
from bot.db.inbox import Inbox
from bot.db.incidents import Incidents
from bot.db.memory import Memory
from bot.db.model import Asked, without_words
from bot.db.posts import Posts
from bot.db.sightings import Sightings
from bot.files import Fetcher
from bot.permalinks import Permalinks
from bot.plain import plain
from bot.policy import Policy
from bot.voice import Voice
from kb.model import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk import WebClient

    from bot.cards.ref import Ref
    from bot.db.database import Database
    from bot.settings import Settings
    from kb import KnowledgeBase
    from kb.model import Match


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what the person should know about the reading of it.

    Attributes:
        text: what was typed, pasted and attached.
        notes: on files, as markup.
        failed: what kept us from reading a file, if that may pass.
    """

    text: str
    notes: tuple[str, ...] = ()
    failed: Exception | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where.

    Attributes:
        key: under which the answer is remembered.
        team, channel, user: ids of Slack's; ``channel`` is "" when the answer stands in none, but in a modal.
        client: Slack.
        stranger: whether they belong to another workspace.
        private: whether nobody else sees the answer.
    """

    key: str
    team: str
    channel: str
    user: str
    client: WebClient
    stranger: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What every listener needs.

    Attributes:
        kb: the knowledge base.
        memory: what is remembered of questions.
        incidents: what is seen in channels.
        sightings: what was seen in channels.
        policy: where the bot may speak.
        inbox: what was delivered.
        voice: says things in Slack.
        files: reads what is attached.
        links: makes addresses of messages.
    """

    kb: KnowledgeBase
    memory: Memory
    incidents: Incidents
    sightings: Sightings
    policy: Policy
    inbox: Inbox
    voice: Voice
    files: Fetcher
    links: Permalinks

    @classmethod
    def of(cls, kb: KnowledgeBase, db: Database, settings: Settings) -> Self:
        """The desk of one process, on a workspace database that others may share."""
        return cls(
            kb=kb,
            memory=Memory(db, kb),
            incidents=Incidents(db),
            sightings=Sightings(db),
            policy=Policy(Channels(db), settings.rules),
            inbox=Inbox(db, settings.lease),
            voice=Voice(Posts(db, settings.pace, settings.lease), seconds=settings.call),
            files=Fetcher(settings.bot_token, settings.api_url),
            links=Permalinks(),
        )

    def read(self, message: Mapping[str, Any], client: WebClient, me: str = "") -> Question:
        """The question in a message: its text, and the texts of its files."""
        text = plain(message, me)
        files = message.get("files")
        if not isinstance(files, list) or not files:
            return Question(text)
        reading = self.files.read([file for file in files if isinstance(file, dict)], client)
        return Question("\n".join(filter(None, (text, *reading.texts))), reading.notes, reading.failed)

    def answer(self, text: str, key: str, team: str, user: str) -> Asked:
        """Answer a question and remember the answer under ``key``."""
        asked = Asked(key, team, user, without_words(self.kb.answer(text)))
        self.memory.remember(asked)
        metrics.answered(asked.answer)
        return asked

    def names_error(self, text: str) -> bool:
        """Whether a text names an error, known or not: by a code, a status or a literal message, not by words alone."""
        return self.kb.answer(text).route not in ("words", "none")

    def find(self, ref: Ref) -> tuple[Match | None, Answer | None]:
        """The entry and the answer behind a button; the entry is found even when the answer is forgotten."""
        asked = self.memory.recall(ref.key)
        answer = asked.answer if asked else None
        if not ref.system:
            return None, answer
        for seen in (answer, *(error.answer for error in answer.errors)) if answer else ():
            for match in seen.matches:
                if (match.entry.system, match.entry.code, match.entry.symbol) == (ref.system, ref.code, ref.symbol):
                    return match, seen
        return self.kb.find(ref.system, ref.code, ref.symbol), None

    def chosen(self, ref: Ref) -> Answer | None:
        """The answer when the entry behind a button is taken for the right one; None when the entry is gone."""
        match, answer = self.find(ref)
        if match is None:
            return None
        if answer is None:
            said = f"{match.system.name}: {match.entry.code}"
            return Answer("answer", "identifier", certain=False, said=said, matches=(match,), revision=self.kb.revision)
        return replace(answer, outcome="answer", matches=(match,), errors=())
