"""Several threads and processes at one inbox: each delivery is taken once, and who dies loses what they had in hand."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.db.inbox import Inbox
from bot.db.model import Delivery
from tests.db.taker import take_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.db.database import Database
    from bot.db.model import Lease

ROOT = Path(__file__).parent.parent.parent
COUNT, THREADS = 300, 4
PATIENCE = 60.0


class Taker:
    """A process that takes from the inbox."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def line(self) -> str:
        """The next line that it says."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def go(self) -> None:
        """Let it take what there is."""
        assert self.line() == "ready"
        assert self.process.stdin
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def took(self) -> list[str]:
        """What it took by its end."""
        said, _ = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == 0
        return said.split()


@contextmanager
def taker(db: Database, how: object, seconds: float = 60) -> Iterator[Taker]:
    """A process that takes from the inbox."""
    url = db.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.db.taker", url, str(how), str(seconds)]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Taker(process)
        finally:
            process.kill()


def test_what_several_threads_of_two_processes_take_is_taken_once(db: Database) -> None:
    box = Inbox(db)
    assert all(box.put([Delivery(f"d{n}", {"n": n}) for n in range(COUNT)]))
    with taker(db, THREADS) as one, taker(db, THREADS) as other:
        one.go()
        other.go()
        assert sorted(one.took() + other.took()) == sorted(f"d{n}" for n in range(COUNT))
    assert box.backlog().waiting == 0


def test_what_is_recorded_meanwhile_is_taken_once_too(db: Database) -> None:
    box, mine = Inbox(db), []
    with taker(db, THREADS) as other:
        other.go()
        for n in range(COUNT):
            assert box.put([Delivery(f"d{n}", {})]) == [True]
            mine += take_all(box) if n % 10 == 0 else []
        theirs = other.took()
    mine += take_all(box)
    assert sorted(mine + theirs) == sorted(f"d{n}" for n in range(COUNT))


def test_what_many_record_at_once_is_new_for_one_of_them(db: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        new = pool.map(Inbox(db).put, [[Delivery("same", {})]] * 40)
    assert sorted(new) == [[False]] * 39 + [[True]]


def soon(box: Inbox) -> Lease:
    """The next delivery, as soon as it can be had."""
    end = time.monotonic() + PATIENCE
    while (lease := box.take()) is None:
        assert time.monotonic() < end
        time.sleep(0.02)
    return lease


def test_who_is_killed_loses_what_they_had_in_hand(db: Database) -> None:
    box = Inbox(db, 2)
    box.put([Delivery("d", {})])
    with taker(db, "hold", 2) as other:
        assert other.line() == "d"
        assert box.take() is None
        other.process.kill()
        other.process.wait(PATIENCE)
    lease = soon(box)
    assert (lease.delivery.key, lease.tries) == ("d", 2)
    assert box.done(lease)


def test_who_works_for_longer_than_the_lease_is_refused(db: Database) -> None:
    box = Inbox(db, 0.2)
    box.put([Delivery("d", {})])
    slow, quick = soon(box), soon(box)
    assert not box.done(slow)
    assert box.done(quick)
