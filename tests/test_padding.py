"""Padding: as much made-up knowledge as is wanted, the same every time, and like the real thing."""

from collections import Counter
from itertools import islice

import pytest

from benchmarks.padding import PER_SYSTEM, packs
from kb import words
from kb.build import code_keys
from kb.codes import hresult
from kb.pack import PACKS, read_packs

MADE = [*packs(1200)]
ENTRIES = [entry for pack in MADE for entry in pack.entries]


@pytest.mark.parametrize("entries", [1, PER_SYSTEM, PER_SYSTEM + 1, 1200])
def test_there_are_as_many_entries_as_were_asked_for(entries: int) -> None:
    assert sum(len(pack.entries) for pack in packs(entries)) == entries


def test_no_entries_make_no_packs() -> None:
    assert [*packs(0)] == []


def test_the_same_seed_gives_the_same_packs_and_another_seed_others() -> None:
    assert [*packs(600, 4)] == [*packs(600, 4)] != [*packs(600, 5)]


def test_packs_are_made_while_they_are_read() -> None:
    assert len([*islice(packs(10**9), 2)]) == 2


def test_every_system_and_entry_is_known_by_a_name_of_its_own() -> None:
    assert len({pack.system.id for pack in MADE}) == len(MADE)
    assert len({entry.key for entry in ENTRIES}) == len(ENTRIES)


def test_made_up_systems_and_codes_are_none_of_ours() -> None:
    ours = read_packs([PACKS])
    assert {pack.system.id for pack in ours}.isdisjoint(pack.system.id for pack in MADE)
    assert {entry.code for pack in ours for entry in pack.entries}.isdisjoint(entry.code for entry in ENTRIES)


def test_codes_have_the_shapes_of_real_ones() -> None:
    kinds = Counter(kind for entry in ENTRIES for kind, _, _ in code_keys(entry))
    assert min(kinds[kind] for kind in ("hresult", "code", "symbol", "number")) > 100
    assert all(hresult(entry.code) == entry.code for entry in ENTRIES if entry.code.startswith("0x"))


def test_a_few_words_stand_everywhere_and_most_in_few_places() -> None:
    often = Counter(word for entry in ENTRIES for word in {*words.split(entry.meaning)})
    assert often.most_common(1)[0][1] > len(ENTRIES) / 4
    assert sum(count <= 3 for count in often.values()) > len(often) / 2
