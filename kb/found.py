"""The frozen noun that every finder of codes returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Strength = Literal["marked", "bare"]


@dataclass(frozen=True, slots=True)
class Found:
    """A code that stands in a text.

    Attributes:
        start, end: its span in characters, so that ``text[start:end] == literal``.
        value: its canonical form: ``0x8088002A``, ``404``, ``5xx``.
        literal: as it was written.
        strength: ``marked`` when its shape or its neighbours say that it is a code, ``bare`` for a number that just
            stands there.
        ambiguous: whether the words are ordinary English too (gone, conflict), or may mean another code.
    """

    start: int
    end: int
    value: str
    literal: str
    strength: Strength = "marked"
    ambiguous: bool = False
