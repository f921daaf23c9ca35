"""The inbox: each delivery once, in one pair of hands, until its work is over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bot.db.inbox import LEASE, TRIES, Backlog, Inbox
from bot.db.model import Delivery
from bot.db.tables import KEY, inbox

if TYPE_CHECKING:
    from bot.db.database import Database
    from bot.db.model import Lease
    from tests.clock import Clock

A, B = Delivery("a", {"n": 1}, "message"), Delivery("b", {"n": 2}, "command")


def taken(box: Inbox) -> Lease:
    lease = box.take()
    assert lease
    return lease


def body(db: Database, key: str) -> str:
    with db.reading() as connection:
        return str(connection.execute(select(inbox.c.body).where(inbox.c.key == key)).scalar_one())


def test_a_delivery_is_new_once(db: Database) -> None:
    box = Inbox(db)
    assert box.put([A, B]) == [True, True]
    assert box.put([B]) == [False]
    assert box.knows("b")
    assert not box.knows("c")


def test_a_delivery_that_comes_twice_in_one_go_is_new_once(db: Database) -> None:
    assert Inbox(db).put([A, A]) == [True, False]


def test_all_are_recorded_or_none(db: Database) -> None:
    box = Inbox(db)
    with pytest.raises(TypeError):
        box.put([A, Delivery("b", {"n": object()})])
    assert not box.knows("a")


def test_what_is_due_longest_is_taken_first(db: Database, clock: Clock) -> None:
    box = Inbox(db)
    for one in (B, A):
        box.put([one])
        clock.passes(1)
    assert [taken(box).delivery, taken(box).delivery, box.take()] == [B, A, None]


def test_a_lease_says_when_it_was_recorded_how_often_it_was_taken_and_until_when_it_lasts(
    db: Database, clock: Clock
) -> None:
    box = Inbox(db)
    box.put([A])
    clock.passes(5)
    lease = taken(box)
    assert lease.tries == 1
    assert lease.received == pytest.approx(clock.now - 5, abs=0.01)
    assert lease.until == pytest.approx(clock.now + LEASE, abs=0.01)


def test_nobody_else_takes_it_before_the_lease_ends_and_somebody_does_after(db: Database, clock: Clock) -> None:
    box = Inbox(db, 10)
    box.put([A])
    first = taken(box)
    clock.passes(9)
    assert box.take() is None
    clock.passes(2)
    second = taken(box)
    assert (second.delivery, second.tries) == (A, 2)
    assert second.owner != first.owner


def test_who_lost_the_lease_settles_nothing(db: Database, clock: Clock) -> None:
    box = Inbox(db, 10)
    box.put([A])
    lost = taken(box)
    clock.passes(11)
    held = taken(box)
    assert [box.done(lost), box.put_back(lost), box.give_up(lost, "x")] == [False, False, False]
    assert box.is_open("a")
    assert box.done(held)


def test_a_lease_that_ended_is_good_as_long_as_nobody_else_took_it(db: Database, clock: Clock) -> None:
    box = Inbox(db, 10)
    box.put([A])
    lease = taken(box)
    clock.passes(11)
    assert box.done(lease)


def test_what_is_done_is_known_and_wiped_and_not_taken_again(db: Database, clock: Clock) -> None:
    box = Inbox(db)
    box.put([A])
    lease = taken(box)
    assert box.done(lease)
    assert not box.done(lease)
    assert body(db, "a") == ""
    assert (box.put([A]), box.is_open("a")) == ([False], False)
    clock.passes(LEASE + 1)
    assert box.take() is None


def test_what_is_put_back_is_taken_again_after_the_pause(db: Database, clock: Clock) -> None:
    box = Inbox(db)
    box.put([A])
    box.put_back(taken(box), 5, "SlackApiError")
    clock.passes(4.9)
    assert box.take() is None
    clock.passes(0.2)
    assert taken(box).tries == 2


def test_a_pause_that_is_nobodys_failure_is_not_counted(db: Database) -> None:
    box = Inbox(db)
    box.put([A])
    for _ in range(3):
        box.put_back(taken(box), counts=False)
    assert taken(box).tries == 1


def test_what_is_given_up_is_told_and_wiped(db: Database, clock: Clock) -> None:
    box = Inbox(db)
    box.put([A, B])
    for _ in range(2):
        box.give_up(taken(box), "x" * 300)
        clock.passes(1)
    assert [one.key for one in box.given_up()] == ["b", "a"]
    assert [one.key for one in box.given_up(1)] == ["b"]
    told = box.given_up()[1]
    assert (told.kind, told.tries, told.fault) == ("message", 1, "x" * KEY)
    assert body(db, "a") == ""
    assert box.take() is None


@pytest.mark.parametrize("fault", ["", "OperationalError"])
def test_what_was_tried_too_often_is_given_up_with_its_last_fault_and_logged(
    db: Database, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    box = Inbox(db)
    box.put([A])
    for _ in range(TRIES):
        box.put_back(taken(box), 0, fault)
    box.put([B])
    assert taken(box).delivery == B
    assert [one.fault for one in box.given_up()] == [fault or "it never came to an end"]
    assert [vars(one)["event"] for one in caplog.records if one.message.startswith("given up")] == ["a"]


def test_what_kills_everybody_who_takes_it_is_given_up_too(db: Database, clock: Clock) -> None:
    box = Inbox(db, 1)
    box.put([A])
    for _ in range(TRIES):
        taken(box)
        clock.passes(2)
    assert box.take() is None
    assert len(box.given_up()) == 1


def test_the_backlog_tells_what_waits_how_long_and_what_was_given_up(db: Database, clock: Clock) -> None:
    box = Inbox(db)
    assert box.backlog() == Backlog(0, 0.0, 0)
    box.put([A])
    clock.passes(3)
    box.put([B])
    assert box.backlog().waiting == 2
    assert box.backlog().age == pytest.approx(3, abs=0.01)
    box.give_up(taken(box), "x")
    box.put_back(taken(box), 60)
    assert box.backlog() == Backlog(1, 0.0, 1)


def test_the_backlog_tells_how_long_nobody_has_taken_what_could_be(db: Database, clock: Clock) -> None:
    box = Inbox(db, 60)
    box.put([A])
    clock.passes(3)
    assert box.backlog().overdue == pytest.approx(3, abs=0.01)
    lease = taken(box)
    clock.passes(59)
    assert box.backlog().overdue == 0
    clock.passes(5)
    assert box.backlog().overdue == pytest.approx(4, abs=0.01)  # its worker is gone
    box.put_back(lease, 10)
    assert box.backlog().overdue == 0
    clock.passes(12)
    assert box.backlog().overdue == pytest.approx(2, abs=0.01)


def nested(depth: int) -> Any:
    inner: Any = "x"
    for _ in range(depth):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    "hostile",
    ["a\0b", "half \ud83d", "\ud83d\udca9", "\x7f\x85\u2028\ufffe", "'; DROP TABLE inbox; --", "x" * 2_000_000, nested(400), {"\0\udfff": "\0"}],
    ids=["nul", "surrogate", "pair", "controls", "quote", "huge", "deep", "key"],
)  # fmt: skip
def test_whatever_people_write_comes_back_as_json_tells_it(db: Database, hostile: Any) -> None:
    box = Inbox(db)
    box.put([Delivery("a", {"text": hostile})])
    assert taken(box).delivery.body == json.loads(json.dumps({"text": hostile}))


def test_a_key_that_is_too_long_is_known_by_its_beginning(db: Database) -> None:
    box = Inbox(db)
    long = Delivery("k" * 1_000, {})
    assert box.put([long]) == [True]
    assert box.put([long]) == [False]
    assert box.knows(long.key)
    assert box.is_open(long.key)
    assert box.done(taken(box))


def test_a_message_is_overtaken_when_a_later_change_of_it_was_taken(db: Database) -> None:
    box = Inbox(db)
    first, later = Delivery("m", {}, about="m"), Delivery("e", {}, about="m", version=2.0)
    box.put([first, later, Delivery("other", {}, about="n", version=9.0)])
    assert not box.is_overtaken(first)
    leases = {lease.delivery.key: lease for lease in (taken(box), taken(box), taken(box))}
    assert box.is_overtaken(first)
    assert not box.is_overtaken(later)
    box.put_back(leases["e"], 60, counts=False)
    assert not box.is_overtaken(first)


def test_a_message_is_overtaken_for_good_when_the_later_change_is_over(db: Database) -> None:
    box = Inbox(db)
    box.put([Delivery("e", {}, about="m", version=2.0)])
    box.done(taken(box))
    assert box.is_overtaken(Delivery("m", {}, about="m"))
    assert not box.is_overtaken(Delivery("l", {}, about="m", version=3.0))


def test_a_change_is_early_while_the_message_is_in_hand_as_it_was_before(db: Database) -> None:
    box = Inbox(db)
    change = Delivery("e", {}, about="m", version=2.0)
    box.put([Delivery("m", {}, about="m")])
    assert not box.is_early(change)
    lease = taken(box)
    assert box.is_early(change)
    assert not box.is_early(lease.delivery)
    box.put_back(lease, 60)
    assert not box.is_early(change)


def test_what_is_about_no_message_is_neither_overtaken_nor_early(db: Database) -> None:
    box = Inbox(db)
    box.put([A, B])
    leases = [taken(box), taken(box)]
    assert not any(box.is_overtaken(lease.delivery) or box.is_early(lease.delivery) for lease in leases)
