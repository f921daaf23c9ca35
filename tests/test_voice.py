"""Speaking: once, whatever is lost or limited; refusals told, unfurling off."""

from __future__ import annotations

import logging
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from bot import in_hand
from bot.app import web_client
from bot.card import note
from bot.db.inbox import Inbox
from bot.db.model import Delivery, Place
from bot.db.posts import Posts
from bot.in_hand import LaterError
from bot.local import serving
from bot.local.model import TEAM
from bot.refusal import AnswerUrlError
from bot.settings import Settings
from bot.voice import SECONDS, SETTLED, Voice
from tests.clock import Clock
from tests.listeners import LOCKED
from tests.local.person import Person
from tests.slack_bot import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.db.database import Database
    from bot.db.model import Lease
    from bot.local import LocalSlack

CARD = note("first")


class Room:
    """#incidents in a local Slack, with a voice, a client and somebody to listen.

    Attributes:
        place: the channel.
        dana: listens.
        voice, posts, client: ours.
        clock: the database's, which stands still until it is turned.
    """

    def __init__(self, slack: LocalSlack, db: Database) -> None:
        self.client = web_client(Settings(Path(), bot_token=slack.app.bot_token, api_url=slack.api_url))
        self.posts = Posts(db, 0, 20)
        self.clock = Clock(db)
        self.voice = Voice(self.posts, lambda: self.clock.now)
        self.dana = Person(slack.url, slack.seed.dana)
        self.me = slack.app.user
        self.slack = slack
        self.inbox = Inbox(db, 20)
        self.place = Place(TEAM, slack.seed.incidents, "")

    def fault(self, kind: str, method: str = "chat.postMessage", **how: Any) -> None:
        """Let the next call of a method go wrong."""
        self.dana.turns("fault", kind=kind, method=method, next=1, **how)

    def said(self, thread: str = "") -> list[str]:
        """What we said in the channel, or in a thread of it."""
        return [one["text"] for one in self.dana.reads(self.place.channel, thread) if one.get("user") == self.me]

    def say(self, key: str = "k", text: str = "first", **how: Any) -> Place | None:
        """Say something in the channel."""
        return self.voice.say(self.client, key, self.place, note(text), **how)

    def lease(self, key: str = "d") -> Lease:
        """A lease on a new delivery."""
        self.inbox.put([Delivery(key, {})])
        lease = self.inbox.take()
        assert lease
        return lease

    def standing(self, key: str = "k") -> str:
        """How the message of a key stands, "" when there is none."""
        post = self.posts.of(key)
        return post.standing if post else ""


@pytest.fixture
def room(db: Database) -> Iterator[Room]:
    """A local Slack, and our voice in it."""
    with serving() as slack:
        yield Room(slack, db)


@pytest.fixture
def hand(room: Room) -> Iterator[None]:
    """Everything is done for one delivery."""
    with in_hand.holding(room.lease()):
        yield


def test_a_message_is_posted_changed_and_taken_away(room: Room) -> None:
    message = room.say()
    assert message
    assert room.said() == ["first"]
    room.voice.change(room.client, message, note("second"))
    assert room.said() == ["second"]
    room.voice.take_back(room.client, "k")
    assert room.said() == []
    assert room.standing() == "gone"


def test_the_same_is_said_once_and_where_it_stands_is_known(room: Room) -> None:
    message = room.say()
    assert room.say(text="again") == message
    assert room.said() == ["first"]


def test_what_was_taken_away_is_not_said_again(room: Room) -> None:
    room.say()
    room.voice.take_back(room.client, "k")
    assert room.say() is None
    room.voice.take_back(room.client, "k")
    room.voice.take_back(room.client, "never said")
    assert room.said() == []


def test_what_somebody_else_took_away_can_be_taken_away(room: Room) -> None:
    message = room.say()
    assert message
    room.client.chat_delete(channel=message.channel, ts=message.ts)
    room.voice.take_back(room.client, "k")
    assert room.standing() == "gone"


def test_it_is_said_in_the_thread_and_nothing_is_unfurled(room: Room) -> None:
    asked = str(room.dana.says(room.place.channel, "hm")["ts"])
    room.say(text="see https://docs.example.com", thread=asked)
    (told,) = [one for one in room.dana.reads(room.place.channel, asked) if one["user"] == room.me]
    assert told["thread_ts"] == asked
    assert "attachments" not in told


