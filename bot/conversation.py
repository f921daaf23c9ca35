"""Answers to messages: one for each, where the question stands, changed and taken away with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.asking import answered
from bot.card import note
from bot.db.model import Place, key_of
from bot.desk import Asker
from bot.in_hand import SOON, LaterError, is_overtaken
from bot.overheard import facts_of
from bot.patience import Patience
from bot.receive.envelope import message_key
from bot.refresh import recount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk import WebClient

    from bot.card import Card
    from bot.db.model import Post
    from bot.desk import Desk

OFF = note(
    "I am off in this channel. `/streamerr` and a direct message work all the same; `/streamerr here` says who can turn me on."
)


def is_direct(event: Mapping[str, Any]) -> bool:
    """Whether a message event is from a direct message to the bot."""
    return event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")


def thread_of(event: Mapping[str, Any]) -> str:
    """The thread in which a message is answered: its own in channels; in a direct message only one that is already there."""
    thread = str(event.get("thread_ts") or "")
    return thread if thread or is_direct(event) else str(event.get("ts", ""))


def place_of(team: str, event: Mapping[str, Any]) -> Place:
    """Where a message stands."""
    return Place(team, str(event["channel"]), str(event["ts"]))


def reply(desk: Desk, client: WebClient, team: str, event: Mapping[str, Any], me: str) -> None:
    """Answer a message, once, however many events tell of it."""
    question, thread = place_of(team, event), thread_of(event)
    if not desk.policy.hears(client, team, question.channel, event):
        return
    if thread:  # before anything takes time: what is said there next may be worked on already
        desk.memory.join(Place(team, question.channel, thread))
    before = desk.voice.posts.of(key(question))
    if before and before.standing != "posting" and is_overtaken(desk.inbox):
        recount(desk, client, question, key(question))
        return
    if _is_off(desk, client, question):
        if user := event.get("user"):
            desk.voice.whisper(client, question.channel, str(user), OFF, str(event.get("thread_ts") or ""))
        return
    desk.policy.concerned(team, question.channel)
    with Patience(client, question):
        card = _card(desk, question, thread, event, client, me)
        desk.voice.say(client, key(question), question, card, thread)
    recount(desk, client, question, key(question))


def revise(desk: Desk, client: WebClient, team: str, event: Mapping[str, Any], me: str, *, asks: bool) -> bool:
    """Answer a message anew after it was edited.

    Args:
        desk: where it is answered.
        client: Slack.
        team: the workspace.
        event: the message as it is by now.
        me: the bot's user id.
        asks: whether it asks us by now.

    Returns:
        Whether it has an answer that was asked for.
    """
    question, thread = place_of(team, event), thread_of(event)
    reply = standing(desk, question)
    if reply is not None and reply.unasked and asks:
        desk.voice.posts.ask(reply.key)
        reply = desk.voice.posts.of(reply.key)
    if reply is None or reply.unasked:
        return False
    if reply.standing in ("posting", "posted") and not is_overtaken(desk.inbox):
        card = _card(desk, question, thread, event, client, me)
        place: Place | None = reply.place
        if reply.standing == "posting":  # left behind by somebody who gave up: it may tell of what was asked before
            place = desk.voice.say(client, reply.key, question, card, thread)
        if place is not None:
            desk.voice.change(client, place, card)
    recount(desk, client, question, key(question))
    return True


def retract(desk: Desk, client: WebClient, question: Place) -> None:
    """Take the answer away after its question was deleted."""
    if (reply := standing(desk, question)) and not reply.unasked:
        desk.voice.take_back(client, reply.key)


def standing(desk: Desk, question: Place) -> Post | None:
    """The answer to a message, if it has one.

    Raises:
        LaterError: it is being answered.
    """
    reply = desk.voice.posts.of(key(question))
    if (reply is None or reply.standing == "posting") and desk.inbox.is_open(key(question)):
        raise LaterError(SOON, "the question is being answered")
    return reply


def key(question: Place) -> str:
    """What the answer to a message is known by."""
    return message_key(question.team, question.channel, question.ts)


def _is_off(desk: Desk, client: WebClient, question: Place) -> bool:
    channel = desk.policy.channel(client, question.team, question.channel)
    return desk.policy.mode(channel) == "off"


def _card(desk: Desk, question: Place, thread: str, event: Mapping[str, Any], client: WebClient, me: str) -> Card:
    """What is said to a message; in a channel, what it tells of is part of what is seen there."""
    read = desk.read(event, client, me)
    id_ = key_of(question.team, question.channel, question.ts)
    user, home = str(event.get("user") or ""), str(event.get("user_team") or question.team)
    asker = Asker(id_, question.team, question.channel, user, client, stranger=home != question.team)
    card, answer = answered(desk, read, asker)
    if not is_direct(event):
        seen = facts_of(answer) if answer else ()
        window = desk.policy.rules.window
        desk.incidents.sight(question, thread, seen, post=key(question), answer=id_, window=window, told=True)
    return card
