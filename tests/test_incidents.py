"""Which errors were seen in a channel, and which reply tells of them; on SQLite and on PostgreSQL."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from bot.db.database import Database
from bot.db.incidents import Incidents
from bot.db.model import Fact, Place, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.db.model import Incident
    from tests.postgres import Cluster

LOCKED, GONE = Fact("acme", "0x1", "LOCKED"), Fact("acme", "404", "GONE")
HOUR = 3600.0


@pytest.fixture(params=["sqlite", "postgresql"])
def incidents(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Incidents]:
    """Incidents in a database of the test's own."""
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        url = cluster.new_database()
    else:
        url = f"sqlite:///{tmp_path}/workspace.db"
    with Database.open(url) as db:
        yield Incidents(db)


def message(ts: float, channel: str = "C1") -> Place:
    return Place("T1", channel, f"{ts:.6f}")


def sight(
    incidents: Incidents,
    ts: float,
    *facts: Fact,
    thread: float = 0.0,
    count: int = 1,
    host: str = "",
    channel: str = "C1",
) -> Sequence[Incident]:
    """A message tells of facts; the key of its reply is its ts."""
    where = message(ts, channel)
    seen = [Seen(fact, count, host) for fact in facts]
    told = f"{thread or ts:.6f}"
    return incidents.sight(where, told, seen, post=where.ts, answer=f"answer {where.ts}", window=HOUR)


def posts(told: Sequence[Incident]) -> list[str]:
    return [incident.post for incident in told]


def test_what_is_seen_first_gets_the_reply_and_what_follows_belongs_to_it(incidents: Incidents) -> None:
    (first,) = sight(incidents, 1000, LOCKED)
    (second,) = sight(incidents, 2000, LOCKED)
    assert (first.post, second.id, second.post) == ("1000.000000", first.id, first.post)


def test_another_error_or_channel_is_another_incident(incidents: Incidents) -> None:
    sight(incidents, 1000, LOCKED)
    assert posts(sight(incidents, 1001, GONE)) == ["1001.000000"]
    assert posts(sight(incidents, 1002, LOCKED, channel="C2")) == ["1002.000000"]


def test_after_the_window_an_error_is_new_but_not_in_its_thread(incidents: Incidents) -> None:
    sight(incidents, 1000, LOCKED)
    assert posts(sight(incidents, 9000, LOCKED, thread=1000)) == ["1000.000000"]
    assert posts(sight(incidents, 1000 + 10 * HOUR, LOCKED)) == [f"{1000 + 10 * HOUR:.6f}"]


def test_the_window_begins_anew_with_each_sighting(incidents: Incidents) -> None:
    for number in range(5):
        assert posts(sight(incidents, 1000 + number * 0.9 * HOUR, LOCKED)) == ["1000.000000"]


def test_a_message_that_comes_late_belongs_to_what_came_after_it(incidents: Incidents) -> None:
    sight(incidents, 2000, LOCKED)
    assert posts(sight(incidents, 1000, LOCKED)) == ["2000.000000"]


def test_the_tally_tells_how_often_when_and_where(incidents: Incidents) -> None:
    (incident,) = sight(incidents, 1000, LOCKED, count=7, host="b.example.net")
    sight(incidents, 1500, LOCKED, host="a.example.net")
    sight(incidents, 1200, LOCKED)
    tally = incidents.tally(incident)
    assert (tally.count, tally.messages, tally.first, tally.last) == (9, 3, 1000, 1500)
    assert tally.hosts == ("a.example.net", "b.example.net")


def test_the_same_message_again_is_counted_once(incidents: Incidents) -> None:
    for count in (1, 1, 4):
        (incident,) = sight(incidents, 1000, LOCKED, count=count)
    assert incidents.tally(incident).count == 4


def test_what_a_message_tells_no_more_is_counted_off_and_named_each_time(incidents: Incidents) -> None:
    (locked,) = sight(incidents, 1000, LOCKED)
    for _ in range(2):
        gone, before = sight(incidents, 1000, GONE)
        assert (gone.fact, before.id) == (GONE, locked.id)
        assert incidents.tally(locked).messages == 0


