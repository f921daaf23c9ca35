"""``/streamerr here``: how a channel is set and why, and what people who may change about it."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, cast

from bot import timespan
from bot.card import note
from bot.cards import here as here_card
from bot.cards.mrkdwn import code, said
from bot.cards.order import Order
from bot.state import names_of, state_of
from bot.timespan import DAY, MINUTE
from kb.clean import clean

if TYPE_CHECKING:
    from bot.card import Card
    from bot.db.channels import BotSeen, Channel, Mode
    from bot.desk import Asker, Desk

MODES: dict[str, str] = {"on": "automatic", "automatic": "automatic", "asked": "asked", "off": "off", "default": ""}
"""What may be typed, and the mode it stands for."""
BOTS = ("hear", "ignore")
WORDS = (*MODES, "quiet", *BOTS)
LONGEST = 30 * DAY
NOWHERE = note(
    "There is nothing to set here: in direct messages I answer what I am asked, and say nothing else. Type `/streamerr here`"
    " in a channel."
)
HOW_LONG = (
    f"For how long? `/streamerr here quiet 2h`, for instance: a span such as {timespan.EXAMPLE}, 30 days at most."
    " `/streamerr here quiet off` ends it."
)
_ID = re.compile(r"[AB][A-Z0-9]{2,30}")
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")


class NotDoneError(Exception):
    """A change was not made; the message says why, as markup."""


def here(desk: Desk, asker: Asker, rest: str) -> Card | None:
    """Show how a channel is set, after it was changed if that is what is asked; None when it is a question after all."""
    words = rest.rstrip(" .!").split()
    first, further = (words[0].casefold(), " ".join(words[1:])) if words else ("", "")
    if words and not _is_order(first, further):
        return _meant(words)
    if not asker.channel or asker.channel.startswith("D"):
        return NOWHERE
    if not words:
        return shown(desk, asker)
    try:
        obey(desk, asker, _order(asker.channel, first, further))
    except NotDoneError as why:
        return note(str(why))
    return shown(desk, asker).noted("This is how the channel is set now:")


def _is_order(first: str, further: str) -> bool:
    """Whether words ask for a change, rather than go on with ``here is what I see``."""
    return first in ("quiet", *BOTS) or (first in MODES and not further)


def _meant(words: list[str]) -> Card | None:
    """What to say to one word that is nearly one of ours; None when it is a question."""
    close = difflib.get_close_matches(words[0].casefold(), WORDS, 1) if len(words) == 1 and words[0].isalpha() else []
    return note(f"Did you mean `/streamerr here {close[0]}`? Nothing was changed.") if close else None


def _order(channel: str, first: str, further: str) -> Order:
    if first in MODES:
        return Order(channel, "mode", MODES[first])
    if first != "quiet":
        return Order(channel, "hear" if first == "hear" else "ignore", further)
    span = further.casefold().removeprefix("for ")
    seconds = 0 if span in ("off", "end") else timespan.seconds(span)
    if seconds is None or not (seconds == 0 or MINUTE <= seconds <= LONGEST):
        raise NotDoneError(HOW_LONG)
    return Order(channel, "quiet", str(seconds))


def obey(desk: Desk, asker: Asker, order: Order) -> None:
    """Change how a channel is set.

    Raises:
        NotDoneError: the person may not, or nothing is called so.
    """
    policy, team, id_ = desk.policy, asker.team, order.channel
    channel = policy.channel(asker.client, team, id_)
    if not policy.may_decide(asker.client, channel, asker.user, stranger=asker.stranger):
        raise NotDoneError(_refusal(desk, asker, channel))
    if order.what == "mode":
        policy.decide(team, id_, cast("Mode", order.to), asker.user)
    elif order.what == "quiet":
        policy.hush(team, id_, float(order.to), asker.user)
    else:
        heard = order.what == "hear"
        policy.hear(team, id_, _bot(desk, asker, order), asker.user, heard=heard)


def _refusal(desk: Desk, asker: Asker, channel: Channel) -> str:
    names = names_of(desk, asker.client, channel)
    told = here_card.deciders(desk.policy.rules.deciders, channel, names)
    unsure = "admins" in desk.policy.rules.deciders and not desk.policy.people.of(asker.client, asker.user).told
    why = " Slack does not tell me who is an admin: I lack the permission `users:read`." if unsure else ""
    return f"Nothing was changed. Who may set this channel: {told}.{why}"


def _bot(desk: Desk, asker: Asker, order: Order) -> str:
    """The id of the bot that is meant: by its id, by a mention of it, or by the name it posts under."""
    seen = desk.policy.channels.bots(asker.team, order.channel)
    name = order.to.removeprefix("@").strip()
    if _USER.fullmatch(name) and (bot := desk.policy.people.of(asker.client, name).bot):
        return bot
    if _ID.fullmatch(name):
        return name
    called = clean(name).text.casefold()
    found = [bot for bot in seen if called and bot.name.casefold() == called] or [
        bot for bot in seen if called and called in bot.name.casefold()
    ]
    if len(found) == 1:
        return found[0].id
    raise NotDoneError(_which(order, found, seen))


def _which(order: Order, found: list[BotSeen], seen: tuple[BotSeen, ...]) -> str:
    """What to say when a name stands for no bot or for several."""
    listed = ", ".join(f"{said(bot.name, 80)} {code(bot.id)}".strip() for bot in (found or seen)[:10])
    example = f"`/streamerr here {order.what} B0123ABCD`"
    if found:
        return f"Several bots are called {code(order.to, 80)}: {listed}. Name one by its id: {example}"
    none = f"No bot called {code(order.to, 80)} was noticed here." if order.to else "Which bot?"
    noticed = f" Noticed were: {listed}." if listed else ""
    return f"{none}{noticed} An id works too: {example}"


def shown(desk: Desk, asker: Asker) -> Card:
    """The card of the channel that is asked about."""
    return here_card.here(state_of(desk, asker))
