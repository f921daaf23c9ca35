"""What one line of a log says: the noun that every line format returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
