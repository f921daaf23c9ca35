"""Misspelled words: which known words they may be. Words with digits are never corrected, nor are known ones."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from kb.build import deletions, spellable

if TYPE_CHECKING:
    from kb.store import Store

MOST = 4
"""How many readings of a misspelling are kept."""
LONG = 10
"""Letters from which a word may have three slips."""


def corrections(store: Store, word: str, *, bold: bool = False) -> list[tuple[str, float]]:
    """Known words that ``word`` may be a slip of the finger for, the closest first, each with its likeness (0 to 1).

    A slip is a letter dropped, doubled, swapped or replaced. ``bold`` allows two in short words too, for where little else
    is possible.
    """
    if not spellable(word):
        return []
    allowed = 3 if len(word) >= LONG else 2
    found = []
    for known, often in store.spelled_like(deletions(word)).items():
        slips = OSA.distance(word, known, score_cutoff=allowed)
        strange = _strange_letters(word, known)
        # Two slips make another word out of a short one, unless they only moved or doubled letters.
        if slips <= (allowed if bold or len(word) >= 6 or strange <= 1 else 1):
            found.append((slips + strange / 20 + (known[0] != word[0]) / 10, -often, known, slips))
    found.sort()
    most = 3 * MOST if bold else MOST
    return [(known, 1 - slips / max(len(word), len(known))) for _, _, known, slips in found[:most]]


def _strange_letters(word: str, known: str) -> int:
    """How many letters one has that the other has not."""
    mine, theirs = Counter(word), Counter(known)
    return sum((mine - theirs).values()) + sum((theirs - mine).values())
