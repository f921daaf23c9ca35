"""``KnowledgeBase.answer(text)``: from what was typed or pasted to what is said, the whole path on one page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from kb import readers
from kb.apart import apart
from kb.certain import is_certain
from kb.clean import clean
from kb.codes import hresult
from kb.decide import decide
from kb.model import Answer, ErrorSeen, Match
from kb.redact import redact
from kb.slots import understand
from kb.speaker import speaker
from kb.store import Store, ensure
from kb.tally import distinct
from kb.words import squash

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from kb.model import Entry, Sighting, System
    from kb.slots import Slots
    from kb.tally import Seen

_RANK = {"answer": 0, "choose": 1, "unknown": 2}


class KnowledgeBase:
    """What the packs know, ready to be asked. Safe to use from several threads.

    Use ``KnowledgeBase.open``; the bare constructor reads a file as it is.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(
        cls, path: Path, folders: Sequence[Path] = (), progress: Callable[[str], None] | None = None
    ) -> KnowledgeBase:
        """The knowledge base of our packs and those in ``folders``, built at ``path`` when it is not there and up to date.

        Raises:
            PackError: a pack is at fault; it says which, where and why.
            OSError: the file's folder cannot be written to.
        """
        ensure(path, folders, progress)
        return cls(Store(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    @property
    def revision(self) -> str:
        """Twelve hexadecimal digits that change with the packs."""
        return self._store.revision

    def answer(self, text: str, systems: Collection[str] = (), progress: Callable[[str], None] | None = None) -> Answer:
        """What ``text`` means: an answer, a choice, or an honest "unknown".

        Args:
            text: anything; it is cleaned, bounded and stripped of secrets first.
            systems: ids of the systems to look in; none for all.
            progress: told now and then, in words, how far a long text is.
        """
        cleaned = clean(text)
        hidden = redact(cleaned.text)
        sightings = readers.read(hidden.text, progress)
        seen = [(one, answer) for one in distinct(sightings) for answer in self._each(one, systems)]
        errors = _merged(seen)
        if errors:
            answer = errors[0].answer
        else:
            answer = Answer("unknown", "none", certain=False, said="nothing was asked", revision=self.revision)
        notes = (
            [f"only the first {len(cleaned.text):,} of {cleaned.length:,} characters were read"] if cleaned.cut else []
        )
        return replace(
            answer,
            notes=(*answer.notes, *notes),
            redacted=hidden.hidden,
            errors=tuple(errors) if len(errors) > 1 or any(error.count > 1 for error in errors) else (),
        )

    def _each(self, seen: Seen, systems: Collection[str]) -> Iterator[Answer]:
        """What a sighting means; running text may name several errors."""
        sighting = seen.sighting
        slots = understand(self._store, sighting.evidence, systems)
        if sighting.reader == readers.plain.NAME:
            for own, evidence in apart(slots, sighting.evidence):
                yield self._one(own, replace(sighting, evidence=evidence))
        else:
            yield self._one(slots, sighting)

    def _one(self, slots: Slots, sighting: Sighting) -> Answer:
        decision = decide(self._store, slots)
        return Answer(
            outcome=decision.outcome,
            route=decision.route,
            certain=is_certain(decision, slots, sighting.evidence),
            said="; ".join(part for part in (decision.said, self._speaker(slots, sighting)) if part),
            evidence=sighting.evidence,
            matches=decision.matches,
            decoded=decision.decoded,
            notes=sighting.notes,
            revision=self.revision,
        )

    def _speaker(self, slots: Slots, sighting: Sighting) -> str:
        systems = [self._store.system(name) for name in slots.proved]
        return speaker(systems, slots.proved, sighting.evidence)

    def systems(self) -> tuple[System, ...]:
        """Every system the packs know, in the order of the packs."""
        return tuple(self._store.system(name) for name in self._store.system_ids())

    def entries(self, system: str) -> tuple[Entry, ...]:
        """Every entry of one system, in the order of its pack; none when there is no such system."""
        return tuple(self._store.entry(number) for number in self._store.entries_of(system))

    def size(self, system: str) -> int:
        """How many entries a system has."""
        return len(self._store.entries_of(system))

    def find(self, system: str, code: str, symbol: str) -> Match | None:
        """One entry by what it is known by, as a match without a reason; None when no pack has it any more."""
        if system not in self._store.system_ids():
            return None
        found = (entry for entry in self.entries(system) if (entry.code, entry.symbol) == (code, symbol))
        return next((Match(entry, self._store.system(system), 1.0, "") for entry in found), None)

    def show(self, system: str, code: str) -> tuple[Entry, ...]:
        """The entries of a system with this code, in any spelling, or with this symbol or HTTP status as their code."""
        keys = {hresult(code) or "", squash(code)} - {""}
        numbers = [
            found.entry for found in self._store.codes(keys) if found.system == system and found.kind != "number"
        ]
        if not numbers and code.isdigit():
            numbers = [
                n for n in self._store.entries_with_status(system, int(code)) if self._store.entry(n).code == code
            ]
        return tuple(self._store.entry(number) for number in dict.fromkeys(numbers))


def _merged(seen: Sequence[tuple[Seen, Answer]]) -> list[ErrorSeen]:
    """Sightings that come to the same answer are one error; the most important first."""
    merged: dict[object, ErrorSeen] = {}
    for one, answer in seen:
        same = answer.matches[0].entry.key if answer.outcome == "answer" else (answer.outcome, answer.said)
        before = merged.get(same)
        if before is None:
            merged[same] = ErrorSeen(answer, one.count, one.first, one.last)
        else:
            times = sorted(time for time in (before.first, before.last, one.first, one.last) if time)
            best = answer if answer.certain and not before.answer.certain else before.answer
            merged[same] = ErrorSeen(
                best, before.count + one.count, times[0] if times else "", times[-1] if times else ""
            )
    return sorted(
        merged.values(), key=lambda error: (not error.answer.certain, _RANK[error.answer.outcome], -error.count)
    )
