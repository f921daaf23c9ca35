"""Words: from a question to the few entries it may mean, each with how well it fits.

Rare terms find the phrases, common ones only together; then the survivors are compared term by term. So the work does not
grow with the knowledge base: a term that stands in half of it is never walked through.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from kb import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kb.store import Phrase, Store

RARE = 300
"""A term in at most this many phrases is walked through."""
WALKED = 5
"""Terms walked through for one question, the rarest first; the others only count among what these find."""
CANDIDATES = 20
"""Entries that are weighed against each other, those with the closest phrases."""
SPOKEN_IN = 20_000
"""A text is looked up word for word when one of its terms is in at most this many phrases."""
SURVIVORS = 48
"""Phrases compared term by term."""
WHOLE = 0.999
SYNONYM = 0.85
"""What a synonym counts against the word itself."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a question.

    Attributes:
        readings: the terms it may mean, each with how good a stand-in it is; 1.0 is the word itself. Empty when nothing
            in the knowledge base resembles it.
        weight: how much it tells: rare words tell more, unknown ones most.
    """

    word: str
    readings: Mapping[str, float]
    weight: float
    phrases: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an entry fits a question.

    Attributes:
        cause: the cause whose phrase fits best, or None when that phrase is the entry's own.
        phrase: the text that fits best.
        question: share of the question (by weight) that this phrase has.
        entry: share of the question that the entry's phrases have together.
        text: share of the phrase (by weight) that the question has.
        order: share of the question's neighbouring words that are neighbours in this phrase too.
        exact: whether this phrase is just what was said.
        support: like ``entry``, but a word counts the more, the more of the entry's phrases have it.
        words: how many words of the question this phrase has, a stand-in counting less than one.
    """

    number: int
    cause: int | None
    phrase: Phrase
    question: float
    entry: float
    text: float
    words: float
    order: float
    exact: bool
    support: float


def wanted(store: Store, spoken: Sequence[tuple[str, Sequence[tuple[str, float]]]]) -> list[Wanted]:
    """The words of a question with their readings; each comes with the known words it may be a misspelling of."""
    table = [(word, _readings(word, known)) for word, known in spoken]
    counts = store.counts({term for _, readings in table for term in readings})
    found = []
    for word, readings in table:
        there = {term: value for term, value in readings.items() if term in counts}
        heaviest = max(there, key=lambda term: (there[term], -counts[term]), default="")
        weight = store.weight_of(counts.get(heaviest, 0))
        found.append(Wanted(word, there, weight, sum(counts[term] for term in there)))
    return found


def _readings(word: str, known: Sequence[tuple[str, float]]) -> dict[str, float]:
    readings: dict[str, float] = {}
    for spelling, likeness in known or [(word, 1.0)]:
        term = words.term(spelling)
        readings[term] = max(readings.get(term, 0), likeness)
        for other in words.SYNONYMS.get(term, ()):
            readings[other] = max(readings.get(other, 0), likeness * SYNONYM)
    return readings


def search(
    store: Store,
    question: Sequence[Wanted],
    systems: Collection[str] = (),
    statuses: Collection[int] = (),
    said: str = "",
) -> list[Fit]:
    """The entries that fit, of these systems and with these HTTP statuses or of all, roughly the best first.

    ``said`` is the gist of the whole text (see ``kb.words.gist``): the phrase that is just that fits exactly.
    """
    ids = _survivors(store, question, _scope(systems, statuses), said)
    return rank(store, question, store.phrases(ids), said) if ids else []


def rank(store: Store, question: Sequence[Wanted], phrases: Iterable[Phrase], said: str = "") -> list[Fit]:
    """How well the entries that these phrases belong to fit the question, roughly the best first."""
    phrases = list(phrases)
    weights = store.weights({term for phrase in phrases for term in phrase.terms})
    readings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for position, word in enumerate(question):
        for term, likeness in word.readings.items():
            readings[term].append((position, likeness))
    mass = sum(word.weight for word in question) or 1.0
    best: dict[int, _Compared] = {}
    together: dict[int, dict[int, float]] = defaultdict(dict)
    often: dict[int, dict[int, int]] = defaultdict(dict)
    for phrase in phrases:
        compared = _compare(question, mass, readings, weights, phrase, said)
        whole, times = together[phrase.entry], often[phrase.entry]
        for position, likeness in compared.had.items():
            times[position] = times.get(position, 0) + 1
            whole[position] = max(whole.get(position, 0.0), likeness)
        before = best[phrase.entry].closeness if phrase.entry in best else -1.0
        if compared.closeness > before or (compared.closeness == before and phrase.kind == "message"):
            best[phrase.entry] = compared
    closest = sorted(best.items(), key=lambda item: (-item[1].closeness, item[0]))[:CANDIDATES]
    fits = [_fit(question, mass, compared, together[number], often[number]) for number, compared in closest]
    return sorted(fits, key=lambda fit: (not fit.exact, -fit.question - fit.text / 4, fit.number))


