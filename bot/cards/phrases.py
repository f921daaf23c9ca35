"""Wordings that several cards share: how an entry is named, where a secret was hidden, what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.mrkdwn import code, link, prose, said
from bot.screen import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kb import Answer, Entry, Evidence, Match, System
    from kb.model import ErrorSeen

OURS = " _(our advice)_"
SAID = 300
"""Characters of what was understood that are told."""
EVIDENCE = 6
UNTOLD = {"words"}
"""Kinds of evidence that only repeat what the person typed."""
READ_AS = {
    "hresult": "code",
    "internal": "inner code",
    "status": "HTTP status",
    "symbol": "name",
    "host": "host",
    "path": "path",
    "layer": "speaks for",
    "request-id": "request id",
    "retry-after": "retry after",
}
"""Kinds of evidence by the name that people use, where ours is another."""


def names(entry: Entry) -> list[str]:
    """What an entry is called: its code, its symbol and its HTTP status, without repetition."""
    status = "" if entry.status is None else f"HTTP {entry.status}"
    own = status if entry.code == str(entry.status) else entry.code
    return [name for name in dict.fromkeys((own, entry.symbol, status)) if name]


def short_name(entry: Entry) -> str:
    """The one name for a button or a modal's title: the symbol where a bare status says too little."""
    return entry.symbol if entry.symbol and entry.code == str(entry.status) else (names(entry) or [entry.code])[0]


def headline(entry: Entry) -> str:
    """An entry in a line for a list, in markup: its code and its title."""
    own = names(entry)
    told = own[:2] if own and own[0].startswith("HTTP ") else own[:1]
    return f"{' '.join(code(name) for name in told)} {said(entry.title, 150)}"


def understood(answer: Answer) -> str:
    """What was understood, as a line in markup."""
    return f"Understood: {said(answer.said, SAID) or 'nothing'}"


def links(urls: Iterable[str]) -> str:
    """Links in a line."""
    return " · ".join(link(url) for url in urls)


def ours(entry: Entry, field: str) -> str:
    """The mark that a field is our own advice, or ""."""
    return OURS if field in entry.source.ours else ""


def retired(system: System, *, brief: bool = False) -> str:
    """A word about a product that is no more, in markup, or ""; when ``brief``, not what it was replaced by."""
    told = prose(system.lifecycle.partition(";")[0], 120) if brief else prose(system.lifecycle, 300)
    return "" if system.lifecycle.casefold().startswith("active") else f"*Mind* {told}"


def times_seen(error: ErrorSeen) -> str:
    """How often an error was seen."""
    return "once" if error.count == 1 else f"{error.count:,} times"


def beside(answer: Answer) -> str:
    """What a match beside the first is."""
    return "Also named" if answer.names_all else "Could also be"


def seen(error: ErrorSeen) -> str:
    """How often an error was seen and when, as markup."""
    span = " to ".join(dict.fromkeys(code(when, 40) for when in (error.first, error.last) if when))
    return ", ".join(part for part in (times_seen(error), span) if part)


def asides(answer: Answer) -> list[str]:
    """How often it was seen, notes on the reading, and how many secrets were hidden, as lines of markup."""
    often = [f"Seen {seen(answer.errors[0])}"] if len(answer.errors) == 1 else []
    lines = [*often, *(f"Note: {said(note, 300)}" for note in answer.notes[:5])]
    if answer.redacted:
        total = sum(number for _, number in answer.redacted)
        kinds = ", ".join(counted(number, kind) for kind, number in answer.redacted)
        lines.append(f"{counted(total, 'secret')} {'was' if total == 1 else 'were'} hidden: {said(kinds, 200)}.")
    return lines


def because(why: str, revision: str) -> str:
    """Why this answer, and the knowledge that gave it, as a line of markup."""
    known = f"Knowledge base {said(revision, 40) or 'unnamed'}"
    return f"Why: {said(why, 300)} · {known}" if why else known


def read(evidence: Sequence[Evidence], most: int = EVIDENCE) -> list[str]:
    """What was read and where it stood, as lines of markup."""
    told = [one for one in evidence if one.kind not in UNTOLD and one.value.strip()]
    return [
        f"• {READ_AS.get(one.kind, one.kind)} {code(one.value, 200)} ({said(one.where, 80)})" for one in told[:most]
    ]


def support_ids(answer: Answer) -> list[str]:
    """Ids to quote to the vendor's support, as lines of markup."""
    return [f"{said(name, 80)} {code(value, 200)}" for name, value in answer.request_ids.items()]


def by_system(matches: Sequence[Match]) -> list[Match]:
    """The matches with those of one system together, systems in the order in which they first come."""
    order = list(dict.fromkeys(match.system.id for match in matches))
    return sorted(matches, key=lambda match: order.index(match.system.id))
