"""What a log says of one error: the nouns that every reader of a line, and of several lines, returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kb.model import Evidence


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        evidence: most telling first; none when the line tells of no error.
        when: its time as written, or "".
        notes: what the person should know about the reading.
    """

    evidence: tuple[Evidence, ...] = ()
    when: str = ""
    notes: tuple[str, ...] = ()


WELL = Line()
"""A line of a known format that tells of no error."""

Format = Callable[[str], Line | None]
"""Reads one line; None where it is not of this format."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that tell of one error together.

    Attributes:
        start, end: their span in the text, in characters.
        evidence: most telling first.
        when: its time as written, or "".
    """

    start: int
    end: int
    evidence: tuple[Evidence, ...]
    when: str = ""


def apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks in the order of the text, without those that lie in one before; of two that start together the longer."""
    end = 0
    for block in sorted(blocks, key=lambda block: (block.start, -block.end)):
        if block.start >= end:
            end = block.end
            yield block


def line_end(text: str, at: int) -> int:
    """Where the line ends that ``at`` lies in."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end
