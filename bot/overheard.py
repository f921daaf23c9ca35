"""Messages that nobody asked about: answered in their thread when the answer is certain and new; else counted, and met with silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.card import card
from bot.cards.overheard import overheard, tally_line
from bot.db.model import Asked, Fact, Place, Seen, key_of, without_words
from bot.in_hand import LaterError
from bot.receive.envelope import message_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slack_sdk import WebClient

    from bot.card import Card
    from bot.db.model import Incident, Tally
    from bot.desk import Desk
    from kb import Answer

GROUPED = 3.0
"""Seconds for which what is seen again is gathered, before the reply that tells of it is changed."""
SOON = 1.0
HOUR = 3600.0


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
            entry = one.matches[0].entry
            fact = Fact(entry.system, entry.code, entry.symbol)
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
    message, thread = _place(team, event), str(event.get("thread_ts") or event["ts"])
    if not _may_speak(desk, client, message, thread, event, shared=shared):
        return
    answer = without_words(desk.kb.answer(desk.read(event, client).text))
    post, id_ = message_key(team, message.channel, message.ts), key_of(team, message.channel, message.ts)
    seen = facts_of(answer, certain=True)
    before = desk.incidents.of_post(post)
    if not seen and not before:
        return
    window = desk.policy.rules.window
    found = desk.incidents.sight(message, thread, seen, post=post, answer=id_, window=window)
    desk.policy.concerned(team, message.channel)
    mine = [one for one in found if one.post == post and not one.refuted]
    if mine:
        desk.memory.remember(Asked(id_, team, "", answer))
        _speak(desk, client, message, thread, post)
    for incident in {one.post: one for one in (*found, *before) if one.post != post or not mine}.values():
        refresh(desk, client, incident, message, thread, id_, answer)


def withdraw(desk: Desk, client: WebClient, message: Place) -> None:
    """A message was deleted: what it told of is seen once less, and a reply that tells of nothing else goes with it."""
    for incident in {one.post: one for one in desk.incidents.withdraw(message)}.values():
        redraw(desk, client, incident.post)


def refresh(
    desk: Desk, client: WebClient, incident: Incident, message: Place, thread: str, id_: str, answer: Answer
) -> None:
    """See to it that the reply to an incident tells of everything that was seen; it is changed at most every few seconds."""
    reply = desk.voice.posts.of(incident.post)
    if reply is None and desk.inbox.is_open(incident.post):
        raise LaterError(SOON, "the first reply is on its way")
    if reply is None:  # it never came to be: there were too many, or Slack refused it
        post = message_key(message.team, message.channel, message.ts)
        desk.memory.remember(Asked(id_, message.team, "", answer))
        desk.incidents.adopt(incident, post, id_, thread)
        _speak(desk, client, message, thread, post)
        return
    if incident.refuted or desk.incidents.tally(incident).count == incident.shown:
        return
    if reply.standing == "posting" or incident.rest < GROUPED:
        raise LaterError(max(GROUPED - incident.rest, SOON), "what is seen again is gathered")
    redraw(desk, client, incident.post)


def redraw(desk: Desk, client: WebClient, post: str) -> None:
    """Change a reply to what was seen by now; one that has nothing left to tell of is taken away."""
    told = [(one, desk.incidents.tally(one)) for one in desk.incidents.of_post(post)]
    told = [(incident, tally) for incident, tally in told if tally.messages]
    reply = desk.voice.posts.of(post)
    if reply is None or reply.standing != "posted":
        return
    if not told:
        desk.voice.take_back(client, post)
        return
    if (shown := drawn(desk, told, unasked=reply.unasked)) is not None:
        desk.voice.change(client, reply.place, shown)
    for incident, tally in told:
        desk.incidents.shown(incident, tally.count)


def drawn(desk: Desk, told: Sequence[tuple[Incident, Tally]], *, unasked: bool = True) -> Card | None:
    """The reply to incidents as it is now; None when its answer is no longer known."""
    asked = desk.memory.recall(told[0][0].answer)
    if asked is None:
        return None
    if unasked:
        return overheard(asked.answer, asked.key, {incident.fact: tally for incident, tally in told})
    return card(asked.answer, asked.key).noted(*filter(None, (tally_line(tally) for _, tally in told)))


def _may_speak(
    desk: Desk, client: WebClient, message: Place, thread: str, event: Mapping[str, Any], *, shared: bool
) -> bool:
    return (
        desk.policy.is_open(client, message.team, message.channel, shared=shared)
        and desk.policy.hears(client, message.team, message.channel, event)
        and not desk.memory.is_quiet(Place(message.team, message.channel, thread))
    )


def _speak(desk: Desk, client: WebClient, message: Place, thread: str, post: str) -> None:
    """Post the reply to a message, unless there were too many of late; change it when it stands there and tells of less."""
    told = [(one, desk.incidents.tally(one)) for one in desk.incidents.of_post(post)]
    told = [(incident, tally) for incident, tally in told if tally.messages and not incident.refuted]
    before = desk.voice.posts.of(post)
    if before is None and desk.voice.posts.unasked(message, HOUR) >= desk.policy.rules.cap:
        return
    shown = drawn(desk, told)
    if shown is None or desk.voice.say(client, post, message, shown, thread, unasked=True) is None:
        return
    if before is not None and before.standing == "posted":
        redraw(desk, client, post)
    else:
        for incident, tally in told:
            desk.incidents.shown(incident, tally.count)


def _place(team: str, event: Mapping[str, Any]) -> Place:
    return Place(team, str(event["channel"]), str(event["ts"]))
