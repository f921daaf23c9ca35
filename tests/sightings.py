"""What one reader sees in a text, for the tests of readers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kb.model import Evidence, Sighting
    from kb.readers import Reader


class Seen(Protocol):
    """A sighting, or the line, block or part of a text that becomes one."""

    @property
    def evidence(self) -> Iterable[Evidence]:
        """What it shows, in order."""


def sightings_by(reader: Reader) -> tuple[Callable[[str], list[Sighting]], Callable[[str], Sighting]]:
    """How a reader reads a text: all that it sees, and the one thing where it must see just one."""

    def read(text: str) -> list[Sighting]:
        return [*reader.read(text)]

    def only(text: str) -> Sighting:
        (sighting,) = read(text)
        return sighting

    return read, only


def are_apart(seen: list[Sighting], length: int) -> bool:
    """Whether the spans lie in a text of this length, each with something in it, in order and without an overlap."""
    inside = all(0 <= sighting.start < sighting.end <= length for sighting in seen)
    return inside and all(before.end <= after.start for before, after in pairwise(seen))


def values(seen: Seen | None, kind: str) -> list[str]:
    """The values of one kind of evidence, in order, of what must have been seen."""
    assert seen is not None
    return [item.value for item in seen.evidence if item.kind == kind]
