"""What a pack says is found by it: every code, name, title, literal message and phrase leads to its own entry first."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

import pytest

from kb import KnowledgeBase
from kb.codes import find_hresults, hresult
from kb.model import Answer, Entry, Pack
from kb.pack import PACKS, read_packs

OURS = {pack.system.id: pack for pack in read_packs([PACKS])}
SOMETHING = "a1b2c3"
"""What stands for the placeholders of a message."""

AMBIGUOUS: dict[str, str] = {}
"""Phrases that fit another entry as well as their own, each with the reason why they stay."""


Ask: TypeAlias = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask(kb: KnowledgeBase) -> Ask:
    """Asks the knowledge base; the same text is asked once."""
    return lru_cache(maxsize=None)(lambda text: kb.answer(text))


def first(answer: Answer) -> tuple[str, str, str] | None:
    return answer.matches[0].entry.key if answer.matches else None


def keys(answer: Answer) -> set[tuple[str, str, str]]:
    return {match.entry.key for match in answer.matches}


def filled(message: str) -> str:
    return re.sub(r"\{[^{}]*\}", SOMETHING, message)


def messages(entry: Entry) -> Iterator[str]:
    yield from entry.messages
    for cause in entry.causes:
        yield from cause.messages


def phrases(entry: Entry) -> Iterator[str]:
    yield from entry.says
    for cause in entry.causes:
        yield from cause.says


def names_a_code(phrase: str) -> bool:
    """Whether a phrase is about an internal code, which explains another error and names none."""
    return bool(find_hresults(phrase)) or bool(re.search(r"\bERROR_[A-Z_]+\b", phrase))


packs = pytest.mark.parametrize("pack", OURS.values(), ids=OURS)


@packs
def test_an_entry_is_found_by_its_code_and_its_system(ask: Ask, pack: Pack) -> None:
    for entry in pack.entries:
        answer = ask(f"{pack.system.name} {entry.code}")
        rivals = {other.key for other in pack.entries if other.code == entry.code}
        assert first(answer) in rivals, entry.key
        assert rivals <= keys(answer), entry.key


@packs
def test_an_entry_whose_code_is_nobody_elses_is_the_answer_to_it(ask: Ask, pack: Pack) -> None:
    missed = [
        entry.key
        for entry in pack.entries
        if hresult(entry.code)
        and sum(other.code == entry.code for each in OURS.values() for other in each.entries) == 1
        and ((answer := ask(entry.code)).outcome, first(answer)) != ("answer", entry.key)
    ]
    assert missed == []


@packs
def test_an_entry_is_found_by_its_symbol_and_its_system(ask: Ask, pack: Pack) -> None:
    named = [entry for entry in pack.entries if entry.symbol]
    missed = [entry.key for entry in named if first(ask(f"{pack.system.name} {entry.symbol}")) != entry.key]
    assert missed == []


@packs
def test_an_entry_is_found_by_its_title_and_its_system(ask: Ask, pack: Pack) -> None:
    missed = [entry.key for entry in pack.entries if first(ask(f"{pack.system.name}: {entry.title}")) != entry.key]
    assert missed == []


@packs
def test_an_entry_is_found_by_each_of_its_messages(ask: Ask, pack: Pack) -> None:
    missed = [
        (entry.key, message)
        for entry in pack.entries
        for message in messages(entry)
        if message not in AMBIGUOUS and first(ask(filled(message))) != entry.key
    ]
    assert missed == []


@packs
def test_an_entry_is_found_by_each_phrase_that_people_use(ask: Ask, pack: Pack) -> None:
    missed = [
        (entry.key, phrase)
        for entry in pack.entries
        for phrase in phrases(entry)
        if phrase not in AMBIGUOUS and not names_a_code(phrase) and first(ask(phrase)) != entry.key
    ]
    assert missed == []


@packs
def test_no_phrase_or_message_gets_another_entry_for_an_answer(ask: Ask, pack: Pack) -> None:
    wrong = [
        (entry.key, text, first(answer))
        for entry in pack.entries
        for text in (*messages(entry), *phrases(entry))
        if text not in AMBIGUOUS and (answer := ask(filled(text))).outcome == "answer" and first(answer) != entry.key
    ]
    assert wrong == []


@packs
def test_an_internal_code_beside_the_code_points_to_its_cause(ask: Ask, pack: Pack) -> None:
    for entry in pack.entries:
        for n, cause in enumerate(entry.causes):
            for phrase in cause.says:
                if hresult(entry.code) and hresult(phrase):
                    xml = f"<Error><ErrorCode>{entry.code}</ErrorCode><InternalError>{phrase}</InternalError></Error>"
                    match = ask(xml).matches[0]
                    assert (match.entry.key, match.cause) == (entry.key, n), phrase


def test_nearly_every_phrase_is_answered_outright(ask: Ask) -> None:
    said = [phrase for pack in OURS.values() for entry in pack.entries for phrase in phrases(entry)]
    answered = sum(ask(phrase).outcome == "answer" for phrase in said)
    assert answered / len(said) >= 0.95


def test_what_counts_as_ambiguous_still_stands_in_a_pack() -> None:
    said = {text for pack in OURS.values() for entry in pack.entries for text in (*messages(entry), *phrases(entry))}
    assert AMBIGUOUS.keys() <= said
