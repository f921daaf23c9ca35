"""Misspelled words: which known words they may be. Words with digits are never corrected, nor are known ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from kb.build import deletions, spellable

if TYPE_CHECKING:
    from kb.store import Store

MOST = 4
"""How many readings of a misspelling are kept."""


def corrections(store: Store, word: str, *, bold: bool = False) -> list[tuple[str, float]]:
    """Known words that ``word`` may be a slip of the finger for, the closest first, each with its likeness (0 to 1).

    One slip (a letter dropped, doubled, swapped or replaced) in words under six letters, two in longer ones; ``bold`` allows
    two in short ones too, for where little else is possible.
    """
    if not spellable(word):
        return []
    slips = 1 if len(word) < 6 and not bold else 2
    found = []
    for known in store.spelled_like(deletions(word)):
        distance = OSA.distance(word, known, score_cutoff=slips)
        if distance <= slips:
            # A first letter is seldom mistyped, and a slip that only swaps letters keeps them all.
            strange = (known[0] != word[0]) + (sorted(known) != sorted(word))
            found.append((distance + strange / 10, known))
    found.sort()
    return [(known, 1 - distance / max(len(word), len(known))) for distance, known in found[:MOST]]
