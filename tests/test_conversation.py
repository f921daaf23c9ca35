"""Where messages are answered, whose, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.app import web_client
from bot.conversation import is_direct, key, place_of, reply, retract, revise, standing, thread_of
from bot.db.model import Delivery, Place
from bot.desk import Desk
from bot.in_hand import LaterError
from bot.local import serving
from bot.local.model import TEAM
from bot.rules import Rules
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.listeners import LOCKED
from tests.local.person import Person
from tests.slack_bot import blocks_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.db.database import Database
    from bot.local import LocalSlack

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("event", "thread"),
    [
        ({"channel": "C1", "ts": "1"}, "1"),
        ({"channel": "C1", "ts": "2", "thread_ts": "1"}, "1"),
        ({"channel": "D1", "ts": "1"}, ""),
        ({"channel": "D1", "ts": "2", "thread_ts": "1"}, "1"),
        ({"channel": "C1", "channel_type": "im", "ts": "1"}, ""),
    ],
)
def test_channels_are_answered_in_threads_and_direct_messages_beside(event: dict[str, Any], thread: str) -> None:
    assert thread_of(event) == thread
    assert is_direct(event) is (event["channel"] == "D1" or "channel_type" in event)


class Talk:
    """A desk in a local Slack, and somebody who asks; nothing comes in but what is handed over here.

    Attributes:
        desk: answers.
        dana: asks.
        channel: where.
    """

    def __init__(self, slack: LocalSlack, desk: Desk, settings: Settings) -> None:
        self.desk = desk
        self.dana = Person(slack.url, slack.seed.dana)
        self.channel = slack.seed.incidents
        self._client = web_client(settings)
        self._me = slack.app.user

    def asked(self, text: str = LOCKED, **changes: Any) -> Json:
        """The event of a new message."""
        said = self.dana.says(self.channel, text)
        return {
            "type": "message",
            "channel": self.channel,
            "user": self.dana.user,
            "text": text,
            "ts": said["ts"],
            **changes,
        }

    def reply(self, event: Json) -> None:
        """Answer it."""
        reply(self.desk, self._client, TEAM, event, self._me)

    def revise(self, event: Json, *, asks: bool = False) -> bool:
        """Answer it anew."""
        return revise(self.desk, self._client, TEAM, event, self._me, asks=asks)

    def retract(self, event: Json) -> None:
        """Take the answer away."""
        retract(self.desk, self._client, place_of(TEAM, event))

    def answers(self, event: Json) -> list[str]:
        """What the bot said to it."""
        said = self.dana.reads(self.channel, str(event["ts"]))
        return [blocks_text(one) for one in said if one.get("user") == self._me]


@pytest.fixture
def talk(kb_file: Path, db: Database) -> Iterator[Talk]:
    """A desk in a local Slack, which hears two bots."""
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb, serving() as slack:
        rules = Rules(bots=frozenset({"B1", "A2"}))
        settings = Settings(kb_file.parent, bot_token=slack.app.bot_token, api_url=slack.api_url, pace=0, rules=rules)
        yield Talk(slack, Desk.of(kb, db, settings), settings)


@pytest.mark.parametrize(
    ("author", "answers"),
    [
        ({"user": "U1"}, 1),
        ({"user": "", "bot_id": "B1"}, 1),
        ({"user": "", "bot_id": "B2", "app_id": "A2"}, 1),
        ({"user": "", "bot_id": "B2"}, 0),
    ],
)
def test_people_are_answered_and_bots_when_they_are_allowed(talk: Talk, author: Json, answers: int) -> None:
    event = talk.asked(**author)
    talk.reply(event)
    assert len(talk.answers(event)) == answers


def test_a_message_is_answered_once_however_often_it_comes(talk: Talk) -> None:
    event = talk.asked()
    for _ in range(3):
        talk.reply(event)
    assert len(talk.answers(event)) == 1


def test_a_refusal_is_told_and_does_not_keep_the_message_from_being_answered_later(talk: Talk) -> None:
    event = talk.asked()
    talk.dana.turns("scopes", remove=["chat:write"])
    with pytest.raises(SlackApiError, match="missing_scope"):
        talk.reply(event)
    talk.dana.turns("scopes", add=["chat:write"])
    talk.reply(event)
    assert len(talk.answers(event)) == 1


def test_the_bot_takes_part_in_a_thread_once_it_answered_there(talk: Talk) -> None:
    event = talk.asked()
    thread = Place(TEAM, talk.channel, event["ts"])
    assert not talk.desk.memory.takes_part(thread)
    talk.reply(event)
    assert talk.desk.memory.takes_part(thread)


def test_in_a_channel_that_is_off_the_person_is_told_in_private_and_nothing_is_posted(talk: Talk) -> None:
    talk.desk.policy.channels.decide(TEAM, talk.channel, "off", "U1")
    event = talk.asked()
    talk.reply(event)
    assert talk.answers(event) == []
    talk.dana.waits_for_message(talk.channel, "I am off in this channel")
    assert talk.desk.voice.posts.of(key(place_of(TEAM, event))) is None


def test_an_edited_question_gets_its_answer_changed(talk: Talk) -> None:
    event = talk.asked("0x8088F999")
    assert not talk.revise(event)
    talk.reply(event)
    assert talk.revise({**event, "text": LOCKED})
    (answer,) = talk.answers(event)
    assert "Widget locked" in answer


def test_a_deleted_question_takes_its_answer_along_for_good(talk: Talk) -> None:
    event = talk.asked()
    talk.reply(event)
    talk.retract(event)
    assert talk.answers(event) == []
    talk.reply(event)
    assert talk.answers(event) == []


def test_while_a_question_is_being_answered_its_edits_and_its_deletion_wait(talk: Talk) -> None:
    event = talk.asked()
    talk.desk.inbox.put([Delivery(key(place_of(TEAM, event)), {})])
    for happens in (talk.revise, talk.retract):
        with pytest.raises(LaterError):
            happens(event)
    lease = talk.desk.inbox.take()
    assert lease
    talk.desk.inbox.done(lease)
    assert standing(talk.desk, place_of(TEAM, event)) is None


def test_an_answer_that_nobody_asked_for_is_left_to_those_who_overhear(talk: Talk) -> None:
    event = talk.asked()
    talk.desk.voice.posts.mark(key(place_of(TEAM, event)), place_of(TEAM, event), unasked=True)
    assert not talk.revise(event)
    talk.retract(event)
    found = standing(talk.desk, place_of(TEAM, event))
    assert found
    assert found.standing == "posting"


def test_a_question_that_becomes_a_subcommand_tells_of_no_error_any_more(talk: Talk) -> None:
    event = talk.asked()
    talk.reply(event)
    assert talk.desk.sightings.history(TEAM, talk.channel, 0, 10**11).count == 1
    assert talk.revise({**event, "text": "help"})
    assert talk.desk.sightings.history(TEAM, talk.channel, 0, 10**11).count == 0
