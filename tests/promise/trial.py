"""One trial of a build: so many runs of the state machine, the same each time, and what breach was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.promise.machine import machine

if TYPE_CHECKING:
    from tests.clock import Clock
    from tests.promise.build import Build
    from tests.promise.steps import SteppedDatabase

STEPS = 50
"""Of one run."""


def held(build: Build, db: SteppedDatabase, clock: Clock, examples: int, *, shrink: bool = True) -> str:
    """Whether the promise held: "", or how it was broken.

    Args:
        build: the modules that keep it.
        db: a workspace database whose users go by steps.
        clock: of that database.
        examples: how many runs.
        shrink: whether the shortest way to a breach is looked for, and printed.
    """
    how = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[*HealthCheck],
        phases=[Phase.generate, *([Phase.shrink] if shrink else [])],
        report_multiple_bugs=False,
    )
    try:
        run_state_machine_as_test(machine(build, db, clock), settings=how)
    except Exception as breach:  # noqa: BLE001  whatever comes out of it, it must not
        return str(breach) or type(breach).__name__
    return ""
