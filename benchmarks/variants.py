"""Variants of a question: the same thing asked by someone in a hurry.

A question's label must survive the change, so whatever names an error or a system by an exact spelling stays as typed:
words with digits (``0x8088002A``, ``504``), symbols (``MPE_FRAGMENT_NOT_READY``), names in mixed case
(``BadGatewayException``), labels such as ``x-err-code`` with their number, and quoted messages.
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["typo1", "typo2", "reorder", "drop", "wrap", "case"]

# A quoted message, a label that belongs to the number after it, or any other run without spaces.
TOKEN = re.compile(r'"[^"]{1,400}"|[A-Za-z]+(?:[-_][A-Za-z]+)+:? \d+\b|\S+')
EDITABLE = re.compile(r"[A-Z]?[a-z]{3,}")
CASED = re.compile(r"[A-Z]?[a-z]+[.,?!]?")

# Words that carry no part of the question. A negation carries all of it, so "not" and "no" are not here.
SPARE_WORDS = """
a about again also an and any anyone are as at be by can did do does for from getting hey i in is it its just my of on
our please seen so some that the their there this to us was we what which who with you your
"""
SPARE = frozenset(SPARE_WORDS.split())

BEFORE = (
    "morning all,",
    "quick one:",
    "does somebody know this one?",
    "stuck here:",
    "pager went off,",
    "sorry to ask,",
)
AFTER = ("any ideas?", "what now", "it just began", "thx", "customer is on the phone", "please help")

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def variants(text: str, seed: int) -> list[tuple[Kind, str]]:
    """Write ``text`` in other ways, the same ways every time for the same seed.

    Args:
        text: a question, as typed. Runs of spaces come out as one space.
        seed: chooses which word, which letter, which phrase.

    Returns:
        At most one variant of each kind, with its kind, in the order of ``KINDS``. A kind that cannot change this text
        is left out: a lone code can only be wrapped.
    """
    words = TOKEN.findall(text)
    draw = f"{seed} {text}".encode("utf-8", "surrogatepass")  # with the text, or every question gets the same phrase
    rng = Random(draw)  # noqa: S311 - a repeatable draw, not a secret
    drawn = [(kind, " ".join(vary(words, rng))) for kind, vary in KINDS]
    return [(kind, variant) for kind, variant in drawn if variant != " ".join(words)]


def typos(words: list[str], rng: Random, count: int) -> list[str]:
    """Make one slip of the finger in each of ``count`` different words; all words as they are when fewer can be edited."""
    places = [place for place, word in enumerate(words) if EDITABLE.fullmatch(word) and len(word) > 3]
    if len(places) < count:
        return words
    slipped = set(rng.sample(places, count))
    return [slip(word, rng) if place in slipped else word for place, word in enumerate(words)]


def slip(word: str, rng: Random) -> str:
    """Swap, drop, double or mistype one letter after the first; the result always differs from ``word``."""
    at = rng.randrange(1, len(word))
    head, letter, tail = word[:at], word[at], word[at + 1 :]
    slips = {head + tail, head + letter + letter + tail, head + rng.choice(neighbours(letter)) + tail}
    if tail:
        slips.add(head + tail[0] + letter + tail[1:])
    return rng.choice(sorted(slips - {word}))


def neighbours(letter: str) -> str:
    """Give the keys left and right of a lower-case letter on a QWERTY keyboard."""
    row = next(row for row in ROWS if letter in row)
    at = row.index(letter)
    return row[max(at - 1, 0) : at] + row[at + 1 : at + 2]


def one_typo(words: list[str], rng: Random) -> list[str]:
    """Misspell one word."""
    return typos(words, rng, 1)


def two_typos(words: list[str], rng: Random) -> list[str]:
    """Misspell two words, once each."""
    return typos(words, rng, 2)


def reorder(words: list[str], rng: Random) -> list[str]:
    """Shuffle the words; quoted messages and labelled numbers move as one."""
    shuffled = rng.sample(words, len(words))
    return shuffled if shuffled != words else words[1:] + words[:1]


def drop(words: list[str], rng: Random) -> list[str]:
    """Leave out one word that carries no part of the question."""
    places = [place for place, word in enumerate(words) if word.lower() in SPARE]
    if not places or len(words) < 2:
        return words
    gone = rng.choice(places)
    return words[:gone] + words[gone + 1 :]


def wrap(words: list[str], rng: Random) -> list[str]:
    """Put a phrase of small talk before the question, after it, or both."""
    before, after = rng.choice(BEFORE), rng.choice(AFTER)
    return rng.choice([[before, *words], [*words, after], [before, *words, after]])


def case(words: list[str], rng: Random) -> list[str]:
    """Write the plain words in capitals, with a leading capital, or in lower case."""
    styles = (str.upper, str.capitalize, str.lower)
    written = [[style(word) if CASED.fullmatch(word) else word for word in words] for style in styles]
    return rng.choice([other for other in written if other != words] or [words])


KINDS: tuple[tuple[Kind, Callable[[list[str], Random], list[str]]], ...] = (
    ("typo1", one_typo),
    ("typo2", two_typos),
    ("reorder", reorder),
    ("drop", drop),
    ("wrap", wrap),
    ("case", case),
)
