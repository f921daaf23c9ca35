"""The recorder: what waits is written together, and who waits is told what came of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from bot.db.inbox import Inbox
from bot.db.model import Delivery
from bot.receive.recorder import TOGETHER, Recorder, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.db.database import Database

PATIENCE = 10.0


class Gated(Inbox):
    """An inbox that writes when it is let, and keeps how much it wrote in each go."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.goes: list[int] = []
        self.begun = threading.Semaphore(0)
        self.let = threading.Event()
        self.broken = False

    def put(self, deliveries: Sequence[Delivery]) -> list[bool]:
        """Write, once it is let."""
        self.begun.release()
        assert self.let.wait(PATIENCE)
        self.goes.append(len(deliveries))
        if self.broken:
            raise OperationalError("INSERT", {}, OSError())
        return super().put(deliveries)


@pytest.fixture
def box(db: Database) -> Gated:
    """An inbox that waits to be let."""
    return Gated(db)


@pytest.fixture
def wake() -> threading.Event:
    """What tells the workers."""
    return threading.Event()


@pytest.fixture
def recorder(box: Gated, wake: threading.Event) -> Iterator[Recorder]:
    """A recorder at work, writing to that inbox."""
    started = Recorder(box, wake)
    started.start()
    yield started
    box.let.set()
    started.stop()


def named(name: object) -> Delivery:
    return Delivery(str(name), {})


def test_what_is_written_is_told_with_whether_it_is_new(recorder: Recorder, box: Gated, wake: threading.Event) -> None:
    box.let.set()
    assert recorder.record(named("a")).result(PATIENCE)
    assert wake.is_set()
    wake.clear()
    assert not recorder.record(named("a")).result(PATIENCE)
    assert not wake.is_set()


def test_what_came_while_it_wrote_is_written_in_one_go(recorder: Recorder, box: Gated) -> None:
    first = recorder.record(named("first"))
    box.begun.acquire(timeout=PATIENCE)
    later = [recorder.record(named(n)) for n in range(TOGETHER + 1)]
    box.let.set()
    assert all(written.result(PATIENCE) for written in (first, *later))
    assert box.goes == [1, TOGETHER, 1]


def test_when_it_cannot_be_written_everybody_who_waits_is_told_and_the_next_is_written(
    recorder: Recorder, box: Gated, wake: threading.Event
) -> None:
    box.broken = True
    waiting = [recorder.record(named(n)) for n in range(3)]
    box.let.set()
    for written in waiting:
        with pytest.raises(OperationalError):
            written.result(PATIENCE)
    assert not wake.is_set()
    box.broken = False
    assert recorder.record(named("0")).result(PATIENCE)


def test_who_no_longer_waits_does_not_stop_it(recorder: Recorder, box: Gated) -> None:
    writing = recorder.record(named("writing"))
    box.begun.acquire(timeout=PATIENCE)
    left = recorder.record(named("left"))
    assert left.cancel()
    assert not writing.cancel()
    box.let.set()
    assert writing.result(PATIENCE)
    assert recorder.record(named("next")).result(PATIENCE)
    assert not box.knows("left")


def test_what_waits_is_written_before_it_stops(box: Gated, wake: threading.Event) -> None:
    recorder = Recorder(box, wake)
    waiting = [recorder.record(named(n)) for n in range(3)]
    box.let.set()
    recorder.start()
    recorder.stop()
    assert all(written.done() and written.result() for written in waiting)


def test_what_comes_after_it_stopped_is_refused(box: Gated, wake: threading.Event) -> None:
    recorder = Recorder(box, wake)
    box.let.set()
    recorder.start()
    recorder.stop()
    with pytest.raises(StoppedError):
        recorder.record(named("late")).result(PATIENCE)
    assert not box.knows("late")


def test_what_comes_while_it_stops_is_refused_and_what_waited_is_written(box: Gated, wake: threading.Event) -> None:
    recorder = Recorder(box, wake)
    recorder.start()
    writing = recorder.record(named("writing"))
    box.begun.acquire(timeout=PATIENCE)
    waiting = recorder.record(named("waiting"))
    stopping = threading.Thread(target=recorder.stop)
    stopping.start()
    while not (late := recorder.record(named("late"))).done():
        assert late.cancel()
    box.let.set()
    stopping.join(PATIENCE)
    assert writing.result(PATIENCE)
    assert waiting.result(PATIENCE)
    assert isinstance(late.exception(), StoppedError)
