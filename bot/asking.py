"""From the words of a question to the card that answers it: its first word may be a subcommand, as in ``help`` and ``here``."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import __version__
from bot.card import Card, card, note
from bot.cards import help as help_card
from bot.cards import listing
from bot.cards.mrkdwn import code, said
from bot.here import here
from bot.recap import asked as recap

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.card import Share
    from bot.desk import Asker, Desk, Question
    from kb import Answer, System

_NAME = re.compile(r"\s*!?/?streamerr\b[:,]?\s*", re.IGNORECASE)
CLOSE = 0.75


def without_name(text: str) -> str:
    """The text without ``streamerr`` in front, which people write out of habit."""
    named = _NAME.match(text)
    return text[named.end() :] if named else text.strip()


def says_name(text: str) -> bool:
    """Whether the text begins with ``streamerr``, as in ``streamerr 404``."""
    return _NAME.match(text) is not None


def reply_card(desk: Desk, question: Question, asker: Asker, share: Share = "") -> Card:
    """What is said to a question: its first word may be a subcommand, everything else is looked up.

    Args:
        desk: where it is answered.
        question: as it was read.
        asker: who asks.
        share: where the answer can be shared, when only the asker sees it.
    """
    return answered(desk, question, asker, share)[0]


def answered(desk: Desk, question: Question, asker: Asker, share: Share = "") -> tuple[Card, Answer | None]:
    """The same as ``reply_card``, and the answer that the card shows; None where it was not looked up."""
    text = without_name(question.text).strip()
    if not text:
        return (note(" ".join(question.notes)) if question.notes else _ways()), None
    word, _, rest = text.partition(" ") if "\n" not in text.split(" ", 1)[0] else (text, "", "")
    subcommand = SUBCOMMANDS.get(word.casefold())
    told = subcommand(desk, asker, rest.strip()) if subcommand else None
    if told is not None:
        return told.noted(*question.notes), None
    asked = rest if word.casefold() == "explain" and rest.strip() else text
    answer = desk.answer(asked, asker.key, asker.team, asker.user).answer
    return card(answer, asker.key, share=share).noted(*question.notes), answer


def _ways() -> Card:
    return Card(help_card.TEXT, tuple(help_card.screen()))


def _help(desk: Desk, asker: Asker, rest: str) -> Card | None:  # noqa: ARG001  every subcommand is called the same way
    return None if rest else _ways()


def _explain(desk: Desk, asker: Asker, rest: str) -> Card | None:  # noqa: ARG001
    told = "Explain what? Type a code, a status with its system, or what you see: `/streamerr explain 0x8088002A`"
    return None if rest else note(told)


def _search(desk: Desk, asker: Asker, words: str) -> Card | None:
    if not words:
        return note("Search for what? Name a few words: `/streamerr search token expired`")
    asked = desk.answer(words, asker.key, asker.team, asker.user)
    if not asked.answer.matches:
        return card(asked.answer, asker.key)
    listed = replace(asked.answer, outcome="choose", errors=())
    desk.memory.remember(replace(asked, answer=listed))
    return card(listed, asker.key)


def _system(desk: Desk, asker: Asker, name: str) -> Card | None:  # noqa: ARG001
    known = desk.kb.systems()
    if not name:
        rows = [(system, len(desk.kb.entries(system.id))) for system in known]
        return Card(f"{len(rows)} systems are known.", tuple(listing.systems(rows)))
    found = named(name, known)
    if len(found) == 1:
        entries = desk.kb.entries(found[0].id)
        return Card(listing.in_words(found[0], entries), tuple(listing.system(found[0], entries)))
    if found:
        return note(f"Several systems are called {code(name)}: {', '.join(code(system.id) for system in found)}")
    if len(name.split()) > 1:
        return None
    close = close_to(name, known)
    meant = f" Did you mean {' or '.join(map(code, close))}?" if close else ""
    return note(f"There is no system {code(name)}.{meant} `/streamerr system` names them all.")


def _version(desk: Desk, asker: Asker, rest: str) -> Card | None:  # noqa: ARG001
    if rest:
        return None
    systems = desk.kb.systems()
    entries = sum(len(desk.kb.entries(system.id)) for system in systems)
    return note(
        f"streamerr {code(__version__)}, knowledge base {code(desk.kb.revision)}: "
        f"{said(str(len(systems)), 20)} systems, {said(str(entries), 20)} errors"
    )


def named(name: str, systems: tuple[System, ...]) -> list[System]:
    """The systems with that id, name or nickname; an id or a name in full says more than a nickname."""
    wanted = " ".join(name.casefold().split())
    exact = [system for system in systems if wanted in (system.id.casefold(), system.name.casefold())]
    return exact or [system for system in systems if wanted in map(str.casefold, system.aliases)]


def close_to(name: str, systems: tuple[System, ...]) -> list[str]:
    """Ids of the systems whose id, name or nickname is close to a name."""
    called = {alias.casefold(): system.id for system in systems for alias in (*system.aliases, system.name, system.id)}
    return list(dict.fromkeys(called[alias] for alias in difflib.get_close_matches(name.casefold(), called, 3, CLOSE)))


SUBCOMMANDS: dict[str, Callable[[Desk, Asker, str], Card | None]] = {
    "help": _help,
    "here": here,
    "recap": recap,
    "explain": _explain,
    "search": _search,
    "system": _system,
    "systems": _system,
    "version": _version,
}
"""What a question may begin with; each takes the rest of it, and gives None when that is a question after all."""