def test_what_is_said_again_counts_again(incidents: Incidents) -> None:
    sight(incidents, 1000, LOCKED)
    sight(incidents, 1000)
    (locked,) = sight(incidents, 1000, LOCKED)
    assert incidents.tally(locked).count == 1


def test_a_message_that_is_gone_is_counted_off_however_often_that_is_told(incidents: Incidents) -> None:
    (incident,) = sight(incidents, 1000, LOCKED)
    sight(incidents, 1001, LOCKED)
    for _ in range(2):
        assert posts(incidents.withdraw(message(1000))) == ["1000.000000"]
        assert incidents.tally(incident).count == 1


def test_the_incidents_of_a_message_a_reply_and_an_answer_are_found(incidents: Incidents) -> None:
    told = sight(incidents, 1000, LOCKED, GONE)
    ids = {incident.id for incident in told}
    for found in (
        incidents.of_message(message(1000)),
        incidents.of_post("1000.000000"),
        incidents.of_answer("answer 1000.000000"),
    ):
        assert {incident.id for incident in found} == ids
    assert incidents.of_message(message(1001)) == ()


def test_of_those_that_adopt_an_incident_the_first_has_it(incidents: Incidents) -> None:
    orphans = sight(incidents, 1000, LOCKED, GONE)
    assert incidents.adopt(orphans, "1001", "answer 1001", "1001")
    assert not incidents.adopt(orphans, "1002", "answer 1002", "1002")
    assert {incident.post for incident in incidents.of_answer("answer 1001")} == {"1001"}
    assert len(incidents.of_post("1001")) == 2


def test_the_turn_to_change_a_reply_comes_after_a_rest_and_is_taken_once(incidents: Incidents) -> None:
    sight(incidents, 1000, LOCKED, GONE)
    assert 0 < incidents.turn("1000.000000", 60) <= 60
    time.sleep(1.2)
    with ThreadPoolExecutor(4) as pool:
        waits = [*pool.map(lambda _: incidents.turn("1000.000000", 1.1), range(4))]
    assert sum(wait == 0 for wait in waits) == 1
    assert incidents.turn("1000.000000", 60) > 30


def test_what_is_wrong_stays_so_until_that_is_taken_back(incidents: Incidents) -> None:
    sight(incidents, 1000, LOCKED)
    incidents.refute("1000.000000")
    assert sight(incidents, 1001, LOCKED)[0].refuted
    incidents.refute("1000.000000", refuted=False)
    assert not sight(incidents, 1002, LOCKED)[0].refuted


def test_what_a_reply_shows_is_kept(incidents: Incidents) -> None:
    (incident,) = sight(incidents, 1000, LOCKED)
    incidents.shown(incident, 5)
    assert incidents.of_post(incident.post)[0].shown == 5


def test_of_many_at_once_one_is_the_first(incidents: Incidents) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = [*pool.map(lambda number: sight(incidents, 1000 + number, LOCKED)[0], range(24))]
    assert len({incident.id for incident in told}) == 1
    assert incidents.tally(told[0]).count == 24


def test_one_delivery_comes_back_to_change_a_reply_until_it_lets_go(incidents: Incidents) -> None:
    (one,) = sight(incidents, 1000, LOCKED)
    assert incidents.keep(one.post, "a") == "a"
    assert incidents.keep(one.post, "b") == "a"
    incidents.let_go(one.post, "b")
    assert incidents.keep(one.post, "b") == "a"
    incidents.let_go(one.post, "a")
    assert incidents.keep(one.post, "b") == "b"


def test_a_delivery_that_is_over_is_relieved_by_one_other(incidents: Incidents) -> None:
    (one,) = sight(incidents, 1000, LOCKED)
    incidents.keep(one.post, "a")
    assert incidents.keep(one.post, "b", instead_of="a") == "b"
    assert incidents.keep(one.post, "c", instead_of="a") == "b"