@pytest.mark.usefixtures("hand")
@pytest.mark.parametrize("kind", ["lose_answer", "lose_call", "server_error"])
def test_after_a_lost_answer_it_is_looked_for_and_said_only_if_it_is_not_there(room: Room, kind: str) -> None:
    asked = str(room.dana.says(room.place.channel, "hm")["ts"])
    room.fault(kind)
    with pytest.raises(LaterError) as lost:
        room.say(thread=asked)
    assert (lost.value.seconds, lost.value.counts, room.standing()) == (SETTLED, True, "posting")
    with pytest.raises(LaterError) as early:
        room.say(thread=asked)
    assert early.value.seconds == pytest.approx(SETTLED, abs=0.1)
    assert not early.value.counts
    room.clock.passes(SETTLED + 0.1)
    assert room.say(thread=asked, text="second")
    assert room.said(asked) == [("first" if kind == "lose_answer" else "second")]
    assert room.standing() == "posted"


def test_what_another_delivery_is_posting_is_looked_for_when_its_call_is_over(room: Room) -> None:
    with in_hand.holding(room.lease("first")):
        room.fault("lose_call")
        with pytest.raises(LaterError):
            room.say()
    with in_hand.holding(room.lease("second")):
        room.clock.passes(SETTLED + 0.1)
        with pytest.raises(LaterError) as early:
            room.say(text="second")
        assert early.value.seconds == pytest.approx(SECONDS - 0.1, abs=0.1)
        room.clock.passes(SECONDS)
        assert room.say(text="second")
    assert room.said() == ["second"]


@pytest.mark.usefixtures("hand")
def test_in_a_direct_message_it_is_looked_for_too(room: Room) -> None:
    channel = str(room.dana.does("open_im", **{"with": room.me})["channel"]["id"])
    asked = str(room.dana.says(channel, "hm")["ts"])
    room.place = Place(TEAM, channel, asked)
    room.fault("lose_answer")
    with pytest.raises(LaterError):
        room.say()
    room.clock.passes(SETTLED + 0.1)
    assert room.say()
    assert room.said() == ["first"]


