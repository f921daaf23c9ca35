"""Workers: what waits is finished, what fails is done again, and one delivery never stops the next."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot import in_hand
from bot.db.inbox import TRIES, Inbox
from bot.db.model import Delivery
from bot.db.posts import Posts
from bot.db.tables import inbox
from bot.in_hand import LaterError
from bot.receive.workers import Workers
from bot.voice import Voice
from tests.refused import refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.db.database import Database
    from bot.db.model import Lease


class Recording(App):
    """An app that keeps what it is handed, after a while, and then does what was arranged for it."""

    def __init__(self, takes: float = 0.0, **arranged: Callable[[], None]) -> None:
        super().__init__(token="xoxb-1", signing_secret="s", token_verification_enabled=False)
        self.handed: list[str] = []
        self.arranged = arranged
        self.takes = takes

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Keep it."""
        time.sleep(self.takes)
        self.handed.append(req.body["n"])
        self.arranged.get(req.body["n"], lambda: None)()
        return BoltResponse(status=200)


def raising(error: Exception) -> Callable[[], None]:
    def arranged() -> None:
        raise error

    return arranged


def deliveries(*names: str) -> list[Delivery]:
    return [Delivery(name, {"n": name}, "message") for name in names]


def work(db: Database, app: App, threads: int = 1, box: Inbox | None = None) -> Workers:
    workers = Workers(app, box or Inbox(db), Voice(Posts(db)), threading.Event(), threads)
    workers.start()
    return workers


def waits_for(what: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def tried(db: Database, key: str) -> Lease:
    """The delivery as somebody gets it who takes it next, whenever that may be."""
    with db.writing() as connection:
        connection.execute(update(inbox).where(inbox.c.key == key).values(due=0))
    lease = Inbox(db).take()
    assert lease
    assert lease.delivery.key == key
    return lease


def test_what_waits_is_finished_before_stopping(db: Database) -> None:
    app = Recording(0.02)
    Inbox(db).put(deliveries(*map(str, range(20))))
    assert work(db, app, 2).stop()
    assert sorted(app.handed, key=int) == [str(n) for n in range(20)]
    assert Inbox(db).backlog().waiting == 0


def test_what_takes_too_long_is_left_for_somebody_else(db: Database) -> None:
    app = Recording(1.0)
    Inbox(db).put(deliveries("a"))
    workers = work(db, app)
    assert not workers.stop(0.1)
    assert Inbox(db).is_open("a")
    assert workers.stop()


def test_what_waits_for_its_turn_is_left_in_the_inbox(db: Database) -> None:
    app = Recording(a=raising(LaterError(60, "not now")))
    Inbox(db).put(deliveries("a"))
    assert work(db, app).stop()
    assert app.handed == ["a"]
    assert Inbox(db).is_open("a")


def test_what_comes_while_they_are_idle_is_taken_when_they_are_woken(db: Database) -> None:
    app, wake = Recording(), threading.Event()
    workers = Workers(app, Inbox(db), Voice(Posts(db)), wake, 2)
    workers.start()
    Inbox(db).put(deliveries("a"))
    wake.set()
    waits_for(lambda: app.handed)
    assert workers.stop()


def test_a_delivery_that_breaks_is_taken_again_and_does_not_stop_the_next(db: Database) -> None:
    app = Recording(bad=raising(RuntimeError("bad")))
    Inbox(db).put(deliveries("bad", "good"))
    assert work(db, app).stop()
    assert app.handed == ["bad", "good"]
    assert (Inbox(db).is_open("good"), tried(db, "bad").tries) == (False, 2)


def test_what_a_listener_could_not_do_is_done_again(db: Database) -> None:
    def fails() -> None:
        hand = in_hand.current()
        assert hand
        hand.failed = OSError("no route")

    Inbox(db).put(deliveries("a"))
    assert work(db, Recording(a=fails)).stop()
    assert tried(db, "a").tries == 2


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (LaterError(60, "not now"), 1),
        (LaterError(60, "lost", counts=True), 2),
        (refused("ratelimited", 429, Retry_After="60"), 1),
        (refused("internal_error", 500), 2),
    ],
    ids=["later", "counted", "429", "500"],
)
def test_slacks_limits_are_not_counted_and_failures_are(db: Database, error: Exception, tries: int) -> None:
    Inbox(db).put(deliveries("a"))
    assert work(db, Recording(a=raising(error))).stop()
    assert Inbox(db).take() is None
    assert tried(db, "a").tries == tries


def test_what_was_tried_too_often_is_given_up_with_the_reason(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    Inbox(db).put(deliveries("a"))
    with db.writing() as connection:
        connection.execute(update(inbox).values(tries=TRIES - 1))
    assert work(db, Recording(a=raising(RuntimeError("secret")))).stop()
    (told,) = Inbox(db).given_up()
    assert told.fault.startswith("RuntimeError at arranged")
    assert any(record.levelno == logging.ERROR and "given up" in record.message for record in caplog.records)
    assert "secret" not in caplog.text + told.fault


def test_a_lease_that_was_lost_is_told_in_the_log(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    def stolen() -> None:
        with db.writing() as connection:
            connection.execute(update(inbox).values(owner="somebody else"))

    Inbox(db).put(deliveries("a"))
    assert work(db, Recording(a=stolen)).stop()
    assert "the lease was lost" in caplog.text
    assert Inbox(db).is_open("a")


class Shaky(Inbox):
    """An inbox that can't be read, or settled, the first time."""

    def __init__(self, db: Database, *fails: str) -> None:
        super().__init__(db)
        self.fails = [*fails]

    def take(self) -> Lease | None:
        """Take, if it can."""
        self._shake("take")
        return super().take()

    def done(self, lease: Lease) -> bool:
        """Settle, if it can."""
        self._shake("done")
        return super().done(lease)

    def _shake(self, name: str) -> None:
        if name in self.fails:
            self.fails.remove(name)
            raise OperationalError("SELECT secret", {}, OSError())


@pytest.mark.parametrize("fails", ["take", "done"])
def test_they_outlive_a_database_that_is_away(db: Database, caplog: pytest.LogCaptureFixture, fails: str) -> None:
    app = Recording()
    Inbox(db).put(deliveries("a", "b"))
    workers = work(db, app, box=Shaky(db, fails))
    waits_for(lambda: app.handed == ["a", "b"])
    assert workers.stop()
    assert "OperationalError" in caplog.text
    assert "secret" not in caplog.text


def test_they_outlive_a_payload_that_nobody_can_be_told_about(db: Database) -> None:
    app = Recording(odd=raising(RuntimeError()))
    Inbox(db).put([Delivery("odd", {"n": "odd", "event": "not a thing"}), *deliveries("a")])
    with db.writing() as connection:
        connection.execute(update(inbox).values(tries=TRIES - 1))
    assert work(db, app).stop()
    assert app.handed == ["odd", "a"]
    assert [one.key for one in Inbox(db).given_up()] == ["odd"]
