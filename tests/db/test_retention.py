"""Retention: what is past goes, what is not stays, and nobody waits long for it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select

from bot.db.inbox import Inbox
from bot.db.model import Delivery
from bot.db.retention import DAY, TOGETHER, Retention
from bot.db.tables import (
    answers,
    bots,
    channels,
    inbox,
    incidents,
    metadata,
    notes,
    paces,
    policy_changes,
    posts,
    sightings,
    threads,
)

if TYPE_CHECKING:
    from sqlalchemy import Table

    from bot.db.database import Database

KEYS, ANSWERS = 7 * DAY, 90 * DAY
NEVER = threading.Event()
AGED = {posts: "marked", answers: "at", threads: "at", sightings: "at", incidents: "last"}
"""Tables that are kept for as long as answers are, and when a row of them is from."""
LONGEST_WAIT = 2.0
"""Seconds, on a machine that does other things too; a sweep in one go takes longer the more there is."""


def row(table: Table, number: int = 1, **values: Any) -> dict[str, Any]:
    """A row of a table, its keys made of a number, everything else empty."""
    empty = {float: 0.0, int: 0, bool: False, str: ""}
    made = {column.name: empty[column.type.python_type] for column in table.columns}
    made |= {column.name: str(number) for column in table.primary_key if column.type.python_type is str}
    made |= {column.name: number for column in table.primary_key if column.type.python_type is int}
    return made | values


def put(db: Database, table: Table, *rows: dict[str, Any]) -> None:
    with db.writing() as connection:
        connection.execute(insert(table), [*rows])


def count(db: Database, table: Table) -> int:
    with db.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def ago(seconds: float) -> float:
    return time.time() - seconds


@pytest.mark.parametrize("table", AGED, ids=lambda table: table.name)
def test_what_is_older_than_answers_are_kept_is_forgotten(db: Database, table: Table) -> None:
    when = AGED[table]
    put(db, table, row(table, 1, **{when: ago(ANSWERS + DAY)}), row(table, 2, **{when: ago(ANSWERS - DAY)}))
    assert Retention(db, KEYS, ANSWERS).sweep(NEVER).forgotten == {table.name: 1}
    assert count(db, table) == 1
    assert Retention(db, KEYS, ANSWERS).sweep(NEVER).forgotten == {}
    assert Retention(db, KEYS, DAY).sweep(NEVER).forgotten == {table.name: 1}


@pytest.mark.parametrize("state", ["done", "given_up"])
def test_an_event_is_known_until_keys_are_forgotten(db: Database, state: str) -> None:
    for number, days in ((1, 8), (2, 6)):
        put(db, inbox, row(inbox, number, state=state, received=ago(9 * DAY), ended=ago(days * DAY)))
    assert Retention(db, KEYS, ANSWERS).sweep(NEVER).forgotten == {"inbox": 1}
    assert [Inbox(db).knows(key) for key in ("1", "2")] == [False, True]


def test_an_event_that_waited_for_more_than_a_day_is_given_up_and_its_words_are_gone(db: Database) -> None:
    for number, hours in ((1, 25), (2, 23)):
        waiting = {"state": "waiting", "body": '{"text":"canary"}', "received": ago(hours * 3600)}
        put(db, inbox, row(inbox, number, **waiting))
    assert Retention(db, KEYS, ANSWERS).sweep(NEVER).given_up == 1
    (lost,) = Inbox(db).given_up()
    assert (lost.key, lost.fault) == ("1", "too old to be answered")
    with db.reading() as connection:
        assert [*connection.execute(select(inbox.c.body).order_by(inbox.c.key)).scalars()] == ["", '{"text":"canary"}']


def test_an_event_that_is_worked_on_is_not_given_up(db: Database) -> None:
    old = {"state": "waiting", "body": "{}", "received": ago(2 * DAY)}
    put(db, inbox, row(inbox, 1, **old, leased=time.time() + 60))
    assert Retention(db, KEYS, ANSWERS).sweep(NEVER).given_up == 0


def test_turns_that_are_past_are_forgotten_and_those_to_come_are_not(db: Database) -> None:
    past, soon = ago(DAY + 10), time.time() + 60
    for number, (free, shut) in enumerate([(past, past), (past, soon), (soon, past)]):
        put(db, paces, row(paces, number, next=free, shut=shut))
    assert Retention(db, KEYS, ANSWERS).sweep(NEVER).forgotten == {"paces": 1}
    assert count(db, paces) == 2


def test_decisions_and_what_people_said_stay(db: Database) -> None:
    lasting = (channels, policy_changes, bots, notes)
    for table in lasting:
        put(db, table, row(table))
    assert Retention(db, KEYS, ANSWERS).sweep(NEVER).forgotten == {}
    assert [count(db, table) for table in lasting] == [1] * len(lasting)


def test_of_every_table_it_is_decided_whether_it_is_kept() -> None:
    kept = {"channels", "policy_changes", "bots", "notes", "chores"}
    swept = {table.name for table in AGED} | {"inbox", "paces"}
    assert swept | kept == {*metadata.tables}


def test_what_is_more_than_is_done_in_one_go_is_forgotten_too(db: Database) -> None:
    number = 2 * TOGETHER + 1
    put(db, answers, *(row(answers, n) for n in range(number)))
    assert Retention(db, KEYS, ANSWERS).sweep(NEVER).forgotten == {"answers": number}


def test_when_the_bot_stops_the_rest_is_left_for_the_next_time(db: Database) -> None:
    put(db, answers, row(answers))
    stopping = threading.Event()
    stopping.set()
    assert Retention(db, KEYS, ANSWERS).sweep(stopping).forgotten == {}
    assert count(db, answers) == 1


def test_events_are_recorded_meanwhile_without_long_waits(db: Database) -> None:
    put(db, inbox, *(row(inbox, n, state="done", body="x" * 200, ended=1.0) for n in range(20_000)))
    sweeping = threading.Thread(target=Retention(db, KEYS, ANSWERS).sweep, args=(NEVER,))
    waits: list[float] = []
    sweeping.start()
    while sweeping.is_alive():
        before = time.monotonic()
        assert Inbox(db).put([Delivery(f"new-{len(waits)}", {}, "message")]) == [True]
        waits.append(time.monotonic() - before)
    assert count(db, inbox) == len(waits) > 10
    assert max(waits) < LONGEST_WAIT
