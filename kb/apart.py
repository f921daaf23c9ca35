"""Several identifiers in one piece of running text: each names an error of its own, with what belongs to it.

Together stay the names of one entry (its code in any spelling, its symbol), a name that several entries share, and a code with
the inner code that explains it. All else in the text, such as the system that is named, is said of each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kb.readers.plain import INNER
from kb.words import squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kb.model import Evidence
    from kb.slots import Slots
    from kb.store import Code

MOST = 50
"""Errors that one text is taken apart into."""
IDENTIFIERS = ("hresult", "symbol", "code")


def apart(slots: Slots, evidence: Sequence[Evidence]) -> Iterator[tuple[Slots, tuple[Evidence, ...]]]:
    """The slots and the evidence of each error that is named, in the order of the evidence; as they are where it is one.

    Args:
        slots: what was taken out of the text.
        evidence: what it was taken from.
    """
    keys = [_key(item) if item.kind in IDENTIFIERS else "" for item in evidence]
    places = {key: place for place, key in reversed([*enumerate(keys)])}
    slots = replace(slots, known=tuple(sorted(slots.known, key=lambda code: places.get(code.key, len(keys)))))
    errors = _errors(slots.known, _explained(keys, evidence))
    if len(errors) < 2:
        yield slots, tuple(evidence)
        return
    errors.sort(key=lambda error: min(places.get(key, len(keys)) for key in error))
    named = frozenset[str]().union(*errors)
    for number, error in enumerate(errors[:MOST]):
        codes = tuple(code for code in slots.known if code.key in error)
        # What no pack knows goes with the first.
        own = {key for key in keys if key not in named or key in error} if number == 0 else {"", *error}
        mine = (item for key, item in zip(keys, evidence, strict=True) if key in own)
        yield replace(slots, known=codes), tuple(mine)


def _key(item: Evidence) -> str:
    return item.value if item.kind == "hresult" else squash(item.value)


def _explained(keys: Sequence[str], evidence: Sequence[Evidence]) -> Iterator[frozenset[str]]:
    """Each inner code with the code before it."""
    before = ""
    for key, item in zip(keys, evidence, strict=True):
        if item.where == INNER and before:
            yield frozenset((before, key))
        elif item.kind == "hresult":
            before = key


def _errors(known: Sequence[Code], explained: Iterator[frozenset[str]]) -> list[frozenset[str]]:
    """The keys that are known, those of one error together."""
    entries: dict[int, set[str]] = {}
    for code in known:
        entries.setdefault(code.entry, set()).add(code.key)
    errors: list[frozenset[str]] = []
    for keys in map(frozenset, entries.values()):
        errors = _tied(errors, keys)
    for pair in explained:
        if any(pair & error for error in errors):
            errors = _tied(errors, pair)
    return errors


def _tied(errors: Sequence[frozenset[str]], keys: frozenset[str]) -> list[frozenset[str]]:
    """The errors with these keys as one of them."""
    return [*(error for error in errors if not error & keys), keys.union(*(error for error in errors if error & keys))]
