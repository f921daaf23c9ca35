"""The trials in short: whatever goes wrong, what should be answered is, once, and no log says what was said."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from bot.local import LocalSlack
from bot.local.model import TEAM, Message
from tests.chaos import table, trials
from tests.chaos.crowd import Crowd, Outcome
from tests.chaos.damage import damaged
from tests.chaos.scene import Finding, leaks
from tests.chaos.soak import MOST_MB, soak

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from tests.postgres import Cluster

LEASE = 7.0
"""Seconds; the local Slack answers at once, so that a lease need not last."""
SHORT: dict[str, Callable[[Cluster], Coroutine[Any, Any, Finding]]] = {
    "kills, SQLite": lambda _: trials.kill_loop("kills", 300, 30, 3, lease=LEASE),
    "kills and crashes, PostgreSQL": lambda pg: trials.kill_loop(
        "kills", 200, 25, 2, url=pg.new_database(), cluster=pg, crashes=1, lease=LEASE
    ),
    "a pause": lambda _: trials.pause_loop("pause", 80, 10, 1),
    "an outage": lambda _: trials.outage("outage", 80),
    "refusals": lambda _: trials.storm("refusals", 100, 30, 3),
    "a held lock": lambda _: trials.locked("lock", 100, 30, 3),
    "a full disk": lambda _: trials.full("full disk", 100, 30, 3),
    "kills over HTTP": lambda _: trials.over_http("kills over HTTP", 60, 10, 1, lease=LEASE),
}


@pytest.mark.parametrize("trial", SHORT)
def test_everything_is_answered_once(trial: str, postgres: Cluster) -> None:
    found = asyncio.run(SHORT[trial](postgres))
    assert table.faults(found) == []
    assert found.outcome.asked > 20
    assert all(found.done.values())


def test_a_damaged_knowledge_base_is_built_again() -> None:
    assert damaged(10).right == 10


# What judges is judged too


@pytest.fixture
def talked() -> Iterator[Talked]:
    """A crowd that said ten things in a local Slack where nobody answers."""
    with asyncio.Runner() as runner:
        slack = LocalSlack()

        async def talk() -> Crowd:
            await slack.__aenter__()
            crowd = Crowd(slack, ["0x8088002A"], channels=2)
            await crowd.talks(10, 1000)
            return crowd

        def replies(key: str) -> None:
            runner.run(reply(slack, key))

        try:
            yield Talked(runner.run(talk()), slack, replies)
        finally:
            runner.run(slack.__aexit__(None, None, None))


class Talked(NamedTuple):
    """A crowd, its local Slack, and what posts a reply to a message there."""

    crowd: Crowd
    slack: LocalSlack
    replies: Callable[[str], None]


async def reply(slack: LocalSlack, key: str) -> None:
    """Post what the bot would, for a message."""
    _, channel, ts = key.split(":")
    metadata = {"event_type": "streamerr_reply", "event_payload": {"key": key}}
    slack.workspace.post(Message(channel, slack.app.user, "an answer", thread_ts=ts, metadata=metadata))


def wanting(crowd: Crowd, *, reply: bool) -> str:
    """The first message that wants a reply, or wants none."""
    return next(key for key, wanted in crowd._wanted.items() if bool(wanted) is reply)


def test_what_nobody_answers_is_lost(talked: Talked) -> None:
    outcome = talked.crowd.outcome()
    assert outcome.said == 10
    assert len(outcome.lost) == outcome.asked > 0


def test_a_second_reply_is_seen(talked: Talked) -> None:
    crowd, _, replies = talked
    key = wanting(crowd, reply=True)
    replies(key)
    assert crowd.outcome().twice == []
    replies(key)
    assert crowd.outcome().twice == [crowd._wanted[key]]


def test_a_reply_to_chatter_is_seen(talked: Talked) -> None:
    crowd, _, replies = talked
    replies(wanting(crowd, reply=False))
    assert len(crowd.outcome().unwanted) == 1


def test_an_error_that_is_not_counted_is_seen(talked: Talked) -> None:
    crowd, _, replies = talked
    key, error = next((key, wanted) for key, wanted in crowd._wanted.items() if " " in wanted)
    replies(key)
    crowd._said_times[error] = 1
    assert crowd.miscounted() == []
    crowd._said_times[error] = 2
    assert crowd.miscounted() == [error]


def test_texts_and_tokens_in_a_log_are_seen(talked: Talked) -> None:
    slack = talked.slack
    assert leaks(f"fine\ntoken {slack.app.bot_token}\nsaid zqcanary7", slack) == [
        f"token {slack.app.bot_token}",
        "said zqcanary7",
    ]


@pytest.mark.parametrize(
    "found",
    [
        Finding("x", Outcome(lost=["1"])),
        Finding("x", Outcome(twice=["1"])),
        Finding("x", Outcome(unwanted=["1"])),
        Finding("x", Outcome(miscounted=["1"])),
        Finding("x", Outcome(sorry=1)),
        Finding("x", leaks=["1"]),
        Finding("x", ended_badly=1),
        Finding("x", left=1),
    ],
)
def test_every_fault_is_told(found: Finding) -> None:
    assert len(table.faults(found)) == 1
    assert table.faults(Finding("x")) == []


def test_the_table_has_a_row_for_each_trial() -> None:
    done = {"kills": 3, "ratelimit": 1_200}
    told = table.findings([Finding("kill -9", Outcome(6_000, 4_800), done, seconds=61.3)])
    assert "| kill -9: 3 kills, 1,200 429s | 6,000 | 4,800 | 0 | 0 | 0 | 0 | 0 | 61 |" in told
    assert TEAM not in told


def test_memory_stays_what_it_is_under_an_even_load() -> None:
    soaked = asyncio.run(soak(900, 30))
    assert table.faults(soaked.finding) == []
    assert soaked.growth < MOST_MB
