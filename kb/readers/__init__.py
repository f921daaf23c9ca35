"""Readers: one paste format each. A new format is one more file here and one more line in ``READERS``.

A reader is a module with ``NAME`` and ``read(text) -> Iterable[Sighting]``. It finds the stretches of a text that it
understands and says what they show; what it takes, later readers no longer see. Readers go from the most specific to plain
text, which takes what is left. None raises on any text, and each takes time in proportion to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from kb.readers import devtools, har, html, http, json, log, plain, player, stack, xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kb.model import Sighting


class Reader(Protocol):
    """What a reader module offers."""

    NAME: str

    def read(self, text: str) -> Iterable[Sighting]:
        """What this reader sees in ``text``, in order, each with the span it was read from."""


LONG = 100_000
"""Characters from which reading reports its progress."""
READERS: tuple[Reader, ...] = (har, xml, devtools, http, html, player, stack, json, log, plain)
"""Most specific first; plain text last."""

FRAMES = frozenset({http.NAME, devtools.NAME})
"""Readers of what goes before a body: the body right behind it belongs to the same error."""
BODIES = frozenset({xml.NAME, json.NAME, html.NAME})


def read(text: str, progress: Callable[[str], None] | None = None) -> tuple[Sighting, ...]:
    """Everything a cleaned text shows, in the order it stands there."""
    whole = text
    seen: list[Sighting] = []
    for reader in READERS:
        if progress and len(text) >= LONG:
            progress(f"reading {len(text):,} characters as {reader.NAME}")
        found = [*reader.read(text)]
        seen += found
        text = _without(text, found)
    return tuple(_joined(whole, sorted(seen, key=lambda sighting: (sighting.start, sighting.end))))


def _joined(text: str, seen: Iterable[Sighting]) -> Iterator[Sighting]:
    """Sightings in order, with each body joined to the HTTP framing right before it, or to the log line it stands in."""
    before: Sighting | None = None
    for sighting in seen:
        if before and sighting.reader in BODIES and _belongs(text, before, sighting):
            before = replace(
                before,
                end=max(before.end, sighting.end),
                evidence=tuple(dict.fromkeys([*before.evidence, *sighting.evidence])),
                when=before.when or sighting.when,
                notes=(*before.notes, *sighting.notes),
            )
            continue
        if before:
            yield before
        before = sighting
    if before:
        yield before


def _belongs(text: str, before: Sighting, body: Sighting) -> bool:
    if before.reader == log.NAME:
        return body.start < before.end
    return before.reader in FRAMES and not text[before.end : body.start].strip()


def _without(text: str, taken: Iterable[Sighting]) -> str:
    """The text with what was taken blanked out, so that the rest keeps its place."""
    parts: list[str] = []
    at = 0
    for sighting in sorted(taken, key=lambda sighting: sighting.start):
        start = max(at, sighting.start)
        if sighting.end > start:
            parts += [text[at:start], "".join(ch if ch == "\n" else " " for ch in text[start : sighting.end])]
            at = sighting.end
    return "".join([*parts, text[at:]])
