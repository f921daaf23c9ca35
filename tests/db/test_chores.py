"""Chores: one process at a time, when they are due."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bot.db.chores import Chores

if TYPE_CHECKING:
    from bot.db.database import Database


def test_one_that_was_never_done_is_due(db: Database) -> None:
    assert Chores(db).claim("sweep", 3600, 60)


def test_one_that_somebody_has_is_nobody_elses(db: Database) -> None:
    assert Chores(db).claim("sweep", 0, 60)
    assert not Chores(db).claim("sweep", 0, 60)


def test_one_does_not_stand_in_the_way_of_another(db: Database) -> None:
    assert Chores(db).claim("sweep", 0, 60)
    assert Chores(db).claim("dust", 0, 60)


def test_one_that_was_done_is_due_again_later(db: Database) -> None:
    mine = Chores(db)
    mine.claim("sweep", 0, 60)
    assert mine.done("sweep")
    assert not Chores(db).claim("sweep", 3600, 60)
    assert Chores(db).claim("sweep", 0, 60)


def test_one_whose_owner_is_gone_can_be_claimed_after_the_lease(db: Database) -> None:
    mine, other = Chores(db), Chores(db)
    assert mine.claim("sweep", 3600, 0)
    assert other.claim("sweep", 3600, 60)
    assert not mine.done("sweep")
    assert not mine.let_go("sweep")
    assert other.done("sweep")


def test_one_that_is_let_go_is_due_at_once(db: Database) -> None:
    mine, other = Chores(db), Chores(db)
    mine.claim("sweep", 3600, 60)
    assert mine.let_go("sweep")
    assert other.claim("sweep", 3600, 60)


def test_what_was_not_claimed_cannot_be_done(db: Database) -> None:
    assert not Chores(db).done("sweep")


def test_of_many_who_claim_one_at_once_one_has_it(db: Database) -> None:
    won: list[bool] = []
    ready = threading.Barrier(8)

    def claim() -> None:
        mine = Chores(db)
        ready.wait(30)
        won.append(mine.claim("sweep", 3600, 60))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]
