"""Messages that nobody asked about: answered in their thread when the answer is certain and new; else counted, and met with silence.

What a message tells of is recorded first; then the reply is posted, or changed, to what is recorded. Whoever is interrupted, or
has to wait, does both again: recording is the same the second time, and a reply that tells of everything is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot import metrics
from bot.db.model import Asked, Fact, Place, Seen, key_of, without_words
from bot.in_hand import SOON, LaterError, is_overtaken
from bot.receive.envelope import message_key
from bot.refresh import drawn, redraw, refresh, tallied

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slack_sdk import WebClient

    from bot.db.model import Incident
    from bot.desk import Desk
    from kb import Answer

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that was overheard.

    Attributes:
        message: where it stands.
        thread: the thread that it is in, or begins.
        answer: to it, without its words.
        facts: the errors that it tells of.
    """

    message: Place
    thread: str
    answer: Answer
    facts: frozenset[Fact]

    @property
    def post(self) -> str:
        """The key of the reply that it gets, if it gets one."""
        return message_key(self.message.team, self.message.channel, self.message.ts)

    @property
    def id(self) -> str:
        """The key of its answer."""
        return key_of(self.message.team, self.message.channel, self.message.ts)


def certain_in(answer: Answer) -> tuple[Answer, ...]:
    """What an answer tells that is good enough to be said unasked, the most important first."""
    every = [error.answer for error in answer.errors] or [answer]
    return tuple(one for one in every if one.certain and one.outcome == "answer")


def facts_of(answer: Answer, *, certain: bool = False) -> tuple[Seen, ...]:
    """Every known error that an answer tells of, once.

    Args:
        answer: to one message.
        certain: whether only what is certain counts.
    """
    every = [(error.answer, error.count) for error in answer.errors] or [(answer, 1)]
    seen: dict[Fact, Seen] = {}
    for one, count in every:
        if one.outcome == "answer" and (one.certain or not certain):
            fact = Fact.of(one.matches[0].entry)
            before = seen.get(fact, Seen(fact, 0))
            seen[fact] = Seen(fact, before.count + count, before.host or _host(one))
    return tuple(seen.values())


def _host(answer: Answer) -> str:
    return next((one.value for one in answer.evidence if one.kind == "host"), "")


def overhear(desk: Desk, client: WebClient, team: str, event: Mapping[str, Any], *, shared: bool = False) -> None:
    """Take note of a message that nobody asked about, and answer it if that is called for.

    Args:
        desk: where it is answered.
        client: Slack.
        team: the workspace.
        event: the message.
        shared: whether another workspace is in the channel.
    """
    message, thread = Place(team, str(event["channel"]), str(event["ts"])), str(event.get("thread_ts") or event["ts"])
    speaks = _may_speak(desk, client, message, thread, event, shared=shared)
    before = desk.incidents.of_message(message)
    if not speaks and not before:
        return
    if is_overtaken(desk.inbox):  # what it says by now was read, or is
        for post in dict.fromkeys(one.post for one in before):
            refresh(desk, client, post)
        return
    read = desk.read(event, client)
    if read.failed:  # nothing is known of what it says
        raise read.failed
    answer = without_words(desk.kb.answer(read.text))
    seen = facts_of(answer, certain=True)
    if not speaks:  # what was told before may be told no more; nothing new is said
        seen = tuple(one for one in seen if one.fact in {incident.fact for incident in before})
    if not seen and (not before or event.get("bot_id")):  # an alert that is resolved was one all the same
        return
    heard = Heard(message, thread, answer, frozenset(one.fact for one in seen))
    window = desk.policy.rules.window
    found = desk.incidents.sight(message, thread, seen, post=heard.post, answer=heard.id, window=window)
    desk.policy.concerned(team, message.channel)
    if any(one.post == heard.post for one in found):
        desk.memory.remember(Asked(heard.id, team, "", answer))
    for post in dict.fromkeys(one.post for one in found):
        if speaks:
            _follow(desk, client, heard, [one for one in found if one.post == post])
        else:
            refresh(desk, client, post)


def withdraw(desk: Desk, client: WebClient, message: Place) -> None:
    """A message was deleted: what it told of is seen once less, and a reply that tells of nothing else goes with it."""
    for post in dict.fromkeys(one.post for one in desk.incidents.withdraw(message)):
        redraw(desk, client, post)


def _may_speak(
    desk: Desk, client: WebClient, message: Place, thread: str, event: Mapping[str, Any], *, shared: bool
) -> bool:
    return (
        desk.policy.is_open(client, message.team, message.channel, shared=shared)
        and desk.policy.hears(client, message.team, message.channel, event)
        and not desk.memory.is_quiet(Place(message.team, message.channel, thread))
    )


def _follow(desk: Desk, client: WebClient, heard: Heard, told: Sequence[Incident]) -> None:
    """Post or change the one reply that tells of incidents which a message told of."""
    post, reply = told[0].post, desk.voice.posts.of(told[0].post)
    if post != heard.post and reply is None and desk.inbox.is_open(post):
        raise LaterError(SOON, "the first reply is on its way")
    if post == heard.post and (reply is None or reply.standing == "posting"):
        _speak(desk, client, heard)
    elif reply is not None and reply.standing != "gone":
        refresh(desk, client, post)
    elif orphans := [one for one in told if one.fact in heard.facts and not one.refuted]:
        _adopt(desk, client, heard, orphans)


def _adopt(desk: Desk, client: WebClient, heard: Heard, orphans: Sequence[Incident]) -> None:
    """The reply to incidents never came to be, or went with the message that it answered: this message gets it."""
    desk.memory.remember(Asked(heard.id, heard.message.team, "", heard.answer))
    if not desk.incidents.adopt(orphans, heard.post, heard.id, heard.thread):
        raise LaterError(SOON, "another message gets the reply")
    _speak(desk, client, heard)


def _speak(desk: Desk, client: WebClient, heard: Heard) -> None:
    """Post the reply to a message, unless there were too many of late."""
    told = [(one, tally) for one, tally in tallied(desk, heard.post) if tally.messages and not one.refuted]
    new = desk.voice.posts.of(heard.post) is None
    shown = drawn(desk, told) if told else None
    if shown is None or (new and desk.voice.posts.unasked(heard.message, HOUR) >= desk.policy.rules.cap):
        return
    if desk.voice.say(client, heard.post, heard.message, shown, heard.thread, unasked=True) is None:
        return
    if new:
        metrics.ANSWERS.labels(heard.answer.outcome, heard.answer.route, "unasked").inc()
        for incident, tally in told:
            desk.incidents.shown(incident, tally.count)
    else:  # it stood there already, from before somebody was interrupted, and may tell of less
        redraw(desk, client, heard.post)