@pytest.mark.usefixtures("hand")
def test_where_slack_does_not_let_us_look_it_is_not_said_again_and_the_log_says_so(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.fault("lose_call")
    with pytest.raises(LaterError):
        room.say()
    room.clock.passes(SETTLED + 0.1)
    room.dana.turns("scopes", remove=["channels:history"])
    assert room.say() is None
    assert room.standing() == "unsure"
    assert [record.levelno for record in caplog.records if "may be missing" in record.message] == [logging.WARNING]
    room.dana.turns("scopes", add=["channels:history"])
    assert room.say() is None
    assert room.said() == []


@pytest.mark.usefixtures("hand")
def test_when_looking_fails_for_now_it_is_looked_again(room: Room) -> None:
    room.fault("lose_answer")
    with pytest.raises(LaterError):
        room.say()
    room.clock.passes(SETTLED + 0.1)
    room.fault("ratelimit", "conversations.history")
    with pytest.raises(SlackApiError):
        room.say()
    assert room.standing() == "posting"
    assert room.say()
    assert room.said() == ["first"]


def test_a_refusal_is_told_and_it_may_be_said_another_time(room: Room) -> None:
    room.dana.turns("scopes", remove=["chat:write"])
    with pytest.raises(SlackApiError, match="missing_scope"):
        room.say()
    assert room.standing() == ""
    room.dana.turns("scopes", add=["chat:write"])
    assert room.say()


def test_a_limit_is_told_with_its_time_and_holds_for_the_channel(room: Room) -> None:
    room.fault("ratelimit", seconds=7)
    with pytest.raises(LaterError) as limited:
        room.say()
    assert (limited.value.seconds, limited.value.counts, room.standing()) == (7, False, "")
    with in_hand.holding(room.lease()), pytest.raises(LaterError) as shut:
        room.say("other")
    assert shut.value.seconds == pytest.approx(7, abs=0.1)
    room.clock.passes(7.1)
    with in_hand.holding(room.lease("e")):
        assert room.say("other")


def test_who_lost_the_lease_says_nothing(room: Room) -> None:
    lease = room.lease()
    room.clock.passes(21)
    with in_hand.holding(lease), pytest.raises(LaterError, match="somebody else"):
        room.say()
    assert room.said() == []


def test_who_was_stopped_while_marking_says_nothing_and_somebody_else_does(room: Room) -> None:
    hours = iter((0.0, 11.0))
    stopped = Voice(room.posts, lambda: next(hours))
    with in_hand.holding(room.lease()), pytest.raises(LaterError, match="stopped") as later:
        stopped.say(room.client, "k", room.place, CARD)
    assert later.value.counts
    assert room.said() == []
    room.clock.passes(21)
    with in_hand.holding(room.lease("e")):
        assert room.say()
    assert room.said() == ["first"]


def test_one_post_a_second_and_channel_is_waited_for(room: Room) -> None:
    paced = Voice(Posts(room.posts._db, 1, 20))
    with in_hand.holding(room.lease("a")):
        paced.say(room.client, "a", room.place, CARD)
    with in_hand.holding(room.lease("b")), pytest.raises(LaterError) as turn:
        paced.say(room.client, "b", room.place, CARD)
    assert turn.value.seconds == pytest.approx(1, abs=0.1)
    assert not turn.value.counts


def whisper(room: Room, text: str = "psst") -> None:
    room.voice.whisper(room.client, room.place.channel, room.dana.user, note(text))


def test_a_whisper_is_seen_by_one(room: Room) -> None:
    whisper(room)
    assert room.said() == ["psst"]
    assert "psst" not in str(Person(room.slack.url, room.slack.seed.sam).reads(room.place.channel))


def test_a_whisper_is_not_repeated_when_the_delivery_is_taken_again(room: Room) -> None:
    lease = room.lease()
    for _ in range(2):
        with in_hand.holding(lease):
            whisper(room)
            whisper(room, "and this")
    assert room.said() == ["psst", "and this"]


def test_a_whisper_whose_answer_was_lost_is_not_repeated_and_the_log_says_so(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    lease = room.lease()
    room.fault("lose_answer", "chat.postEphemeral")
    with in_hand.holding(lease), pytest.raises(OSError, match="closed"):
        whisper(room)
    with in_hand.holding(lease):
        whisper(room)
    assert room.said() == ["psst"]
    assert "may be missing" in caplog.text


def test_a_whisper_that_was_refused_or_limited_is_tried_again(room: Room) -> None:
    lease = room.lease()
    room.fault("ratelimit", "chat.postEphemeral", seconds=3)
    with in_hand.holding(lease), pytest.raises(LaterError) as limited:
        whisper(room)
    assert limited.value.seconds == 3
    room.dana.turns("scopes", remove=["chat:write"])
    with in_hand.holding(lease), pytest.raises(SlackApiError, match="missing_scope"):
        whisper(room)
    room.dana.turns("scopes", add=["chat:write"])
    with in_hand.holding(lease):
        whisper(room)
    assert room.said() == ["psst"]


def test_what_never_reached_slack_is_shown_when_it_is_tried_again(room: Room) -> None:
    lease = room.lease()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/response"
        with in_hand.holding(lease), pytest.raises(OSError, match="refused"):
            room.voice.respond(nowhere, note("psst"))
    assert room.standing(f"{lease.delivery.key}>1") == ""
    with in_hand.holding(lease):
        whisper(room)
    assert room.said() == ["psst"]


def test_an_answer_url_that_is_no_more_is_told(room: Room) -> None:
    gone = f"{room.slack.url}/response/T0/none"
    with pytest.raises(AnswerUrlError):
        room.voice.respond(gone, note("late"))
    lease = room.lease()
    for _ in range(2):
        with in_hand.holding(lease), pytest.raises(AnswerUrlError):
            room.voice.respond(gone, note("late"))


def test_a_rate_limit_is_waited_for_and_the_answer_comes_once(kb_file: Path) -> None:
    with workspace(kb_file) as here:
        here.dana.turns("fault", kind="ratelimit", method="chat.postMessage", next=1, seconds=1)
        start = time.monotonic()
        asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
        here.answer(here.channel, asked["ts"])
        assert time.monotonic() - start > 1
        here.settles()
        assert len(here.said(here.channel, asked["ts"])) == 1


@pytest.mark.parametrize("kind", ["lose_answer", "lose_call", "server_error", "hang"])
def test_whatever_happens_to_a_post_the_answer_comes_once(kb_file: Path, kind: str) -> None:
    with workspace(kb_file) as here:
        here.dana.turns("fault", kind=kind, method="chat.postMessage", next=1, seconds=0.5)
        asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
        here.dana.waits_for(lambda: here.said(here.channel, asked["ts"]), 15)
        here.dana.waits_for(lambda: not here.bot.desk.inbox.backlog().waiting, 15)
        assert len(here.said(here.channel, asked["ts"])) == 1


def test_a_command_is_answered_after_a_limit_and_once(kb_file: Path) -> None:
    with workspace(kb_file) as here:
        here.dana.turns("fault", kind="ratelimit", method="response_url", next=1, seconds=1)
        here.dana.does("command", channel=here.channel, text=f"/streamerr {LOCKED}")
        here.dana.waits_for(lambda: here.said(here.channel), 10)
        here.dana.waits_for(lambda: not here.bot.desk.inbox.backlog().waiting, 10)
        assert len(here.said(here.channel)) == 1


def test_a_command_whose_answer_got_lost_is_not_answered_twice(kb_file: Path) -> None:
    with workspace(kb_file) as here:
        here.dana.turns("fault", kind="lose_answer", method="response_url", next=1)
        here.dana.does("command", channel=here.channel, text=f"/streamerr {LOCKED}")
        here.dana.waits_for(lambda: not here.bot.desk.inbox.backlog().waiting, 10)
        assert len(here.said(here.channel)) == 1
