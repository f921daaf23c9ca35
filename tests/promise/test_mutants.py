"""Whatever is changed for the worse in what keeps the promise, trying it out finds out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db import inbox
from tests.promise.build import mutated, shipped
from tests.promise.machine import try_out
from tests.promise.mutants import MUTANTS

if TYPE_CHECKING:
    from tests.clock import Clock
    from tests.promise.build import Mutant
    from tests.promise.steps import SteppedDatabase

STEPS = 10_000
"""Far more than any of them needs."""


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_change_for_the_worse_is_found_out(mutant: Mutant, stepped: tuple[SteppedDatabase, Clock]) -> None:
    build = mutated(mutant)
    with pytest.raises((AssertionError, ValueError)):
        try_out(build, *stepped, STEPS)


def test_a_mutant_leaves_the_modules_of_others_alone() -> None:
    made = mutated(MUTANTS[0])
    assert made.inbox is not inbox
    assert shipped().inbox is inbox
    assert made.voice.LaterError is made.workers.LaterError is not shipped().voice.LaterError


def test_a_mutant_whose_text_is_gone_is_told() -> None:
    with pytest.raises(ValueError, match=r"stands 0 times in bot\.db\.inbox"):
        mutated(replace(MUTANTS[0], right="what nobody wrote"))
