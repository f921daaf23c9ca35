"""From the words of a question to the card that answers it: ``help``, ``search``, ``system``, ``version``, or simply a question."""

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

if TYPE_CHECKING:
    from bot.card import Share
    from bot.desk import Desk, Question
    from kb import System

SUBCOMMANDS = ("help", "explain", "search", "system", "version")
_NAME = re.compile(r"\s*!?/?streamerr\b[:,]?\s*", re.IGNORECASE)
CLOSE = 0.75


def without_name(text: str) -> str:
    """The text without ``streamerr`` in front, which people write out of habit."""
    named = _NAME.match(text)
    return text[named.end() :] if named else text.strip()


def says_name(text: str) -> bool:
    """Whether the text begins with ``streamerr``, as in ``streamerr 404``."""
    return _NAME.match(text) is not None


def reply_card(desk: Desk, question: Question, key: str, team: str, user: str, share: Share = "") -> Card:
    """What is said to a question: one word may be a subcommand, everything else is looked up.

    Args:
        desk: where it is answered.
        question: as it was read.
        key: under which the answer is remembered.
        team: the workspace of the person who asks.
        user: who asks.
        share: where the answer can be shared, when only the asker sees it.
    """
    text = without_name(question.text).strip()
    if not text:
        return note(" ".join(question.notes)) if question.notes else Card(help_card.TEXT, tuple(help_card.screen()))
    word, _, rest = text.partition(" ") if "\n" not in text.split(" ", 1)[0] else (text, "", "")
    told = _subcommand(desk, word.casefold(), rest.strip(), key, team, user)
    if told is None:
        asked = rest if word.casefold() == "explain" and rest.strip() else text
        told = card(desk.answer(asked, key, team, user).answer, key, share=share)
    return told.noted(*question.notes)


def _subcommand(desk: Desk, word: str, rest: str, key: str, team: str, user: str) -> Card | None:
    if word == "help" and not rest:
        return Card(help_card.TEXT, tuple(help_card.screen()))
    if word == "explain" and not rest:
        return note(
            "Explain what? Type a code, a status with its system, or what you see: `/streamerr explain 0x8088002A`"
        )
    if word == "search":
        return _search(desk, rest, key, team, user)
    if word in ("system", "systems"):
        return _system(desk, rest)
    if word == "version" and not rest:
        return _version(desk)
    return None


def _search(desk: Desk, words: str, key: str, team: str, user: str) -> Card | None:
    if not words:
        return note("Search for what? Name a few words: `/streamerr search token expired`")
    asked = desk.answer(words, key, team, user)
    if not asked.answer.matches:
        return card(asked.answer, key)
    listed = replace(asked.answer, outcome="choose", errors=())
    desk.memory.remember(replace(asked, answer=listed))
    return card(listed, key)


def _system(desk: Desk, name: str) -> Card | None:
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


def named(name: str, systems: tuple[System, ...]) -> list[System]:
    """The systems with that id, name or nickname; an id or a name in full says more than a nickname."""
    wanted = " ".join(name.casefold().split())
    exact = [system for system in systems if wanted in (system.id.casefold(), system.name.casefold())]
    return exact or [system for system in systems if wanted in map(str.casefold, system.aliases)]


def close_to(name: str, systems: tuple[System, ...]) -> list[str]:
    """Ids of the systems whose id, name or nickname is close to a name."""
    called = {alias.casefold(): system.id for system in systems for alias in (*system.aliases, system.name, system.id)}
    return list(dict.fromkeys(called[alias] for alias in difflib.get_close_matches(name.casefold(), called, 3, CLOSE)))


def _version(desk: Desk) -> Card:
    systems = desk.kb.systems()
    entries = sum(len(desk.kb.entries(system.id)) for system in systems)
    return note(
        f"streamerr {code(__version__)}, knowledge base {code(desk.kb.revision)}: "
        f"{said(str(len(systems)), 20)} systems, {said(str(entries), 20)} errors"
    )
