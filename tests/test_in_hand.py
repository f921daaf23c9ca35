"""What a worker has in hand."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from bot import in_hand
from bot.db.model import Delivery, Lease
from bot.in_hand import LaterError

LEASE = Lease(Delivery("a", {}), "owner", 60.0, 0.0, 1)


def test_a_delivery_is_in_hand_as_long_as_it_is_held() -> None:
    assert in_hand.current() is None
    with in_hand.holding(LEASE) as hand:
        assert in_hand.current() is hand
        assert (hand.lease, hand.failed, hand.responses) == (LEASE, None, 0)
    assert in_hand.current() is None


def test_it_is_let_go_of_when_the_work_fails() -> None:
    with pytest.raises(ValueError, match="x"), in_hand.holding(LEASE):
        raise ValueError("x")
    assert in_hand.current() is None


def test_other_threads_have_nothing_in_hand() -> None:
    with in_hand.holding(LEASE), ThreadPoolExecutor(1) as pool:
        assert pool.submit(in_hand.current).result() is None


def test_work_within_work_has_its_own_in_hand() -> None:
    inner = Lease(Delivery("b", {}), "owner", 60.0, 0.0, 1)
    with in_hand.holding(LEASE) as outer:
        with in_hand.holding(inner) as hand:
            assert in_hand.current() is hand
        assert in_hand.current() is outer
        assert copy_context().run(in_hand.current) is outer


def test_what_is_put_off_says_for_how_long_and_why_and_counts_only_when_it_says_so() -> None:
    later = LaterError(2.5, "not now")
    assert (later.seconds, later.why, later.counts, str(later)) == (2.5, "not now", False, "not now")
    assert LaterError(1, "lost", counts=True).counts