class _Compared(NamedTuple):
    """One phrase against the question: ``had`` is which of its words the phrase has, by position, and how alike."""

    phrase: Phrase
    had: dict[int, float]
    share: float
    of_text: float
    in_order: float
    exact: bool

    @property
    def closeness(self) -> float:
        return 2.0 if self.exact else (0.6 + 0.4 * self.of_text + 0.1 * self.in_order) * self.share


def _compare(
    question: Sequence[Wanted],
    mass: float,
    readings: Mapping[str, list[tuple[int, float]]],
    weights: Mapping[str, float],
    phrase: Phrase,
    said: str,
) -> _Compared:
    had: dict[int, float] = {}
    covered = total = 0.0
    pairs: set[int] = set()
    last: list[tuple[int, float]] = []
    for term in phrase.terms:
        weight = weights[term]
        total += weight
        here = readings.get(term, [])
        if here:
            for position, likeness in here:
                had[position] = max(had.get(position, 0.0), likeness)
                if any(position == other + 1 for other, _ in last):
                    pairs.add(position)
            covered += weight * max(likeness for _, likeness in here)
        last = here
    share = _mass(question, had) / mass
    of_text = covered / total if total else 0.0
    whole = bool(said) and share > WHOLE and of_text > WHOLE and phrase.kind != "symbol"
    exact = whole and words.gist(phrase.text) == said
    in_order = len(pairs) / (len(question) - 1) if len(question) > 1 else 0.0
    return _Compared(phrase, had, share, of_text, in_order, exact)


def _fit(
    question: Sequence[Wanted], mass: float, compared: _Compared, whole: Mapping[int, float], times: Mapping[int, int]
) -> Fit:
    often = {position: likeness * times[position] / (times[position] + 1) for position, likeness in whole.items()}
    return Fit(
        number=compared.phrase.entry,
        cause=compared.phrase.cause,
        phrase=compared.phrase,
        question=compared.share,
        entry=_mass(question, whole) / mass,
        text=compared.of_text,
        words=sum(compared.had.values()),
        order=compared.in_order,
        exact=compared.exact,
        support=_mass(question, often) / mass,
    )


def _mass(question: Sequence[Wanted], had: Mapping[int, float]) -> float:
    """What the words at these positions weigh, each as much as it is alike."""
    return sum(question[position].weight * likeness for position, likeness in had.items())


def _scope(systems: Collection[str], statuses: Collection[int]) -> str:
    """The part of an FTS5 query that keeps to systems and statuses."""
    kept = [" OR ".join(words.squash(system) for system in systems), " OR ".join(f"s{status}" for status in statuses)]
    return "".join(f"scope : ({some}) AND " for some in kept if some)


def _survivors(store: Store, question: Sequence[Wanted], scope: str, said: str) -> list[int]:
    groups = sorted((word for word in question if word.readings), key=lambda word: word.phrases)
    tally: dict[int, float] = defaultdict(float)
    rare = [word for word in groups if word.phrases <= RARE]
    for word in rare[:WALKED]:
        for number in store.phrases_matching(f"{scope}terms : ({_any(word)})", RARE):
            tally[number] += word.weight
    if len(rare) < 2:
        common = [word for word in groups if word.phrases > RARE][:3]
        for some in _together([*rare, *common]):
            query = " AND ".join(f"terms : ({_any(word)})" for word in some)
            for number in store.phrases_matching(scope + query, RARE // 2):
                tally[number] += sum(word.weight for word in some)
    if said and question and min(word.phrases for word in question) <= SPOKEN_IN:
        in_order = " ".join(words.term(word.word) for word in question)
        for number in store.phrases_matching(f'{scope}terms : "{in_order}"', RARE // 10):
            tally[number] += len(question)
    return sorted(tally, key=lambda number: (-tally[number], number))[:SURVIVORS]


def _together(few: Sequence[Wanted]) -> Iterable[tuple[Wanted, ...]]:
    """Common words find phrases only in company: all of them, then two at a time; one alone when there is but one."""
    if len(few) > 2:
        yield tuple(few)
    yield from combinations(few, 2) if len(few) > 1 else ((word,) for word in few)


def _any(word: Wanted) -> str:
    return " OR ".join(f'"{term}"' for term in word.readings)
