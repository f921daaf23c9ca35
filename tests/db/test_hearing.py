"""Until when Slack was heard, and what is owed because it was not."""

import pytest

from bot.db.database import Database
from bot.db.hearing import Hearing
from tests.clock import Clock


@pytest.fixture
def hearing(db: Database, clock: Clock) -> Hearing:
    """What is known at first; the clock stands still."""
    assert clock
    return Hearing(db)


def test_at_first_nobody_heard_anything(hearing: Hearing) -> None:
    assert hearing.silence() is None


def test_silence_is_counted_from_the_last_time(hearing: Hearing, clock: Clock) -> None:
    hearing.beat()
    clock.passes(30)
    hearing.beat()
    clock.passes(100)
    assert hearing.silence() == pytest.approx(100, abs=0.01)


def test_nothing_is_owed_at_first(hearing: Hearing) -> None:
    assert hearing.take(60, "a") is None


def test_what_is_owed_is_taken_by_one(hearing: Hearing) -> None:
    hearing.owe(500)
    assert hearing.take(60, "a") == pytest.approx(500, abs=0.01)
    assert hearing.take(60, "b") is None


def test_who_dies_at_it_leaves_it_to_another(hearing: Hearing, clock: Clock) -> None:
    hearing.owe(500)
    hearing.take(60, "a")
    clock.passes(61)
    assert hearing.take(60, "b") == pytest.approx(561, abs=0.01)


def test_what_is_settled_is_owed_no_more(hearing: Hearing) -> None:
    hearing.owe(500)
    hearing.take(60, "a")
    hearing.settle("a")
    assert hearing.take(60, "b") is None


def test_only_who_is_at_it_settles_it(hearing: Hearing) -> None:
    hearing.owe(500)
    hearing.take(60, "a")
    hearing.settle("b")
    hearing.release("b")
    assert hearing.take(60, "b") is None


def test_what_is_let_go_of_can_be_taken_at_once(hearing: Hearing) -> None:
    hearing.owe(500)
    hearing.take(60, "a")
    hearing.release("a")
    assert hearing.take(60, "b") is not None


def test_of_two_silences_the_earlier_counts(hearing: Hearing, clock: Clock) -> None:
    hearing.owe(500)
    clock.passes(10)
    hearing.owe(100)
    assert hearing.take(60, "a") == pytest.approx(510, abs=0.01)


def test_who_goes_on_with_it_keeps_it(hearing: Hearing, clock: Clock) -> None:
    hearing.owe(500)
    hearing.take(60, "a")
    clock.passes(50)
    hearing.hold(60, "a")
    clock.passes(50)
    assert hearing.take(60, "b") is None


def test_only_who_is_at_it_goes_on_with_it(hearing: Hearing, clock: Clock) -> None:
    hearing.owe(500)
    hearing.take(60, "a")
    hearing.hold(900, "b")
    clock.passes(61)
    assert hearing.take(60, "b") is not None


def test_what_is_owed_anew_while_somebody_is_at_it_is_not_settled_with_that(hearing: Hearing) -> None:
    hearing.owe(500)
    hearing.take(60, "a")
    hearing.owe(100)
    hearing.settle("a")
    assert hearing.take(60, "b") == pytest.approx(500, abs=0.01)
