"""Answers to messages: one for each, where the question stands, changed and taken away with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot import post
from bot.asking import reply_card
from bot.memory import Place, key_of
from bot.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk import WebClient

    from bot.desk import Desk


def team_of(body: Mapping[str, Any]) -> str:
    """The workspace an event or a click comes from."""
    team = body.get("team")
    return str(body.get("team_id") or (team.get("id") if isinstance(team, dict) else team) or "")


def is_direct(event: Mapping[str, Any]) -> bool:
    """Whether a message event is from a direct message to the bot."""
    return event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")


def may_ask(desk: Desk, message: Mapping[str, Any]) -> bool:
    """Whether the author is a person, or a bot that was allowed by its id or that of its app."""
    bot = message.get("bot_id")
    return not bot or bool({str(bot), str(message.get("app_id") or "")} & desk.bots)


def thread_of(event: Mapping[str, Any]) -> str:
    """The thread in which a message is answered: its own in channels; in a direct message only one that is already there."""
    thread = str(event.get("thread_ts") or "")
    return thread if thread or is_direct(event) else str(event.get("ts", ""))


def reply(desk: Desk, client: WebClient, team: str, event: Mapping[str, Any], me: str) -> None:
    """Answer a message, once, however many events tell of it."""
    channel, ts = str(event["channel"]), str(event["ts"])
    question = Place(team, channel, ts)
    if not desk.memory.claim(question):
        return
    thread = thread_of(event)
    with Patience(client, question):
        read = desk.read(event, client, me)
        card = reply_card(desk, read, key_of(team, channel, ts), team, str(event.get("user", "")))
        sent = post.post(client, team, channel, card, thread)
    desk.memory.replied(question, sent)
    if thread:
        desk.memory.join(Place(team, channel, thread))


def revise(desk: Desk, client: WebClient, team: str, event: Mapping[str, Any], me: str) -> bool:
    """Answer a message anew after it was edited; say whether it had an answer."""
    question = Place(team, str(event["channel"]), str(event["ts"]))
    answered = desk.memory.reply_to(question)
    if answered is None:
        return False
    read = desk.read(event, client, me)
    card = reply_card(desk, read, key_of(team, question.channel, question.ts), team, str(event.get("user", "")))
    post.update(client, answered, card)
    return True


def retract(desk: Desk, client: WebClient, question: Place) -> None:
    """Take the answer away after its question was deleted."""
    answered = desk.memory.reply_to(question)
    if answered is not None:
        desk.memory.forget_reply(question)
        post.remove(client, answered)
