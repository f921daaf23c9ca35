"""The promise holds, whatever happens in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.promise.build import shipped
from tests.promise.machine import machine

if TYPE_CHECKING:
    from tests.clock import Clock
    from tests.promise.steps import SteppedDatabase

STEPS = 50


def test_x(stepped: tuple[SteppedDatabase, Clock]) -> None:
    db, clock = stepped
    how = settings(
        max_examples=60,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=[*HealthCheck],
        derandomize=True,
    )
    run_state_machine_as_test(machine(shipped(), db, clock), settings=how)
