"""What was seen in a channel, looked back upon; on SQLite and on PostgreSQL."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bot.db.database import Database
from bot.db.incidents import Incidents
from bot.db.model import Fact, Place, Seen
from bot.db.sightings import FACTS, HOSTS, MESSAGES, Sightings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Cluster

LOCKED, GONE = Fact("acme", "0x1", "LOCKED"), Fact("acme", "404", "GONE")


class Channel:
    """A channel in which errors are seen."""

    def __init__(self, db: Database) -> None:
        self.incidents = Incidents(db)
        self.sightings = Sightings(db)

    def sees(
        self, at: float, *facts: Fact, channel: str = "C1", count: int = 1, host: str = "", thread: str = ""
    ) -> str:
        """A message tells of facts; its ts comes back."""
        ts = f"{at:.6f}"
        seen = [Seen(fact, count, host) for fact in facts]
        self.incidents.sight(Place("T1", channel, ts), thread or ts, seen, post=ts, answer=ts, window=3600)
        return ts


@pytest.fixture(params=["sqlite", "postgresql"])
def channel(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Channel]:
    """A channel in a database of the test's own."""
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        url = cluster.new_database()
    else:
        url = f"sqlite:///{tmp_path}/workspace.db"
    with Database.open(url) as db:
        yield Channel(db)


def test_errors_are_told_in_the_order_in_which_they_were_first_seen(channel: Channel) -> None:
    channel.sees(2000, LOCKED, host="b.example.net", count=3)
    channel.sees(1000, GONE)
    channel.sees(3000, LOCKED, host="a.example.net")
    history = channel.sightings.history("T1", "C1", 0, 9000)
    assert [one.fact for one in history.seen] == [GONE, LOCKED]
    tally = history.seen[1].tally
    assert (tally.count, tally.messages, tally.first, tally.last) == (4, 2, 2000, 3000)
    assert tally.hosts == ("b.example.net", "a.example.net")
    assert (history.errors, history.count, history.messages) == (2, 5, 3)


def test_other_channels_and_other_times_are_left_out(channel: Channel) -> None:
    channel.sees(1000, LOCKED)
    channel.sees(5000, GONE)
    channel.sees(9000, LOCKED)
    channel.sees(5000, LOCKED, channel="C2")
    history = channel.sightings.history("T1", "C1", 4000, 5000)
    assert [one.fact for one in history.seen] == [GONE]
    assert channel.sightings.history("T2", "C1", 0, 9000).seen == ()


def test_incidents_that_follow_each_other_are_one_line(channel: Channel) -> None:
    channel.sees(1000, LOCKED)
    channel.sees(90_000, LOCKED)
    (seen,) = channel.sightings.history("T1", "C1", 0, 100_000).seen
    assert seen.tally.messages == 2


def test_the_messages_are_named_with_their_threads(channel: Channel) -> None:
    first = channel.sees(1000, LOCKED)
    second = channel.sees(1001, LOCKED, thread=first)
    (seen,) = channel.sightings.history("T1", "C1", 0, 9000).seen
    assert seen.messages == ((first, first), (second, first))


def test_of_many_messages_the_first_ones_and_the_last_are_named(channel: Channel) -> None:
    told = [channel.sees(1000 + number, LOCKED, host=f"edge-{number}.example.net") for number in range(30)]
    (seen,) = channel.sightings.history("T1", "C1", 0, 9000).seen
    assert [ts for ts, _ in seen.messages] == [*told[: MESSAGES - 1], told[-1]]
    assert len(seen.tally.hosts) == HOSTS


def test_of_many_errors_the_first_ones_are_told_and_all_are_counted(channel: Channel) -> None:
    channel.sees(1000, *(Fact("acme", f"{number:04}", "") for number in range(FACTS + 20)))
    history = channel.sightings.history("T1", "C1", 0, 9000)
    assert (len(history.seen), history.errors) == (FACTS, FACTS + 20)


def test_what_was_edited_away_or_deleted_is_not_told(channel: Channel) -> None:
    channel.sees(1000, LOCKED)
    channel.sees(1001, LOCKED)
    channel.incidents.withdraw(Place("T1", "C1", "1000.000000"))
    (seen,) = channel.sightings.history("T1", "C1", 0, 9000).seen
    assert (seen.tally.count, seen.tally.first) == (1, 1001)
    channel.sees(1001)
    assert channel.sightings.history("T1", "C1", 0, 9000).seen == ()
    assert channel.sightings.last("T1", "C1") is None


def test_what_was_wrong_each_time_is_marked(channel: Channel) -> None:
    post = channel.sees(1000, LOCKED)
    channel.sees(1001, GONE)
    channel.incidents.refute(post)
    told = {one.fact: one.refuted for one in channel.sightings.history("T1", "C1", 0, 9000).seen}
    assert told == {LOCKED: True, GONE: False}
    channel.sees(90_000, LOCKED)  # a later incident, which nobody has called wrong
    assert [one.refuted for one in channel.sightings.history("T1", "C1", 0, 99_000).seen] == [False, False]


def test_a_span_ends_now_or_with_a_message_that_slack_dates_later(channel: Channel) -> None:
    since, until = channel.sightings.span("T1", "C1", 60)
    assert until - since == pytest.approx(60)
    assert abs(until - time.time()) < 60
    channel.sees(until + 1000, LOCKED)
    assert channel.sightings.span("T1", "C1", 60)[1] == pytest.approx(until + 1000)
    assert channel.sightings.last("T1", "C1") == pytest.approx(until + 1000)
