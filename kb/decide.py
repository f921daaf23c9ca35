"""Answer, choose or unknown: from slots to an outcome, by the first route that applies.

Identifiers are exact and win. Then a service's literal message, a system with a status, a status alone, and words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from textwrap import shorten
from typing import TYPE_CHECKING

from kb import search
from kb.by_status import OF_THE_SENTENCE, SENTENCE, by_class, by_status, by_system_and_status
from kb.decision import NEAREST, OFFERED, Decision, all_of, match_of, matches_of, name_of, nearest
from kb.hresult import decode
from kb.likelihood import MODEL, Model, by_likelihood, posterior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.model import Outcome
    from kb.search import Fit
    from kb.slots import Slots
    from kb.store import Code, Store

SHORTEST_MESSAGE = 3
"""Words in the shortest text that is looked at as a message of a service."""
LONGEST_SPOKEN = 4_000
"""Characters of a text in which literal messages are looked for."""
ALMOST = 0.9
"""Share of a message's words that stand in the text when the message does."""
SHOWN = 80
"""Characters of a question that are said back."""


def decide(store: Store, slots: Slots, model: Model = MODEL) -> Decision:
    """What the slots mean."""
    if slots.known:
        return _foreign(store, slots) or _by_identifier(store, slots)
    fits = _search(store, slots, model)
    if decision := _by_message(store, slots, fits):
        return decision
    if fits and fits[0].exact and not slots.unknown:
        return _by_words(store, slots, fits, model)
    if slots.unknown and not (slots.played and slots.proved and slots.statuses):
        return _unknown_identifier(store, slots, fits, model)
    if slots.elsewhere and not slots.systems:
        return Decision("unknown", "none", said=f"{all_of(slots.elsewhere)}: a product no pack here knows yet")
    if statuses := slots.statuses or _reasons(store, slots):
        if slots.systems:
            return by_system_and_status(store, slots, statuses, model)
        return by_status(store, slots, statuses, model)
    decision = _by_words(store, slots, fits, model)
    if slots.classes and slots.systems and decision.outcome != "answer":
        return by_class(store, slots)
    if decision.outcome == "unknown" and slots.reasons and slots.systems:
        return by_system_and_status(store, slots, slots.reasons, model)
    return decision


def _search(store: Store, slots: Slots, model: Model) -> list[Fit]:
    """What the words fit, the likeliest first; of several parts, what the most telling one fits."""
    named = bool(slots.systems)
    said = "" if slots.statuses else slots.said  # phrases may differ in the status alone
    best: list[Fit] = []
    top = -1.0
    for part in slots.parts if slots.is_long else (*slots.parts, slots.question):
        fits = by_likelihood(search.search(store, part, slots.scope, said=said), model, named=named)
        odds, _ = posterior(fits, model, named=named)
        if fits and odds[0] > top:
            best, top = fits, odds[0]
    return best


def _reasons(store: Store, slots: Slots) -> tuple[int, ...]:
    """The statuses of reason phrases, where the question says nothing else and somebody answers with them."""
    if not slots.reason_words.issuperset(word.word for word in slots.question):
        return ()
    return tuple(status for status in slots.reasons if store.with_status(status, slots.scope, 1))


def _foreign(store: Store, slots: Slots) -> Decision | None:
    """A name that many services use, where nothing shows that it is this one's and the rest speaks against it."""
    if any(code.kind == "hresult" or code.system in slots.systems for code in slots.known):
        return None
    if not all(_is_shared(store, code.written) for code in slots.known):
        return None
    labelled = any(code.kind == "code" for code in slots.known)
    fits = search.rank(store, slots.question, store.phrases_of([code.entry for code in slots.known]))
    unfit = not fits or fits[0].entry < OF_THE_SENTENCE
    strange = slots.shown and any(not word.readings for word in slots.question)
    if slots.service or strange or (unfit and len(slots.question) >= SENTENCE and not labelled):
        name = slots.known[0].written
        return Decision("unknown", "identifier", said=f"{name}: many services use that, and nothing shows whose it is")
    return None


def _is_shared(store: Store, written: str) -> bool:
    """Whether packs list a name, or the header it is the value of, as a sign that proves nothing."""
    signs = store.signs()
    name = written.casefold()
    names = {sign.value for sign, _ in signs.get("exception", ()) if not sign.proof}
    headers = {sign.value for sign, _ in signs.get("header", ()) if not sign.proof}
    return name in names or f"{name.rpartition(' ')[0]}:" in headers


