"""A decision, and the matches it is made of: entries with how likely they are, why, and the cause the words point to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb import search
from kb.likelihood import Model, posterior
from kb.model import Match, Outcome, Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.model import Entry
    from kb.search import Fit
    from kb.slots import Slots
    from kb.store import Store

OFFERED = 8
"""Candidates in a choice."""
NEAREST = 0.1
"""How likely an entry must be to be named as the nearest when nothing fits."""
POINTS = 0.3
"""Share of the remaining words that a phrase must have to point to its cause."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for one error, before it is dressed for people."""

    outcome: Outcome
    route: Route
    matches: tuple[Match, ...] = ()
    said: str = ""
    decoded: tuple[str, ...] = ()
    literal: str = ""  # the service's own message that was found, as the pack has it


def nearest(store: Store, slots: Slots, fits: Sequence[Fit], model: Model) -> tuple[Match, ...]:
    """Up to three entries that the words resemble, for an outcome that is no answer."""
    odds, _ = posterior(fits, model, named=bool(slots.systems))
    order = [fit.number for fit, odd in zip(fits, odds, strict=True) if odd >= NEAREST]
    return matches_of(store, order[:3], slots, fits, odds, "")


def matches_of(
    store: Store, order: Sequence[int], slots: Slots, fits: Sequence[Fit], odds: Sequence[float], why: str
) -> tuple[Match, ...]:
    """Matches in this order, at most eight; without ``why`` the phrase that fits says why, without odds all are as likely."""
    by_number = {fit.number: fit for fit in fits}
    found = []
    for i, number in enumerate(order[:OFFERED]):
        fit = by_number.get(number)
        reason = why or (f"it says \u201c{fit.phrase.text}\u201d" if fit else "the system was named")
        score = odds[i] if i < len(odds) else 1 / len(order)
        found.append(match_of(store, number, slots, score, reason, fit))
    return tuple(found)


def match_of(store: Store, number: int, slots: Slots, score: float, why: str, fit: Fit | None = None) -> Match:
    """A match, with the cause that the remaining words point to."""
    entry = store.entry(number)
    if fit is None and slots.question and len(entry.causes) > 1:
        fits = search.rank(store, slots.question, store.phrases_of([number]))
        fit = fits[0] if fits and fits[0].question >= POINTS else None
    cause = _explained(entry, slots.internal)
    if cause is None and fit:
        cause = fit.cause
    return Match(entry, store.system(entry.system), round(score, 4), why, cause)


def _explained(entry: Entry, internal: Sequence[str]) -> int | None:
    """The cause that a second, explaining code names."""
    for number, cause in enumerate(entry.causes):
        said = " ".join((cause.when, *cause.says)).casefold()
        if any(code.casefold() in said for code in internal):
            return number
    return None


def name_of(match: Match) -> str:
    """What people call an entry: its code, and its symbol where that is another."""
    return (
        f"{match.entry.code} {match.entry.symbol}".strip()
        if match.entry.symbol != match.entry.code
        else match.entry.code
    )


def all_of(values: Sequence[str]) -> str:
    """Values as a list in a sentence."""
    return ", ".join(values)


def count_of(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
