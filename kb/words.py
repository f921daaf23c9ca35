"""Words: how running text becomes the terms that search compares.

The same path is walked when the knowledge base is built and when a question is asked, so both sides meet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import Stemmer

from kb.trade import ABBREVIATIONS, FILLERS, GROUPS, IDIOMS, NEGATIONS, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_WORD = 40
LONGEST_IDIOM = max(map(len, IDIOMS))
IDIOM_WORDS = frozenset(word for idiom in IDIOMS for word in idiom)
_IDIOM_STARTS = frozenset(idiom[0] for idiom in IDIOMS)
_STEMMER = Stemmer.Stemmer("porter")
_CAMEL = re.compile(r"(?<=[A-Za-z0-9][a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PLACEHOLDER = re.compile(r"\{[A-Za-z0-9_ ]{0,40}\}")
_RUN = re.compile(r"[A-Za-z0-9\u00c0-\u024f'’_]+|[^\x00-\x7f\u00c0-\u024f\s]+")
_NAME = re.compile(r"[A-Za-z]+[a-z][A-Z][A-Za-z]+")
_STATUS = re.compile(r"[45](?:\d\d|xx)")
_STATUS_WORD = re.compile(r"(?<!\w)[45]\d\d(?!\w)")
_WORD = re.compile(r"[a-z0-9\u00c0-\u024f]+|[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, in lower case, and the run of letters it was written in: ``ContentKey`` is one run of two."""

    text: str
    run: str
    start: int


def read(text: str) -> list[Word]:
    """The words of a text in order; ``ContentKey`` and ``content_key`` are two, ``can't`` is one.

    Numbers stay as they are, scripts without spaces come as runs. Nothing longer than 40 characters is a word.
    """
    return [Word(word, match[0], match.start()) for match in _RUN.finditer(text) for word in _split_run(match[0])]


def _split_run(run: str) -> list[str]:
    plain = run.replace("'", "").replace("’", "") if "'" in run or "’" in run else run
    if "_" in plain:
        plain = plain.replace("_", " ")
    if not (plain.islower() or plain.isupper()):
        plain = _CAMEL.sub(" ", plain)
    return [word for word in _WORD.findall(plain.lower()) if len(word) <= LONGEST_WORD]


def split(text: str) -> list[str]:
    """The words of a text in order, without where they stood."""
    found: list[str] = []
    for run in _RUN.findall(text):
        found += _split_run(run)
    return found


@lru_cache(maxsize=8192)
def term(word: str) -> str:
    """The term of one word: numbers as digits, negations as ``not``, everything else by its Porter stem."""
    if word in NUMBERS:
        return NUMBERS[word]
    if word in NEGATIONS:
        return "not"
    return str(_STEMMER.stemWord(word))


def expand(spoken: list[str]) -> list[str]:
    """Words with abbreviations written out and turns of phrase said in a word."""
    out: list[str] = []
    i = 0
    while i < len(spoken):
        for size in range(min(LONGEST_IDIOM, len(spoken) - i), 1, -1) if spoken[i] in _IDIOM_STARTS else ():
            if meant := IDIOMS.get(tuple(spoken[i : i + size])):
                out += meant
                i += size
                break
        else:
            out += ABBREVIATIONS[spoken[i]].split() if spoken[i] in ABBREVIATIONS else [spoken[i]]
            i += 1
    return out


def literal_words(text: str) -> list[str]:
    """The words of a text that the knowledge base holds, abbreviations written out, placeholders in braces left out."""
    return expand(split(_PLACEHOLDER.sub(" ", text) if "{" in text else text))


def terms(spoken: Iterable[str]) -> list[str]:
    """The terms of words, in order, without grammar and without HTTP statuses, which have a way of their own."""
    return [term(word) for word in spoken if not is_empty(word)]


def is_empty(word: str) -> bool:
    """Whether a word says nothing in a search: grammar and chat, or a number that is an HTTP status."""
    return word in FILLERS or _STATUS.fullmatch(word) is not None


def without(found: list[str], names: frozenset[tuple[str, ...]]) -> list[str]:
    """Terms without the names among them, the longest name first; all of them when nothing else would be left."""
    starts = {name[0] for name in names}
    if starts.isdisjoint(found):
        return found
    longest = max(map(len, names))
    out: list[str] = []
    i = 0
    while i < len(found):
        for size in range(min(longest, len(found) - i), 0, -1):
            if tuple(found[i : i + size]) in names:
                i += size
                break
        else:
            out.append(found[i])
            i += 1
    return out or found


def compounds(text: str) -> dict[str, str]:
    """The CamelCase names of a text as people type them, in lower case and in one, each with the words it is made of."""
    found = {}
    for run in _NAME.findall(text):
        parts = _split_run(run)
        if len(parts) > 1:
            found["".join(parts)] = " ".join(parts)
    return found


def squash(text: str) -> str:
    """A name without case, spaces and punctuation: what ``MPE-MGMT-INVALID`` and ``mpe mgmt invalid`` share."""
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def gist(text: str) -> str:
    """A text squashed, without the HTTP statuses in it: two that share it say the same, word for word."""
    return squash(_STATUS_WORD.sub(" ", text))


def _synonyms() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in GROUPS:
        members = {term(word) for word in group.split()}
        for member in members:
            table.setdefault(member, set()).update(members - {member})
    return {member: frozenset(others) for member, others in table.items()}


SYNONYMS: dict[str, frozenset[str]] = _synonyms()
