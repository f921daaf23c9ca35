"""The inbox and the voice as a state machine: workers who are stopped, killed and late, and a Slack that answers as it likes.

Workers are real: they take from a real inbox, and say things with the real voice, in a workspace database. They go one step at a
time, and stop before and after everything they ask of the database and of Slack. Of Slack there is a model.

One stop is left out, which nobody can do anything about: between the moment at which we begin to call Slack and the moment at
which Slack hears it. There, no more time passes than a call may take.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bot.db.inbox import TRIES
from bot.db.model import Delivery
from bot.voice import SETTLED
from tests.promise.crew import CHANNELS, LEASE, WORKERS, Crew
from tests.promise.slack import POSTING, Call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.clock import Clock
    from tests.promise.build import Build
    from tests.promise.steps import SteppedDatabase
    from tests.promise.worker import Worker

TOGETHER, EXAMPLES = 50, 10
"""Things that happen one after the other, on a database that is empty at first; and how often that is done before chance begins
anew, which repeats itself otherwise."""
WAITING = 4
"""Deliveries that wait, where no more come in."""
TIMES = (0.4, 1.0, 2.1, 6.0, 11.0, 16.0, 31.0)
SOME = st.lists(st.sampled_from(POSTING), min_size=1, max_size=3)
STOPPED = (LEASE * 0.6, LEASE + 1, LEASE + 1)
WHO = st.integers(0, WORKERS - 1)
END = 99
"""More steps than anything takes."""


class Promise(RuleBasedStateMachine):
    """What can happen; ``crew`` says what must not come of it."""

    build: ClassVar[Build]
    db: ClassVar[SteppedDatabase]
    clock: ClassVar[Clock]

    def __init__(self) -> None:
        super().__init__()
        self.crew = Crew(self.build, self.db, self.clock)
        self.told: list[Delivery] = []
        self.busy = False

    @initialize(how=st.sampled_from((*[""] * 5, "killed", "lost", "limited")), times=st.integers(TRIES - 1, TRIES + 1))
    def something_is_jinxed(self, how: str, times: int) -> None:
        """Whoever takes the first delivery is killed, or its call goes wrong, over and over."""
        self.something_is_delivered(CHANNELS[0], 1)
        worker = self.crew.workers[0]
        for _ in range(times if how else 0):
            if how == "killed":
                self._goes(worker, 3)
            else:
                self._goes(worker, END, how)
            if worker.at is not None:
                self.crew.is_killed(worker)
            self.crew.time_passes(LEASE + 1)

    @precondition(lambda self: self.crew.waiting < WAITING)
    @rule(channel=st.sampled_from(CHANNELS), count=st.integers(1, WAITING))
    def something_is_delivered(self, channel: str, count: int) -> None:
        """Slack tells of messages, and is told that we have them."""
        for _ in range(count):
            key = f"T1:{channel}:{len(self.told) + 1}.0"
            self.told.append(Delivery(key, {"type": "event_callback", "team_id": "T1", "key": key}))
            assert self.crew.put(self.told[-1]), "what is new passes for known"

    @precondition(lambda self: self.crew.waiting)
    @rule(worker=WHO, steps=st.sampled_from((1, 2, 3, 5, 8, 13, END, END, END)), hows=SOME)
    def a_worker_goes_on(self, worker: int, steps: int, hows: list[str]) -> None:
        """Somebody looks for work, or goes on with theirs, so far or to the end; their calls end as is said, then well."""
        self._goes(self.crew.workers[worker], steps, *hows)

    @precondition(lambda self: self.crew.waiting)
    @rule(steps=st.integers(2, 12), seconds=st.sampled_from(STOPPED), first=SOME, second=SOME)
    def a_worker_is_slow(self, steps: int, seconds: float, first: list[str], second: list[str]) -> None:
        """Somebody is stopped, maybe for longer than the lease; somebody else takes what there is; then they go on too."""
        slow, quick, *_ = sorted(self.crew.workers, key=lambda one: one.at is not None)
        self._goes(slow, steps, *first)
        self.crew.time_passes(seconds)
        for how in second:
            self._goes(quick, END, how)
            self.crew.time_passes(SETTLED + 0.1)
        self.crew.finishes(slow)

    @precondition(lambda self: self.crew.working)
    @rule(worker=WHO, sent=st.booleans())
    def a_worker_is_killed(self, worker: int, sent: bool) -> None:
        """Somebody is killed; what they had asked of Slack may be on its way."""
        self.crew.is_killed(self.crew.working[worker % len(self.crew.working)], sent=sent)

    @precondition(lambda self: self.busy)
    @rule(seconds=st.sampled_from(TIMES), again=st.integers(0, 9))
    def time_passes(self, seconds: float, again: int) -> None:
        """Time passes for everybody, also for those who are stopped; Slack tells of something again."""
        self.busy = False
        self.crew.time_passes(seconds)
        if again:
            assert not self.crew.put(self.told[again % len(self.told)]), "what is known passes for new"

    def _goes(self, worker: Worker, steps: int, *hows: str) -> None:
        ends = [*hows]
        self._step(worker, ends)
        for _ in range(steps - 1):
            if worker.at is not None:
                self._step(worker, ends)

    def _step(self, worker: Worker, ends: list[str]) -> None:
        """One step; a call ends in the first of the ways that are left, if it can."""
        if worker.at is None:
            self.crew.begins(worker)
        self.busy = True
        can = isinstance(worker.at, Call) and ends and ends[0] in worker.at.ends
        self.crew.goes_on(worker, ends.pop(0) if can else "ok")

    def teardown(self) -> None:
        """In the end everything is over, and was said once or not for a reason."""
        try:
            if not self.crew.broken:
                self.crew.settles()
        finally:
            self.crew.goes_home()


def try_out(build: Build, db: SteppedDatabase, clock: Clock, steps: int, *, thorough: bool = False) -> None:
    """Let happen what can, by chance, but the same each time; what breaks the promise is raised.

    Args:
        build: the modules that are tried.
        db: a workspace database of its own.
        clock: of that database.
        steps: how many things happen, about.
        thorough: whether what broke the promise is told as briefly as can be, which takes long.
    """
    tried = type("Promise", (Promise,), {"build": build, "db": db, "clock": clock})
    how = settings(
        max_examples=EXAMPLES,
        stateful_step_count=TOGETHER,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        phases=[Phase.generate, *([Phase.shrink] if thorough else [])],
        suppress_health_check=[*HealthCheck],
    )
    with _quiet(logging.getLogger("bot")):
        for number in range(-(-steps // (EXAMPLES * TOGETHER))):
            run_state_machine_as_test(seed(number)(tried), settings=how)


@contextmanager
def _quiet(log: logging.Logger) -> Iterator[None]:
    """Nothing is logged meanwhile: everything here goes wrong on purpose."""
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)
