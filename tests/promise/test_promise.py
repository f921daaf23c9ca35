"""The promise holds, whatever happens in whatever order; and whoever breaks it is found out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.promise.build import Mutant, mutated, shipped
from tests.promise.mutants import MUTANTS
from tests.promise.trial import held

if TYPE_CHECKING:
    from tests.clock import Clock
    from tests.promise.steps import SteppedDatabase

EXAMPLES = 60
"""Of 50 steps each; ``python -m tests.promise`` takes eight times as many."""
TO_FIND = 200
"""Examples in which a mutant has to be found out; most are in the first ten."""

Stepped = tuple["SteppedDatabase", "Clock"]


def test_what_should_be_said_is_said_once_whatever_happens(stepped: Stepped) -> None:
    assert held(shipped(), *stepped, EXAMPLES) == ""


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_change_for_the_worse_is_found_out(stepped: Stepped, mutant: Mutant) -> None:
    assert held(mutated(mutant), *stepped, TO_FIND, shrink=False)


def test_there_are_mutants_of_everything_that_keeps_the_promise() -> None:
    assert {mutant.module for mutant in MUTANTS} == {
        "bot.db.inbox",
        "bot.db.posts",
        "bot.voice",
        "bot.receive.workers",
        "bot.failure",
    }
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
