"""The modal behind More: everything the knowledge base has on an entry, and how the question led there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.answered import title
from bot.cards.blocks import Json, context, divider, modal, preformatted, section
from bot.cards.mrkdwn import code, link, prose, said
from bot.cards.phrases import (
    OURS,
    asides,
    because,
    beside,
    headline,
    ours,
    read,
    retired,
    short_name,
    support_ids,
    understood,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import Answer, Cause, Match

CAUSES = 40
MESSAGES = 8
READ = 20
LINKS = 10


def detail(match: Match, answer: Answer | None = None) -> Json:
    """The modal with everything about a match.

    Args:
        match: the entry, with the reason why it was found.
        answer: the answer it comes from, when that is still known.
    """
    return modal(short_name(match.entry), _blocks(match, answer))


def _blocks(match: Match, answer: Answer | None) -> Iterator[Json]:
    entry = match.entry
    if answer:
        yield context(understood(answer))
    yield section(*title(match), prose(entry.meaning, 1_000))
    if gone := retired(match.system):
        yield section(gone)
    for number, cause in enumerate(match.causes[:CAUSES], 1):
        yield section(*_cause(number, cause, pointed=match.cause is not None and number == 1))
    yield divider()
    yield section(f"*Retry* {said(entry.retry, 100)}{ours(entry, 'retry')}")
    yield section(f"*Who can fix it* {said(entry.owner, 300)}{ours(entry, 'owner')}")
    yield section(f"*Check first*{ours(entry, 'first_check')}", prose(entry.first_check, 2_000))
    if entry.raised_by:
        yield section(f"*Raised by* {', '.join(code(call, 100) for call in entry.raised_by[:20])}")
    if entry.messages:
        yield section("*As sent*")
        yield preformatted("\n".join(entry.messages[:MESSAGES]))
    yield section("*Documentation*", *(f"• {link(url)}" for url in (entry.see or (match.system.docs,))[:LINKS]))
    if answer:
        yield from _reading(match, answer)
    compared = f"From: {said(entry.source.document, 200)}, compared on {said(entry.source.checked, 20)}"
    yield context(compared, because(match.why, answer.revision if answer else ""))


def _cause(number: int, cause: Cause, *, pointed: bool) -> list[str]:
    label = "What was read points here" if pointed else "When"
    return [f"*{number}.* {prose(cause.fix, 1_400)}{OURS * cause.ours}", f"_{label}:_ {prose(cause.when, 1_000)}"]


def _reading(match: Match, answer: Answer) -> Iterator[Json]:
    if ids := support_ids(answer):
        yield section("*Quote to support*", *ids[:READ])
    if seen := read(answer.evidence, READ):
        yield section("*What was read*", *seen)
    others = [other for other in answer.matches if other.entry.key != match.entry.key]
    if others:
        yield section(
            f"*{beside(answer)}*", *(f"• {headline(one.entry)} ({said(one.system.name, 100)})" for one in others[:8])
        )
    if notes := asides(answer):
        yield context(*notes)
