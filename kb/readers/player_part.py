"""One error of a player as it stands in a text, and the object in braces that browsers print for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.http_client import read_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NEAR = 300
"""Characters within which a player's name speaks for a number."""
MOST_TRIES = 2_000
"""Places of one text where one shape of error is looked for."""
JOINED = 120
"""Characters between two parts of one error."""
LONGEST_BEFORE, LONGEST_OBJECT = 1_000, 4_000

_BRACE = re.compile(r"[{}]")
_STATUS = re.compile(
    r"""(?:\b(?:code|status|httpStatus|statusCode|responseCode)["']?\s{0,4}[:=]\s{0,4}["']?|\bHTTP Error )(?P<status>[45][0-9]{2})(?![\w.])"""
)


@dataclass(frozen=True, slots=True)
class Part:
    """One error.

    Attributes:
        start, end: its span in the text, in characters.
        evidence: most telling first.
        notes: what the person should know about the reading.
    """

    start: int
    end: int
    evidence: tuple[Evidence, ...]
    notes: tuple[str, ...] = ()


def joined(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts in the order of the text, without those that lie in others; number and name of one error are one part."""
    before: Part | None = None
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if before is None:
            before = part
        elif part.start >= before.end:
            if part.start - before.end <= JOINED and _complements(before, part):
                evidence = sorted([*before.evidence, *part.evidence], key=lambda item: item.kind != "code")
                before = Part(before.start, part.end, tuple(evidence), (*before.notes, *part.notes))
            else:
                yield before
                before = part
    if before:
        yield before


def _complements(one: Part, other: Part) -> bool:
    """Whether two errors of one player have only kinds of identifiers that the other lacks."""
    ones, others = ({item.kind for item in part.evidence} for part in (one, other))
    same_player = {item.value for item in one.evidence if item.kind == "layer"} & {
        item.value for item in other.evidence
    }
    return bool(same_player) and not ones & others & {"code", "symbol", "status"}


def some(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The first finds of a pattern: what is looked for around each costs time."""
    return islice(pattern.finditer(text), MOST_TRIES)


def object_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the outermost braces around a stretch, as far as they are near; the stretch itself when there are none."""
    opened: list[int] = []
    for brace in _BRACE.finditer(text, max(0, start - LONGEST_BEFORE), start):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            opened.pop()
    if not opened:
        return start, end
    depth = len(opened)
    for brace in _BRACE.finditer(text, start, min(len(text), end + LONGEST_OBJECT)):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return opened[0], brace.end()
    return opened[0], max(end, _line_end(text, end))


def around(text: str, start: int, end: int, words: re.Pattern[str]) -> bool:
    """Say whether a player's name stands near a stretch."""
    return words.search(text, max(0, start - NEAR), end + NEAR) is not None


def read_answer(text: str, where: str) -> Iterator[Evidence]:
    """The HTTP status, host and path that stand in an error's object.

    Args:
        text: the object, or a line.
        where: where it stood, for people.
    """
    if status := _STATUS.search(text):
        yield Evidence("status", status["status"], where)
    yield from read_url(text, where)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at, at + LONGEST_OBJECT)
    return end if end >= 0 else min(len(text), at + LONGEST_OBJECT)
