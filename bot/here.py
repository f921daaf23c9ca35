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
SHOWS = ("status", "help")
"""What people type to see how a channel is set."""
HUSHES = frozenset({"stop", "mute", "silence", "shut up"})
"""What people type who want quiet."""
FEW = 2
"""Words that are no question unless they hold a code."""
LONGEST = 30 * DAY
NOWHERE = note(
    "There is nothing to set here: in direct messages I answer what I am asked, and say nothing else. Type `/streamerr here`"
    " in a channel."
)
USAGE = (
    "`/streamerr here on`, `asked`, `off`, `default`, `quiet 2h`, `hear BOT` or `ignore BOT` sets this channel; `/streamerr here`"
    " shows how it is set."
)
HOW_LONG = (
    f"For how long? `/streamerr here quiet 2h`, for instance: a span such as {timespan.EXAMPLE}, 30 days at most."
    " `/streamerr here quiet off` ends it."
)
_ID = re.compile(r"[AB](?=[A-Z]*[0-9])[A-Z0-9]{2,30}")
"""With a digit: ``AWS`` and ``ALERTS`` are names."""
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")


class NotDoneError(Exception):
    """A change was not made; the message says why, as markup."""


def here(desk: Desk, asker: Asker, rest: str) -> Card | None:
    """Show how a channel is set, after it was changed if that is what is asked; None when it is a question after all."""
    words = rest.rstrip(" .!").split()
    first, further = (words[0].casefold(), " ".join(words[1:])) if words else ("", "")
    order = first in ("quiet", *BOTS) or (first in MODES and not further)
    if words and not order and _is_question(desk, words):
        return None
    if not asker.channel or asker.channel.startswith("D"):
        return NOWHERE
    if not words:
        return shown(desk, asker)
    if not order:
        return shown(desk, asker).noted(USAGE) if first in SHOWS and not further else _usage(words)
    try:
        obey(desk, asker, _order(asker.channel, first, further))
    except NotDoneError as why:
        return note(str(why))
    return shown(desk, asker).noted("This is how the channel is set now:")


def _is_question(desk: Desk, words: list[str]) -> bool:
    """Whether words go on with ``here is what I see``, rather than say, if not in our words, how the channel is to be set."""
    first, told = words[0].casefold(), " ".join(words)
    timed = timespan.is_in(told)
    if len(words) > FEW and first not in WORDS and not (timed and first in HUSHES):
        return True
    return desk.names_error(told) or (any(map(str.isdigit, told)) and not timed)


def _usage(words: list[str]) -> Card:
    """What may be typed, and what was probably meant."""
    told = " ".join(words).casefold()
    close = difflib.get_close_matches(words[0].casefold(), WORDS, 1)
    if HUSHES & {*told.split(), told} or (timespan.is_in(told) and close in ([], ["off"])):
        meant = " `/streamerr here quiet 2h` keeps me from speaking unasked for so long."
    else:
        meant = f" Did you mean `/streamerr here {close[0]}`?" if close else ""
    return note(f"Nothing was changed.{meant} {USAGE}")


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
    called = clean(name).text.casefold()
    found = [bot for bot in seen if bot.id == name] or [bot for bot in seen if bot.name.casefold() == called != ""]
    found = found or [bot for bot in seen if called and called in bot.name.casefold()]
    if len(found) == 1:
        return found[0].id
    if not found and _ID.fullmatch(name):
        return name
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
