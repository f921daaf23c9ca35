"""Texts built to break a reader: whatever is pasted, an answer comes back, and soon."""

import time
from itertools import islice

import pytest

from benchmarks.hostile import LONGEST, texts
from kb import Answer, KnowledgeBase

COUNT = 400
SEED = 7
MOST_SECONDS = 2.0
"""Of work, for one text: far more than any takes, and far less than one whose cost grows faster than its length."""


@pytest.fixture(scope="module")
def hostile() -> list[str]:
    return [*texts(COUNT, SEED)]


def test_every_hostile_text_is_answered_and_none_takes_long(kb: KnowledgeBase, hostile: list[str]) -> None:
    slow = []
    for text in hostile:
        start = time.process_time()
        assert isinstance(kb.answer(text), Answer)
        if (seconds := time.process_time() - start) > MOST_SECONDS:
            slow.append((seconds, len(text), text[:80]))
    assert slow == []


def test_the_same_seed_makes_the_same_texts(hostile: list[str]) -> None:
    assert [*texts(COUNT, SEED)] == hostile


def test_another_seed_makes_other_texts(hostile: list[str]) -> None:
    assert {*texts(COUNT, SEED + 1)}.isdisjoint(text for text in hostile if len(text) > 100)


def test_fewer_texts_are_the_first_of_more(hostile: list[str]) -> None:
    assert [*texts(20, SEED)] == [*islice(hostile, 20)]


def test_as_many_texts_are_made_as_were_wanted_short_ones_and_long_ones(hostile: list[str]) -> None:
    sizes = sorted(map(len, hostile))
    assert len(sizes) == COUNT
    assert sizes[0] < 20
    assert 20_000 < sizes[-1] <= LONGEST


@pytest.mark.parametrize(
    "piece", ["\x00", "\ud800", "\u0301", "<!DOCTYPE", "<a><a><a>", "[[[", "Authorization: Bearer "]
)
def test_hostile_texts_hold_what_breaks_readers(hostile: list[str], piece: str) -> None:
    assert any(piece in text for text in hostile)
