"""Deciding by HTTP status: a system with a status, a status alone, and a class of statuses of a system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb import search
from kb.decision import Decision, all_of, count_of, matches_of, name_of
from kb.likelihood import Model, by_likelihood, posterior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.model import Outcome
    from kb.slots import Slots
    from kb.store import Store

LISTED = 12
"""Entries looked at for one system and status."""
SENTENCE = 3
"""Words from which a status without a system stands in a sentence about something,"""
OF_THE_SENTENCE = 0.35
"""and the share of them that an entry must have for the sentence to be about it."""


def by_system_and_status(store: Store, slots: Slots, statuses: Sequence[int], model: Model) -> Decision:
    """One entry if one speaks for the status or the words fit one, a choice if several, unknown if the system has no such status."""
    scope = slots.scope
    of = [(status, found) for status in statuses for found in store.with_status(status, scope)]
    names = " or ".join(store.system(system).name for system in scope)
    asked = all_of([str(status) for status in statuses])
    if not of:
        return Decision("unknown", "system+status", said=f"{names} is not known to answer {asked}")
    pool = [n for status, found in of for n in store.entries_with_status(found.system, status, 4 * LISTED)]
    said = f"{names}, status {asked}"
    why = f"{names} and status {asked}"
    words = [word for word in slots.question if word.word not in slots.reason_words]
    fits = by_likelihood(search.search(store, words, scope, statuses, slots.said), model, named=True)
    odds, none = posterior(fits, model, named=True)
    if fits and odds[0] >= model.answer:
        matches = matches_of(store, [fit.number for fit in fits], slots, fits, odds, f"{why}, and the words fit")
        return Decision("answer", "system+status", matches, said=said)
    plain = [found for _, found in of if found.entries == 1]
    if len(of) == 1 and plain:
        rest = [n for n in pool if n != plain[0].entry]
        matches = matches_of(store, [plain[0].entry, *rest], slots, fits, [0.95, *[0.05] * len(rest)], why)
        return Decision("answer", "system+status", matches, said=said)
    ranked = [fit.number for fit in fits]
    first = [found.entry for _, found in of if found.entries == 1]
    order = (
        [*dict.fromkeys([*ranked, *first, *pool])] if ranked and odds[0] > none else [*dict.fromkeys([*first, *pool])]
    )
    return Decision("choose", "system+status", matches_of(store, order, slots, fits, [], why), said=said)


def by_status(store: Store, slots: Slots, statuses: Sequence[int], model: Model) -> Decision:
    """The entry that the words fit, else a choice of all systems with the status; unknown when the words are about something else."""
    words = [word for word in slots.question if word.word not in slots.reason_words]
    asked = all_of([str(status) for status in statuses])
    found = [of for status in statuses for of in store.with_status(status)]
    fits = by_likelihood(search.search(store, words, (), statuses, slots.said), model, named=False)
    odds, _ = posterior(fits, model)
    ranked = [fit.number for fit in fits]
    if fits and odds[0] >= model.answer:
        matches = matches_of(store, ranked, slots, fits, odds, f"the words fit, and status {asked}")
        return Decision("answer", "words", matches, said=f"{name_of(matches[0])}, status {asked}")
    order = [*dict.fromkeys([*ranked[:2], *(of.entry for of in found)])]
    lost = len(words) >= SENTENCE and (not fits or fits[0].entry < OF_THE_SENTENCE)
    if slots.shown and slots.stranger:
        near = matches_of(store, order[:3], slots, fits, [], f"status {asked}")
        return Decision("unknown", "status", near, said=f"{asked} from {slots.stranger}, which no pack here knows")
    if words and (not slots.marked or lost or any(not word.readings for word in words)):
        near = matches_of(store, order[:3], slots, fits, [], f"status {asked}") if slots.marked else ()
        return Decision("unknown", "status", near, said=f"{asked}, but nothing here says what answered it")
    if not found:
        return Decision("unknown", "status", said=f"status {asked}: no system here is known to answer it")
    outcome: Outcome = "choose" if len(order) > 1 else "answer"
    matches = matches_of(store, order, slots, fits, [], f"status {asked}")
    return Decision(
        outcome, "status", matches, said=f"status {asked}, which {count_of(len(found), 'system')} can answer"
    )


def by_class(store: Store, slots: Slots) -> Decision:
    """A choice of what the named systems have of ``4xx`` or ``5xx``."""
    order = [
        of.entry
        for kind in slots.classes
        for status in range(kind * 100, kind * 100 + 60)
        for of in store.with_status(status, slots.scope)
    ]
    names = " or ".join(store.system(system).name for system in slots.scope)
    asked = all_of([f"{kind}xx" for kind in slots.classes])
    if not order:
        return Decision("unknown", "system+status", said=f"{names} is not known to answer {asked}")
    matches = matches_of(store, order, slots, [], [], f"{names} and {asked}")
    return Decision("choose", "system+status", matches, said=f"{names}, status {asked}")
