"""Messages that nobody asked about: answered in their thread when the answer is certain and new; else counted, and met with silence.

What a message tells of is recorded first; then the reply is posted, or changed, to what is recorded. Whoever is interrupted, or
has to wait, does both again: recording is the same the second time, and a reply that tells of everything is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot import in_hand, metrics
from bot.card import card
from bot.cards.overheard import overheard, tally_line
from bot.db.model import Asked, Fact, Place, Seen, key_of, without_words
from bot.in_hand import LaterError
from bot.receive.envelope import message_key
from bot.refusal import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from slack_sdk import WebClient

    from bot.card import Card
    from bot.db.model import Incident, Post, Tally
    from bot.desk import Desk
    from kb import Answer, Match

GROUPED = 3.0
"""Seconds for which what is seen again is gathered, before the reply that tells of it is changed."""
SOON = 1.0
HOUR = 3600.0

Counted = tuple["Incident", "Tally"]


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
            fact = fact_of(one.matches[0])
            before = seen.get(fact, Seen(fact, 0))
            seen[fact] = Seen(fact, before.count + count, before.host or _host(one))
    return tuple(seen.values())


def fact_of(match: Match) -> Fact:
    """Which error a match is."""
    return Fact(match.entry.system, match.entry.code, match.entry.symbol)


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
    answer = without_words(desk.kb.answer(desk.read(event, client).text))
    seen = facts_of(answer, certain=True)
    if not speaks:  # what was told before may be told no more; nothing new is said
        seen = tuple(one for one in seen if one.fact in {incident.fact for incident in before})
    if not seen and not before:
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


def recount(desk: Desk, client: WebClient, question: Place, own: str) -> None:
    """A question that was asked is answered, with the post ``own``: where it was told of before, it is counted too."""
    for post in dict.fromkeys(one.post for one in desk.incidents.of_message(question)):
        if post != own:
            refresh(desk, client, post)
        elif any(tally.messages > 1 for _, tally in _counted(desk, post)):
            redraw(desk, client, post)


def refresh(desk: Desk, client: WebClient, post: str) -> None:
    """See to it that a reply tells of everything that was seen; it is changed at most every few seconds.

    Raises:
        LaterError: its turn has not come; or see ``redraw``.
    """
    desk.incidents.let_go(post, _delivery())
    if all(tally.count == incident.shown for incident, tally in _counted(desk, post)):
        return
    if wait := desk.incidents.turn(post, GROUPED):
        _come_back(desk, post, wait, "what is seen again is gathered")
    else:
        redraw(desk, client, post)


def redraw(desk: Desk, client: WebClient, post: str) -> None:
    """Change a reply to what was seen by now. One that has nothing left to tell of is taken away; one that is wrong stays so.

    Raises:
        LaterError: it is on its way; or something was seen while it was changed, and it may tell of less.
    """
    reply = desk.voice.posts.of(post)
    if reply is not None and reply.standing == "posting" and desk.inbox.is_open(post):
        raise LaterError(SOON, "the reply is on its way")
    if reply is None or reply.standing != "posted":
        return
    counted = _counted(desk, post)
    told = [(incident, tally) for incident, tally in counted if tally.messages]
    refuted = any(incident.refuted for incident, _ in told)
    if not told:
        desk.voice.take_back(client, post)
    elif not refuted and (shown := drawn(desk, told, unasked=reply.unasked)) is not None:
        _change(desk, client, reply, shown)
    for incident, tally in counted:
        desk.incidents.shown(incident, tally.count)
    desk.incidents.let_go(post, _delivery())
    if any(desk.incidents.tally(incident).count != tally.count for incident, tally in counted):
        _come_back(desk, post, GROUPED, "it was seen again meanwhile")


def _come_back(desk: Desk, post: str, seconds: float, why: str) -> None:
    """Have a reply changed later: by this delivery, unless another comes back for that anyway.

    Whoever comes back lets go before it looks at what was seen. So whoever finds it there was recorded before that look.

    Raises:
        LaterError: it is this one that comes back.
    """
    delivery = _delivery()
    keeper = desk.incidents.keep(post, delivery) if delivery else ""
    if keeper != delivery and desk.inbox.is_open(keeper):
        return
    if keeper != delivery and desk.incidents.keep(post, delivery, instead_of=keeper) != delivery:
        return
    raise LaterError(seconds, why)


def _delivery() -> str:
    """The key of what this thread works on, or ""."""
    hand = in_hand.current()
    return hand.lease.delivery.key if hand else ""


def _change(desk: Desk, client: WebClient, reply: Post, shown: Card) -> None:
    """Change a reply. One that somebody took away in Slack is not said again; one that is too old to be changed stays as it is."""
    try:
        desk.voice.change(client, reply.place, shown)
    except SlackApiError as error:
        if word(error) == "message_not_found":
            desk.voice.posts.gone(reply.key)
            desk.incidents.refute(reply.key)
        elif word(error) != "edit_window_closed":
            raise


def drawn(desk: Desk, told: Sequence[Counted], *, unasked: bool = True) -> Card | None:
    """The reply to incidents as it is now; None when what it told of is no longer known."""
    asked = desk.memory.recall(told[0][0].answer)
    if not unasked:
        lines = filter(None, (tally_line(tally) for _, tally in told))
        return card(asked.answer, asked.key).noted(*lines) if asked else None
    tallies = {incident.fact: tally for incident, tally in told}
    known = {fact_of(match): match for match in _matches(asked.answer)} if asked else {}
    for fact in tallies:  # told of by other messages, or by what this one said before
        if fact not in known and (found := desk.kb.find(fact.system, fact.code, fact.symbol)):
            known[fact] = found
    shown = [(match, tallies[fact]) for fact, match in known.items() if fact in tallies]
    return overheard(shown, told[0][0].answer) if shown else None


def told_of(desk: Desk, post: str) -> list[Match]:
    """The errors that a reply tells of, as far as they are known."""
    facts = [incident.fact for incident in desk.incidents.of_post(post)]
    return [match for fact in facts if (match := desk.kb.find(fact.system, fact.code, fact.symbol))]


def _matches(answer: Answer) -> Iterator[Match]:
    for one in [error.answer for error in answer.errors] or [answer]:
        if one.outcome == "answer":
            yield one.matches[0]


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
    told = [(one, tally) for one, tally in _counted(desk, heard.post) if tally.messages and not one.refuted]
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


def _counted(desk: Desk, post: str) -> list[Counted]:
    return [(one, desk.incidents.tally(one)) for one in desk.incidents.of_post(post)]
