"""What we post: marked once, in its channel's turn, and settled only by whoever marked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.db.inbox import Inbox
from bot.db.model import Delivery, Place, Post, Turn
from bot.db.posts import LeaseLostError, Posts

if TYPE_CHECKING:
    from bot.db.database import Database
    from bot.db.model import Lease
    from tests.clock import Clock

HERE, THERE = Place("T1", "C1", ""), Place("T1", "C2", "")
SECONDS = 20.0


def leases(db: Database, count: int) -> list[Lease]:
    """Leases on so many deliveries."""
    box = Inbox(db, SECONDS)
    box.put([Delivery(f"d{n}", {}) for n in range(count)])
    taken = [box.take() for _ in range(count)]
    return [lease for lease in taken if lease]


def test_a_message_is_marked_confirmed_and_known_by_its_place(db: Database, clock: Clock) -> None:
    posts = Posts(db)
    assert posts.of("k") is None
    turn = posts.mark("k", HERE, "1.0", unasked=True)
    assert turn == Turn(0.0, turn.marked)
    assert turn.marked == pytest.approx(clock.now, abs=0.01)
    assert posts.of("k") == Post("k", HERE, "1.0", "posting", turn.marked, unasked=True)
    posts.confirm("k", Place("T1", "C1", "2.0"))
    assert posts.of("k") == Post("k", Place("T1", "C1", "2.0"), "1.0", "posted", turn.marked, unasked=True)


def test_what_is_marked_is_not_marked_again(db: Database) -> None:
    posts = Posts(db, 0)
    posts.mark("k", HERE)
    with pytest.raises(LeaseLostError):
        posts.mark("k", HERE)
    with pytest.raises(LeaseLostError):
        posts.mark("k", HERE, lease=leases(db, 1)[0])


def test_what_was_dropped_may_be_marked_again(db: Database) -> None:
    posts = Posts(db, 0)
    posts.drop("k", posts.mark("k", HERE).marked)
    assert posts.of("k") is None
    assert posts.mark("k", HERE).wait == 0


def test_a_later_mark_is_not_taken_away_nor_doubted_by_who_made_the_earlier(db: Database, clock: Clock) -> None:
    posts = Posts(db, 0)
    earlier = posts.mark("k", HERE)
    posts.drop("k", earlier.marked)
    clock.passes(1)
    later = posts.mark("k", HERE)
    posts.drop("k", earlier.marked)
    posts.doubt("k", earlier.marked)
    assert posts.of("k") == Post("k", HERE, "", "posting", later.marked)


def test_what_is_settled_is_neither_dropped_nor_doubted(db: Database) -> None:
    posts = Posts(db, 0)
    marked = posts.mark("k", HERE).marked
    posts.confirm("k", Place("T1", "C1", "2.0"))
    posts.drop("k", marked)
    posts.doubt("k", marked)
    found = posts.of("k")
    assert found
    assert found.standing == "posted"


def test_what_is_in_doubt_or_was_taken_away_stays_so(db: Database) -> None:
    posts = Posts(db, 0)
    posts.doubt("k", posts.mark("k", HERE).marked)
    posts.mark("l", HERE)
    posts.gone("l")
    assert [post.standing for key in ("k", "l") if (post := posts.of(key))] == ["unsure", "gone"]


def test_the_age_of_a_mark_is_told_by_the_databases_clock(db: Database, clock: Clock) -> None:
    posts = Posts(db)
    posts.mark("k", HERE)
    clock.passes(3)
    found = posts.of("k")
    assert found
    assert posts.age(found) == pytest.approx(3, abs=0.01)


def test_who_lost_the_lease_marks_nothing(db: Database, clock: Clock) -> None:
    posts, (lease,) = Posts(db), leases(db, 1)
    clock.passes(SECONDS + 1)
    with pytest.raises(LeaseLostError):
        posts.mark("k", HERE, lease=lease)
    assert Inbox(db).take()
    with pytest.raises(LeaseLostError):
        posts.mark("k", HERE, lease=lease)
    assert posts.of("k") is None


def test_a_mark_lets_the_lease_last_anew(db: Database, clock: Clock) -> None:
    posts, box = Posts(db, seconds=SECONDS), Inbox(db, SECONDS)
    (lease,) = leases(db, 1)
    clock.passes(SECONDS - 1)
    posts.mark("k", HERE, lease=lease)
    clock.passes(SECONDS - 1)
    assert box.take() is None
    clock.passes(2)
    assert box.take()


def test_each_waits_for_its_own_turn_in_the_channel(db: Database, clock: Clock) -> None:
    posts, held = Posts(db, 2, SECONDS), leases(db, 3)
    waits = [posts.mark(f"k{n}", HERE, lease=lease).wait for n, lease in enumerate(held)]
    assert waits == pytest.approx([0, 0.5, 1.0], abs=0.01)
    assert posts.mark("other", THERE, lease=held[0]).wait == 0
    clock.passes(0.5)
    assert posts.mark("k1", HERE, lease=held[1]).wait == 0
    assert posts.mark("k2", HERE, lease=held[2]).wait == pytest.approx(0.5, abs=0.01)


def test_nothing_is_marked_while_it_waits(db: Database, clock: Clock) -> None:  # noqa: ARG001  time stands still
    posts, (first, second) = Posts(db), leases(db, 2)
    posts.mark("k1", HERE, lease=first)
    assert posts.mark("k2", HERE, lease=second).wait
    assert posts.of("k2") is None


def test_turns_that_come_late_together_are_not_all_used_at_once(db: Database, clock: Clock) -> None:
    posts, held = Posts(db, 1, SECONDS), leases(db, 4)
    for n, lease in enumerate(held):
        posts.mark(f"k{n}", HERE, lease=lease)
    clock.passes(10)
    waits = [posts.mark(f"k{n}", HERE, lease=lease).wait for n, lease in enumerate(held) if n]
    assert waits == pytest.approx([0, 1, 2], abs=0.01)


def test_who_answers_at_once_waits_for_nothing_and_is_waited_for(db: Database, clock: Clock) -> None:  # noqa: ARG001
    posts, (lease,) = Posts(db), leases(db, 1)
    assert [posts.mark(key, HERE).wait for key in ("a", "b")] == [0, 0]
    assert posts.mark("c", HERE, lease=lease).wait == pytest.approx(2, abs=0.01)


def test_what_is_not_paced_takes_no_turn(db: Database, clock: Clock) -> None:  # noqa: ARG001
    posts, (first, second) = Posts(db), leases(db, 2)
    assert posts.mark("a", HERE, lease=first, paced=False).wait == 0
    assert posts.mark("b", THERE, lease=second).wait == 0


def test_without_a_pace_many_are_posted_at_once(db: Database, clock: Clock) -> None:  # noqa: ARG001
    posts = Posts(db, 0, SECONDS)
    assert [posts.mark(f"k{n}", HERE, lease=lease).wait for n, lease in enumerate(leases(db, 3))] == [0, 0, 0]


@pytest.mark.parametrize("pace", [0, 1])
def test_a_channel_that_slack_shut_is_left_alone_by_those_too_who_had_their_turn(
    db: Database, clock: Clock, pace: float
) -> None:
    posts, (first, second, third) = Posts(db, pace, SECONDS), leases(db, 3)
    posts.mark("k1", HERE, lease=first)
    if pace:
        assert posts.mark("k2", HERE, lease=second).wait == pytest.approx(1, abs=0.01)
    posts.pause(HERE, 5)
    posts.pause(HERE, 3)
    clock.passes(1)
    assert posts.mark("k2", HERE, lease=second).wait == pytest.approx(4, abs=1.1)
    assert posts.mark("k3", HERE, lease=third).wait >= 3.99
    assert posts.mark("other", THERE, lease=first).wait == 0
    clock.passes(5)
    assert posts.mark("k2", HERE, lease=second).wait == 0


def test_messages_that_nobody_asked_for_are_counted_by_channel_and_hour(db: Database, clock: Clock) -> None:
    posts = Posts(db, 0)
    posts.mark("a", HERE, unasked=True)
    clock.passes(100)
    posts.mark("b", HERE, unasked=True)
    posts.mark("c", HERE)
    posts.mark("d", THERE, unasked=True)
    assert (posts.unasked(HERE, 200), posts.unasked(HERE, 50)) == (2, 1)


def test_what_is_asked_for_by_now_is_no_longer_unasked(db: Database) -> None:
    posts = Posts(db, 0)
    posts.mark("k", HERE, unasked=True)
    posts.confirm("k", Place("T1", "C1", "2.0"))
    posts.ask("k")
    post = posts.of("k")
    assert post
    assert (post.standing, post.unasked) == ("posted", False)


def test_what_was_taken_away_and_is_asked_for_by_now_may_be_posted(db: Database) -> None:
    posts = Posts(db, 0)
    posts.mark("k", HERE, unasked=True)
    posts.gone("k")
    posts.ask("k")
    assert posts.of("k") is None
    assert posts.mark("k", HERE).wait == 0


def test_a_mark_tells_for_which_delivery_it_was_made(db: Database) -> None:
    posts, (lease,) = Posts(db, 0), leases(db, 1)
    posts.mark("k", HERE, lease=lease)
    posts.mark("l", HERE)
    assert [post.maker for key in "kl" if (post := posts.of(key))] == ["d0", ""]


def test_when_there_may_be_more_of_them_is_when_the_oldest_that_counts_is_past(db: Database, clock: Clock) -> None:
    posts = Posts(db, 0)
    began = clock.now
    for key in ("a", "b", "c"):
        posts.mark(key, HERE, unasked=True)
        clock.passes(100)
    found = [posts.full_until(HERE, 3600, most) for most in (0, 1, 2, 3, 4)]
    assert found == [0, *(pytest.approx(began + 3600 + later, abs=0.01) for later in (200, 100, 0)), 0]
    assert posts.full_until(THERE, 3600, 1) == 0
