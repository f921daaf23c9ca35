"""Several errors in one paste: each distinct one once, with how often and from when to when it was seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.model import Evidence, Sighting

NAMING = frozenset({"hresult", "internal", "status", "code", "symbol", "exception", "message", "host", "text"})
"""Kinds of evidence that tell one error from another; the rest (ids, paths, caches) differs from line to line."""
ERROR = frozenset({"hresult", "status", "code", "symbol", "message"})
"""Kinds that name an error; a sighting without any is only context for the others."""
MOST_EVIDENCE = 40
MOST_DISTINCT = 200

_PROSE = re.compile(r"[^\d\[\]{}<>=\"|]{3,2000}")
_VARYING = re.compile(r"[0-9a-f]{8,}|\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """One distinct error: its first sighting, how often it came, and the times of the first and the last."""

    sighting: Sighting
    count: int = 1
    first: str = ""
    last: str = ""


def distinct(sightings: Iterable[Sighting]) -> list[Seen]:
    """The distinct errors among sightings, the most frequent first, the earlier first among equals; at most 200.

    What plain text around a single error says belongs to that error: it names the system, or the cause.
    """
    sightings = list(sightings)
    if any(sighting.reader == "log" for sighting in sightings):
        sightings = [_as_context(sighting) if sighting.reader == "plain" else sighting for sighting in sightings]
    errors = [sighting for sighting in sightings if ERROR & {item.kind for item in sighting.evidence}]
    context = [item for sighting in sightings if sighting not in errors for item in sighting.evidence]
    seen: dict[frozenset[tuple[str, str]], Seen] = {}
    for sighting in errors:
        key = _identity(sighting.evidence)
        before = seen.get(key)
        if before is None:
            seen[key] = Seen(sighting, 1, sighting.when, sighting.when)
        else:
            times = sorted(time for time in (before.first, before.last, sighting.when) if time)
            seen[key] = replace(
                before, count=before.count + 1, first=times[0] if times else "", last=times[-1] if times else ""
            )
    if not seen and sightings:
        return [Seen(_with(sightings[0], (item for sighting in sightings[1:] for item in sighting.evidence)))]
    if len(seen) == 1:
        ((key, only),) = seen.items()
        seen[key] = replace(only, sighting=_with(only.sighting, context))
    return sorted(seen.values(), key=lambda one: (-one.count, one.sighting.start))[:MOST_DISTINCT]


def _as_context(sighting: Sighting) -> Sighting:
    """What is left of a log is lines without errors: numbers there are no statuses, and only prose is what a person said."""
    kept = []
    for item in sighting.evidence:
        if item.kind == "words":
            prose = "\n".join(line for line in item.value.splitlines() if _PROSE.fullmatch(line))
            kept += [replace(item, value=prose)] if prose else []
        elif item.kind != "status":
            kept.append(item)
    return replace(sighting, evidence=tuple(kept))


def _identity(evidence: Iterable[Evidence]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (item.kind, _VARYING.sub("#", item.value) if item.kind in ("message", "text") else item.value)
        for item in evidence
        if item.kind in NAMING
    )


def _with(sighting: Sighting, more: Iterable[Evidence]) -> Sighting:
    evidence = tuple(dict.fromkeys([*sighting.evidence, *more]))
    return replace(sighting, evidence=evidence[:MOST_EVIDENCE])
