"""Stretches of words: what is looked up as a name, and taken out once it is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.words import Word

LONGEST_NAME = 9
"""Words in the longest name looked up (MPE_FILTER_FORCE_END_LEFT_EDGE_CROSSED_DVR_WINDOW has nine)."""


SEPARATORS = frozenset(',;()[]{}|<>"\n')


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of whole runs of words: where it is, and its squashed form."""

    start: int
    end: int
    key: str

    @property
    def size(self) -> int:
        """How many words it has."""
        return self.end - self.start


@dataclass(slots=True)
class Text:
    """The words of a text while slots are taken out of them: a word taken is None."""

    words: list[Word | None]

    def spans(self, longest: int = LONGEST_NAME) -> list[Span]:
        """Every stretch of whole runs not yet taken, the longest first, of equal ones the first.

        Only whole runs: ``NotFoundException`` does not stand in ``KeyNotFoundException``.
        """
        found: list[Span] = []
        here = self.words
        count = len(here)
        for start in range(count):
            first = here[start]
            if first is None or (start and (before := here[start - 1]) and before.start == first.start):
                continue
            key = ""
            for end in range(start + 1, min(start + longest, count) + 1):
                last = here[end - 1]
                if last is None:
                    break
                key += last.text
                after = here[end] if end < count else None
                if after is None or after.start != last.start:
                    found.append(Span(start, end, key))
        found.sort(key=lambda span: span.start - span.end)
        return found

    def is_free(self, span: Span) -> bool:
        """Whether no word of the stretch was taken."""
        return None not in self.words[span.start : span.end]

    def run(self, span: Span) -> str:
        """The one run of letters that a stretch was written in, or ""."""
        runs = {(word.start, word.run) for word in self.words[span.start : span.end] if word}
        return next(iter(runs))[1] if len(runs) == 1 else ""

    def is_one(self, span: Span, spoken: str) -> bool:
        """Whether nothing separates the words of a stretch: no comma, bracket, quote or line end."""
        first, last = self.words[span.start], self.words[span.end - 1]
        return bool(first and last and SEPARATORS.isdisjoint(spoken[first.start : last.start]))

    def joins(self, i: int, spoken: str) -> bool:
        """Whether only blanks, a colon or an equals sign stand between the word before the i-th and the i-th."""
        before, after = self.words[i - 1], self.words[i]
        return bool(before and after and not spoken[before.start + len(before.run) : after.start].strip(" \t:=#\"'"))

    def take(self, span: Span) -> str:
        """Take a stretch out; return its words."""
        taken = " ".join(word.text for word in self.words[span.start : span.end] if word)
        self.words[span.start : span.end] = [None] * span.size
        return taken

    def left(self) -> list[str]:
        """The words not taken."""
        return [word.text for word in self.words if word]
