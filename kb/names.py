"""Names in the words of a question: of systems, misspelled or not, and the misspelled words themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from kb.spelling import corrections
from kb.trade import ELSEWHERE
from kb.words import is_empty, term

if TYPE_CHECKING:
    from kb.spans import Span, Text
    from kb.store import Store

LONGEST_SPOKEN_NAME = 5
"""Words in the longest name of a system that is looked for."""
MOST_FORMS = 64
"""Ways to put a misspelled name right that are looked up."""

Spellings: TypeAlias = Mapping[str, list[tuple[str, float]]]
"""For each misspelled word: the words it may be, the likeliest first, each with its likeness."""


def named(store: Store, text: Text, spellings: Spellings) -> dict[str, str]:
    """Systems that the words name, misspelled or not; the words are taken. A longer name goes before one inside it."""
    forms = {span: [span.key, *respelled(text, span, spellings)] for span in text.spans(LONGEST_SPOKEN_NAME)}
    owners: dict[str, list[str]] = {}
    for key, system in store.names({form for some in forms.values() for form in some}):
        owners.setdefault(key, []).append(system)
    groups: list[dict[str, str]] = []
    for span, some in forms.items():
        meant = next((form for form in some if form in owners), None)
        if meant is None or not text.is_free(span):
            continue
        mine = dict.fromkeys(owners[meant], text.take(span))
        for group in groups:
            if common := group.keys() & mine.keys():  # "ams" and "streaming endpoint": what both can mean
                for system in group.keys() - common:
                    del group[system]
                break
        else:
            groups.append(mine)
    return {system: literal for group in groups for system, literal in group.items()}


def misspelled(store: Store, text: Text, *, bold: bool = False) -> Spellings:
    """For each word left that nobody knows: the known words it may be; a name typed in one comes as its words."""
    left = {word for word in text.left() if not is_empty(word) and word not in ELSEWHERE}
    there = store.counts({term(word) for word in left})
    strange = [word for word in left if term(word) not in there]
    found = {word: known for word in strange if (known := corrections(store, word, bold=bold))}
    parts = store.compounds({*strange, *(known[0][0] for known in found.values())})
    for word in strange:
        if word in parts:
            found[word] = [(parts[word], 1.0)]
        elif word in found and found[word][0][0] in parts:
            found[word] = [(parts[found[word][0][0]], found[word][0][1])]
    return {word: known for word, known in found.items() if known[0][0] != word}


def respelled(text: Text, span: Span, spellings: Spellings) -> list[str]:
    """The squashed forms of a stretch with at least one misspelled word put right."""
    stretch = [word.text for word in text.words[span.start : span.end] if word]
    if spellings.keys().isdisjoint(stretch):
        return []
    forms = [""]
    for word in stretch:
        choices = [known.replace(" ", "") for known, _ in spellings.get(word, [(word, 1.0)])]
        forms = [form + choice for form in forms for choice in choices]
    return forms if len(forms) <= MOST_FORMS else []
