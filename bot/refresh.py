"""A reply that tells of what was seen, kept up to date: how often, when last, where; gone when it has nothing left to tell of.

What is seen again within a few seconds is gathered, and of the deliveries that wait to change one reply one comes back for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot import in_hand
from bot.card import card
from bot.cards.overheard import overheard, refuted, tally_line
from bot.db.model import Fact
from bot.in_hand import SOON, LaterError
from bot.refusal import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from slack_sdk import WebClient

    from bot.card import Card
    from bot.db.model import Incident, Place, Post, Tally
    from bot.desk import Desk
    from kb import Answer, Match

GROUPED = 3.0
"""Seconds for which what is seen again is gathered, before the reply that tells of it is changed."""

Tallied = tuple["Incident", "Tally"]


def recount(desk: Desk, client: WebClient, question: Place, own: str) -> None:
    """A question that was asked is answered, with the post ``own``: where it was told of before, it is counted too."""
    for post in dict.fromkeys(one.post for one in desk.incidents.of_message(question)):
        if post != own:
            refresh(desk, client, post)
        elif any(tally.messages > 1 for _, tally in tallied(desk, post)):
            redraw(desk, client, post)


def refresh(desk: Desk, client: WebClient, post: str) -> None:
    """See to it that a reply tells of everything that was seen; it is changed at most every few seconds.

    Raises:
        LaterError: its turn has not come; or see ``redraw``.
    """
    desk.incidents.let_go(post, _delivery())
    if all(tally.count == incident.shown for incident, tally in tallied(desk, post)):
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
    seen = tallied(desk, post)
    told = [(incident, tally) for incident, tally in seen if tally.messages]
    right = [(incident, tally) for incident, tally in told if not incident.refuted]
    if not told:
        desk.voice.take_back(client, post)
    elif right and (shown := drawn(desk, right, unasked=reply.unasked)) and _change(desk, client, reply, shown):
        _strike(desk, client, reply)
    for incident, tally in seen:
        desk.incidents.shown(incident, tally.count)
    desk.incidents.let_go(post, _delivery())
    if any(desk.incidents.tally(incident).count != tally.count for incident, tally in seen):
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


def _change(desk: Desk, client: WebClient, reply: Post, shown: Card) -> bool:
    """Change a reply, and say whether it was.

    One that somebody took away in Slack is not said again; one that is too old to be changed stays as it is.
    """
    try:
        desk.voice.change(client, reply.place, shown)
    except SlackApiError as error:
        if word(error) == "message_not_found":
            desk.voice.posts.gone(reply.key)
            desk.incidents.refute(reply.key)
        elif word(error) != "edit_window_closed":
            raise
        return False
    return True


def _strike(desk: Desk, client: WebClient, reply: Post) -> None:
    """Somebody may have said that a reply is wrong while it was changed, and Slack may have taken that in before the change."""
    told = desk.incidents.of_post(reply.key)
    if told and all(incident.refuted for incident in told):
        answer = told[0].answer
        _change(desk, client, reply, refuted(desk.memory.who(answer, "wrong"), answer, told_of(desk, reply.key)))


def drawn(desk: Desk, told: Sequence[Tallied], *, unasked: bool = True) -> Card | None:
    """The reply to incidents as it is now; None when what it told of is no longer known."""
    asked = desk.memory.recall(told[0][0].answer)
    if not unasked:
        lines = filter(None, (tally_line(tally) for _, tally in told))
        return card(asked.answer, asked.key).noted(*lines) if asked else None
    tallies = {incident.fact: tally for incident, tally in told}
    known = {Fact.of(match.entry): match for match in _matches(asked.answer)} if asked else {}
    for fact in tallies:  # told of by other messages, or by what this one said before
        if fact not in known and (found := desk.kb.find(fact.system, fact.code, fact.symbol)):
            known[fact] = found
    shown = [(match, tallies[fact]) for fact, match in known.items() if fact in tallies]
    return overheard(shown, told[0][0].answer) if shown else None


def told_of(desk: Desk, post: str) -> list[Match]:
    """The errors that a reply tells of, as far as they are known."""
    facts = [incident.fact for incident in desk.incidents.of_post(post)]
    return [match for fact in facts if (match := desk.kb.find(fact.system, fact.code, fact.symbol))]


def tallied(desk: Desk, post: str) -> list[Tallied]:
    """What a reply tells of, with what was seen of it by now."""
    return [(one, desk.incidents.tally(one)) for one in desk.incidents.of_post(post)]


def _matches(answer: Answer) -> Iterator[Match]:
    for one in [error.answer for error in answer.errors] or [answer]:
        if one.outcome == "answer":
            yield one.matches[0]
