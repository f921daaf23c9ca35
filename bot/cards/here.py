"""The card of a channel: whether it is answered unasked and why, what is heard there, who may change it, and buttons to do so."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.card import Card
from bot.cards.blocks import Json, actions, button, context, section
from bot.cards.mrkdwn import clip, code, moment, said
from bot.cards.order import Order
from bot.rules import GROUPS
from bot.screen import counted
from bot.timespan import HOUR, MINUTE, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.db.channels import BotSeen, Change, Channel, Mode
    from bot.reach import Reach
    from bot.state import State

MODES: dict[str, str] = {"automatic": "automatic", "asked": "asked only", "off": "off", "": "as its name says"}
MEANS = {
    "automatic": "I answer errors that are certain, unasked, in the thread of the message that tells of them.",
    "asked": "I answer when I am asked, and say nothing else.",
    "off": "I answer nothing here. `/streamerr` and direct messages work all the same.",
}
LABELS = {"automatic": "On", "asked": "Asked only", "off": "Off", "": "As its name says"}
OTHERS = "People of other organisations are in this channel"
QUIET = {"Quiet 1 h": HOUR, "Quiet 4 h": 4 * HOUR}
ABSENT = "*I am not in this channel, and hear nothing of it.* Type `/invite @streamerr` here."
BOTS = 10
NAME = 80


def here(state: State) -> Card:
    """The card of a channel, with buttons for those who may change it."""
    channel = state.channel
    lines = [
        f"*{called(channel)}: {MODES[state.mode]}*. {MEANS[state.mode]}",
        why(state),
        *([f"*Quiet* until {moment(state.until)}: nothing is said unasked before."] if state.until else []),
        *_full(state),
        *([f"{OTHERS}, and read what I say in it."] if channel.shared and state.mode == "automatic" else []),
        *_deaf(state.reach, state.mode),
    ]
    rows = [_bot(state, bot) for bot in state.bots[:BOTS]]
    more = len(state.bots) - BOTS
    blocks = [
        section(*lines),
        section(
            f"*Unasked replies* {state.said:,} of at most {state.cap:,} in the last hour",
            f"*Who may change this* {deciders(state.deciders, channel, state.names)}",
            _bots(state),
        ),
        *rows,
        *([context(f"and {more:,} more; `/streamerr here hear` takes their names too")] if more > 0 else []),
        *([context("*Last changes*", *_changes(state))] if state.changes else []),
        *([actions(*_buttons(state))] if state.may else []),
    ]
    return Card(clip(f"{called(channel)}: {MODES[state.mode]}. {MEANS[state.mode]}", 600), tuple(blocks))


def called(channel: Channel) -> str:
    """What a channel is called, as markup."""
    return f"#{said(channel.name, NAME)}" if channel.name else "This channel"


def why(state: State) -> str:
    """Why a channel is set as it is."""
    channel, decided, pattern = state.channel, state.decided, code(state.pattern)
    if channel.mode:
        return f"{_who(decided, state.names)} set it so, {moment(decided.at)}." if decided else "It was set so."
    if pattern and channel.shared:
        return f"Its name fits {pattern}, but {OTHERS.lower()}: `/streamerr here on` opens such channels, no name does."
    if pattern:
        return f"Its name fits {pattern}."
    if not channel.name:
        return "It was not set otherwise, and Slack does not tell me its name."
    return "It was not set otherwise, and its name is none of those that turn it on."


def deciders(may: frozenset[str], channel: Channel, names: Mapping[str, str]) -> str:
    """Who may change how a channel is set, as markup that rings nobody."""
    maker = f" ({person(channel.creator, names)})" if channel.creator else ""
    groups = {
        "members": "everybody in it",
        "creators": f"its creator{maker}",
        "admins": "admins of this workspace",
    }
    people = [person(one, names) for one in sorted(may - GROUPS)]
    return ", ".join([*(told for group, told in groups.items() if group in may), *people])


def person(id_: str, names: Mapping[str, str]) -> str:
    """What somebody is called, as markup; no mention, which would ring."""
    return said(names.get(id_, ""), NAME) or code(id_)


def _who(change: Change | None, names: Mapping[str, str]) -> str:
    return person(change.person, names) if change and change.person else "Somebody"


def _full(state: State) -> Iterator[str]:
    """What happens while there may be no more unasked replies."""
    if state.mode == "automatic" and state.said >= state.cap and not state.until:
        until = f" until {moment(math.ceil(state.full / MINUTE) * MINUTE)}" if state.full else ""
        yield f"*The limit of {counted(state.cap, 'unasked reply')} an hour is reached:*{until} new errors are only counted."


def _deaf(reach: Reach, mode: Mode) -> Iterator[str]:
    """What keeps us from hearing the channel."""
    if mode == "off":
        return
    if reach.member is False:
        yield ABSENT
    elif reach.lacks and mode == "automatic":
        yield f"*I hear nothing but mentions here:* I lack the permission {code(reach.lacks)}. `streamerr doctor` says more."


def _bots(state: State) -> str:
    everywhere = ", ".join(map(code, state.everywhere[:BOTS]))
    told = f"*Bots that are heard everywhere* {everywhere}" if everywhere else ""
    if state.bots:
        return told or "*Bots that post here*"
    none = (
        "*Bots* none was noticed here"
        if state.mode == "automatic"
        else "*Bots* are noticed while a channel is automatic"
    )
    return f"{told}. {none}" if told else none


def _bot(state: State, bot: BotSeen) -> Json:
    name = f"{said(bot.name, NAME)} {code(bot.id)}" if bot.name else code(bot.id)
    accessory = None
    if state.may:
        order = Order(state.channel.id, "ignore" if bot.heard else "hear", bot.id)
        label = "Ignore" if bot.heard else "Hear"
        accessory = button(label, f"here:{order.what}", order.value, accessible=f"{label} {bot.name or bot.id}")
    return section(f"{name}: {'heard' if bot.heard else 'not heard'}", accessory=accessory)


def _changes(state: State) -> Iterator[str]:
    bots = {bot.id: bot.name for bot in state.bots}
    for change in state.changes:
        who = person(change.person, state.names) if change.person else "another organisation joined"
        yield f"{moment(change.at)} {who}: {_change(change, bots)}"


def _change(change: Change, bots: Mapping[str, str]) -> str:
    if change.what == "mode":
        return f"{MODES.get(change.before, '')} → {MODES.get(change.after, '')}"
    if change.what == "quiet":
        return f"quiet for {in_words(float(change.after))}" if float(change.after) else "quiet no more"
    id_, _, heard = change.after.partition(" ")
    return f"{said(bots.get(id_, ''), NAME) or code(id_)} {'heard' if heard == 'heard' else 'ignored'}"


def _buttons(state: State) -> Iterator[Json]:
    id_ = state.channel.id
    for mode, label in LABELS.items():
        if mode or state.channel.mode:
            style = "primary" if mode == state.mode else ""
            yield button(label, f"here:{mode or 'default'}", Order(id_, "mode", mode).value, style=style)
    if state.mode == "automatic":
        for label, seconds in QUIET.items():
            yield button(label, f"here:quiet:{seconds}", Order(id_, "quiet", str(seconds)).value)
    if state.until:
        yield button("Quiet no more", "here:quiet:0", Order(id_, "quiet", "0").value)
