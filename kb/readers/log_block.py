"""Several lines of a log that tell of one error together: the noun that every reader of such returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.model import Evidence


@dataclass(frozen=True, slots=True)
class Block:
    """One error.

    Attributes:
        start, end: the span of its lines in the text, in characters.
        evidence: most telling first.
        when: its time as written, or "".
    """

    start: int
    end: int
    evidence: tuple[Evidence, ...]
    when: str = ""
