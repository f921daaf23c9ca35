"""The crew: workers who share an inbox, and what has to be true after each step that any of them makes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.db.inbox import TRIES
from bot.db.posts import AT_ONCE
from bot.db.tables import inbox, paces, posts
from bot.voice import SECONDS, SETTLED
from tests.clock import START
from tests.promise.slack import LOST, RETRY_AFTER, Call, Slack
from tests.promise.steps import Steps
from tests.promise.worker import Handed, Tries, Worker

if TYPE_CHECKING:
    from sqlalchemy import Row

    from bot.db.model import Delivery
    from tests.clock import Clock
    from tests.promise.build import Build
    from tests.promise.steps import SteppedDatabase

LEASE = 30.0
WORKERS = 3
CHANNELS = ("C1", "C2")
STEP = 1.0
"""Seconds between two posts in a channel."""
CLOSE = 0.001
"""Seconds by which clocks may differ that are the same."""
ROUNDS = 300
LOSING = {*LOST, "broken"}

Kept = dict[str, "Row[Any]"]


class Crew:
    """Workers on an empty workspace database.

    Attributes:
        inbox: that they take from.
        workers: all of them.
        broken: whether something was not as it has to be.
    """

    def __init__(self, build: Build, db: SteppedDatabase, clock: Clock) -> None:
        self.broken = False
        self._db, self._clock = db, clock
        with db.writing() as connection:
            for table in (inbox, posts, paces):
                connection.execute(table.delete())
        clock.passes(START - clock.now)
        self.slack = Slack(lambda: clock.now)
        self.inbox = build.inbox.Inbox(db, LEASE)
        voice = build.voice.Voice(build.posts.Posts(db, 1 / STEP, LEASE), lambda: clock.now)
        app: Any = Handed(build, voice, self.slack)
        self._at_work = build.workers.Workers(app, self.inbox, voice, threading.Event())
        self.workers = [Worker() for _ in range(WORKERS)]
        self._tries = Tries()
        self._shut: dict[str, float] = {}
        self._limited: dict[str, float] = {}
        self._before: tuple[Kept, Kept] = ({}, {})

    @property
    def working(self) -> list[Worker]:
        """Those who are at something."""
        return [one for one in self.workers if one.at is not None]

    @property
    def waiting(self) -> int:
        """How many deliveries there are whose work is not over."""
        return sum(row.state == "waiting" for row in self._before[0].values())

    def put(self, delivery: Delivery) -> bool:
        """Record a delivery; say whether it is new."""
        (new,) = self.inbox.put([delivery])
        self._before = self._kept()
        return bool(new)

    def begins(self, worker: Worker) -> None:
        """Somebody looks for work."""

        def work() -> None:
            worker.lease = self.inbox.take()
            if worker.lease:
                self._at_work._settle(worker.lease, self._at_work._handle(worker.lease))

        worker.steps = Steps(work)

    def goes_on(self, worker: Worker, how: str = "ok") -> None:
        """Somebody makes a step; then everything has to be as it should.

        Args:
            worker: who.
            how: a call ends that they wait for, if it can end so.
        """
        steps = worker.steps
        assert steps
        if isinstance(worker.at, Call):
            how = self.slack.end(worker.at, how)
            self._is_told(worker, worker.at, how)
        had, wrote = worker.lease, worker.at == "writing"
        if worker.at == "reading" and worker.found is None:
            worker.found = getattr(self._before[1].get(worker.key), "marked", 0.0)
        self.broken = True
        steps.go_on(how)
        if wrote:
            self._holds(worker)
        self._is_said_once()
        if isinstance(worker.at, Call) and worker.at.what == "look" and worker.found:
            assert self._clock.now - worker.found >= SETTLED - CLOSE, "it may be on its way still"
            worker.knows.add(worker.found)
        if worker.lease and worker.lease is not had:
            assert self._tries.least[worker.lease.delivery.key] < TRIES, "it is tried without end"
        self.broken = False
        if worker.at is None:
            self._is_over(worker)

    def finishes(self, worker: Worker) -> None:
        """Somebody goes on to the end."""
        while worker.at is not None:
            self.goes_on(worker)

    def _is_told(self, worker: Worker, call: Call, how: str) -> None:
        if call.what != "whisper":
            worker.lost |= how in LOSING
        if call.what == "post" and how == "limited":
            worker.shut = (call.channel, self._clock.now + RETRY_AFTER)

    def is_killed(self, worker: Worker, *, sent: bool = False) -> None:
        """Somebody is killed; what they had asked of Slack may be on its way."""
        assert worker.steps
        if sent and isinstance(worker.at, Call):
            self.slack.sends(worker.at)
        worker.lost |= not worker.settled
        worker.shut = None
        worker.steps.kill()
        self._is_over(worker)

    def time_passes(self, seconds: float) -> None:
        """Time passes, for those too who are stopped."""
        self._clock.passes(seconds)
        self.slack.arrives()
        self._is_said_once()
        for worker in self.working:
            worker.stopped += seconds

    def settles(self) -> None:
        """All goes well from now on; in the end everything is over as it should be."""
        for worker in self.working:
            self.finishes(worker)
        for _ in range(ROUNDS):
            waiting = [row for row in self._rows(inbox).values() if row.state == "waiting"]
            if not waiting:
                break
            self.time_passes(max(0.1, min(max(row.due, row.leased) for row in waiting) - self._clock.now + CLOSE))
            self.begins(self.workers[0])
            self.finishes(self.workers[0])
        else:
            raise AssertionError("it never comes to an end")
        self.time_passes(LEASE)
        for key, row in self._rows(inbox).items():
            self._ended_well(key, row, self._rows(posts).get(key))

    def goes_home(self) -> None:
        """Nobody is left."""
        for worker in self.working:
            assert worker.steps
            worker.steps.kill()

    def _ended_well(self, key: str, row: Row[Any], post: Row[Any] | None) -> None:
        if row.state == "given_up":
            assert row.fault, "it was given up without a reason"
            assert self._tries.most[key] >= TRIES, "it was given up too early"
        elif post and post.standing == "unsure":
            assert post.channel in self.slack.unreadable, "it is said to be unsure, and could be seen"
        elif key not in self.slack.refusals:
            assert [ts for one, _, ts in self.slack.messages if one == key] == [post.ts if post else ""], "no answer"
            assert post
            assert post.standing == "posted", "it is not known where the answer stands"

    def _is_over(self, worker: Worker) -> None:
        """The work of somebody ended, well or not."""
        if worker.shut:
            channel, until = worker.shut
            self._shut[channel] = max(until, self._shut.get(channel, 0.0))
            if worker.stopped < LEASE:
                self._limited[worker.key] = until
        if worker.key:
            self._tries.least[worker.key] += worker.lost
            self._tries.most[worker.key] += worker.lost or worker.stopped > LEASE / 2
        worker.rests()

    def _holds(self, worker: Worker) -> None:
        """What has to be true of what a step of somebody changed."""
        (old, marked), (now, posted) = self._before, self._kept()
        for key in now.keys() & old.keys():
            if tuple(now[key]) != tuple(old[key]):
                self._may_change(worker, old[key], now[key])
        for key in marked.keys() - posted.keys():
            assert marked[key].marked in worker.knows, "a mark was taken away by somebody who knows nothing of it"
        for key in posted.keys() - marked.keys():
            held = key.partition(">")[0]
            self._may_mark(worker, posted[key], old[held], marked)
            assert now[held].leased - self._clock.now > LEASE / 2 + SECONDS, "the lease may end before the call does"
        self._before = (now, posted)

    def _is_said_once(self) -> None:
        said = [key for key, *_ in self.slack.messages]
        assert len(said) == len({*said}), "it was said twice"

    def _may_change(self, worker: Worker, old: Row[Any], now: Row[Any]) -> None:
        if now.owner not in ("", old.owner):
            assert old.state == "waiting", "what is over was taken"
            assert max(old.due, old.leased) <= self._clock.now + CLOSE, "it was taken before its time"
            assert self._limited.get(old.key, 0.0) <= self._clock.now + CLOSE, "Slack did not want to be asked yet"
            worker.key, worker.word, worker.settled = now.key, now.owner, False
        elif now.state != "waiting" or not now.owner:
            worker.settled = True
        assert worker.word in (old.owner, now.owner), "somebody else's lease was settled"
        assert now.state == "waiting" or not now.body, "what it said is still there"

    def _may_mark(self, worker: Worker, mark: Row[Any], held: Row[Any], others: Kept) -> None:
        here = self._clock.now
        worker.knows.add(mark.marked)
        assert held.owner == worker.word, "it was marked by somebody who does not have it in hand"
        assert held.leased > here - CLOSE, "it was marked by somebody whose lease was over"
        if mark.channel:
            last = max((one.marked for one in others.values() if one.channel == mark.channel), default=0.0)
            assert here - last >= STEP / 2 - AT_ONCE - CLOSE, "a channel was not left the time it needs"
            assert here >= self._shut.get(mark.channel, 0.0) - AT_ONCE - CLOSE, "Slack's pause was not kept"

    def _kept(self) -> tuple[Kept, Kept]:
        return self._rows(inbox), self._rows(posts)

    def _rows(self, table: Any) -> Kept:
        with self._db.reading() as connection:
            return {row.key: row for row in connection.execute(select(table))}