def _by_identifier(store: Store, slots: Slots) -> Decision:
    named = list(dict.fromkeys(code.entry for code in slots.known))
    keys = {code.entry: code for code in reversed(slots.known)}
    entries = {number: store.entry(number) for number in named[: 4 * OFFERED]}
    fitting = [number for number in entries if entries[number].status in slots.statuses]
    first_key = slots.known[0].key
    rivals = [code.entry for code in slots.known if code.key == first_key and code.entry in entries]
    if len(rivals) > 1 and len(both := [number for number in rivals if number in fitting]) == 1:
        rivals = both
    order = [*rivals, *(number for number in entries if number not in rivals)]
    outcome: Outcome = "answer" if len(rivals) == 1 else "choose"
    matches = tuple(
        match_of(store, number, slots, 0.99 if outcome == "answer" and i == 0 else 0.5, _why_identifier(keys[number]))
        for i, number in enumerate(order[:OFFERED])
    )
    return Decision(outcome, "identifier", matches, said=f"{matches[0].system.name}: {name_of(matches[0])}")


def _why_identifier(code: Code) -> str:
    if code.kind == "number":
        return f"the number of {code.written}, and the system was named"
    return f"{code.written} stands in the text"


def _unknown_identifier(store: Store, slots: Slots, fits: Sequence[Fit], model: Model) -> Decision:
    """Neighbours of an unknown code mean nothing; what the words beside it resemble may help, and is not an answer."""
    hresults = [value for kind, value in slots.unknown if kind == "hresult"]
    decoded = [line for value in hresults for line in (decode(value).sentence, _neighbours(store, value)) if line]
    values = [value for _, value in slots.unknown]
    said = f"{all_of(values)}: no pack here has {'it' if len(values) == 1 else 'them'}"
    return Decision("unknown", "identifier", nearest(store, slots, fits, model), said=said, decoded=tuple(decoded))


def _neighbours(store: Store, hresult: str) -> str:
    names = [store.system(system).name for system in store.systems_near(hresult)[:3]]
    return f"{hresult[:6]}xxxx is used by {' and '.join(names)}, which have no such code" if names else ""


def _by_message(store: Store, slots: Slots, fits: Sequence[Fit]) -> Decision | None:
    """The one entry whose literal message stands in the text, whatever was filled into its gaps."""
    if len(slots.spoken.split(None, SHORTEST_MESSAGE)) < SHORTEST_MESSAGE and not slots.proved:
        return None
    if slots.parts:
        fits = [*fits, *search.search(store, slots.question, slots.scope)]
    spoken = " ".join(slots.spoken.casefold().split())[:LONGEST_SPOKEN]
    likely = (fit for fit in fits if fit.phrase.kind == "message" and fit.text > ALMOST)
    found = {fit.number: fit for fit in likely if literal(fit.phrase.text).search(spoken)}
    if slots.statuses and len(found) > 1:
        found = {number: fit for number, fit in found.items() if store.entry(number).status in slots.statuses} or found
    if len(found) != 1:
        return None
    ((number, fit),) = found.items()
    match = match_of(store, number, slots, 0.98, f"its own message: \u201c{fit.phrase.text}\u201d", fit)
    return Decision(
        "answer", "message", (match,), said=f"{match.system.name}: {name_of(match)}", literal=fit.phrase.text
    )


@lru_cache(maxsize=512)
def literal(message: str) -> re.Pattern[str]:
    """A literal message as a pattern over case-folded text with single spaces; ``{name}`` is up to 200 characters."""
    parts = re.split(r"\{[^{}]{0,40}\}", " ".join(message.casefold().split()).rstrip(" ."))
    return re.compile(".{0,200}?".join(re.escape(part) for part in parts))


def _by_words(store: Store, slots: Slots, fits: Sequence[Fit], model: Model) -> Decision:
    names = " or ".join(store.system(system).name for system in slots.scope)
    if not slots.question:
        if slots.systems:
            order = [n for system in slots.scope for n in store.entries_of(system, OFFERED)]
            return Decision(
                "choose", "words", matches_of(store, order[:OFFERED], slots, [], [], "the system was named"), said=names
            )
        return Decision("unknown", "none", said="nothing here names an error")
    odds, none = posterior(fits, model, named=bool(slots.systems))
    text = shorten(" ".join(slots.spoken.split()), SHOWN, placeholder=" ...")
    said = f"{names}: {text}" if names else text
    # One sentence of a long text is no question: what it fits is offered, not said.
    sure = bool(fits) and odds[0] >= model.answer and not slots.is_long
    unsure = not fits or none >= model.unknown
    outcome: Outcome = "answer" if sure else "unknown" if unsure else "choose"
    floor = NEAREST if outcome == "unknown" else odds[0] / 20
    order = [fit.number for fit, odd in zip(fits, odds, strict=True) if odd >= floor]
    return Decision(outcome, "words", matches_of(store, order, slots, fits, odds, ""), said=said)
