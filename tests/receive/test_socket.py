"""Over Socket Mode: two sockets, what is told of them, and what happens when they break."""

import time
from pathlib import Path

import pytest

from tests.listeners import LOCKED
from tests.receive.hearing import SLOW, hearing
from tests.slack_bot import Workspace, workspace

SECONDS = 6.0


def ask(here: Workspace) -> str:
    return str(here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")["ts"])


@pytest.mark.parametrize("how", ["refresh", "close", "abort"])
def test_the_bot_answers_again_within_six_seconds(kb_file: Path, how: str) -> None:
    with workspace(kb_file) as here:
        here.answer(here.channel, ask(here))
        assert here.dana.turns("sockets", how=how)["dropped"] == 2
        end = time.monotonic() + SECONDS
        asked: list[str] = []
        while not any(here.said(here.channel, ts) for ts in asked):
            assert time.monotonic() < end, "it is still deaf"
            asked.append(ask(here))
            time.sleep(0.2)


def test_what_cannot_be_recorded_comes_again(log: pytest.LogCaptureFixture) -> None:
    with hearing() as here:
        here.taken.fails = 1
        here.hears(here.says())
    told = [record.getMessage() for record in log.records if "not acknowledged" in record.getMessage()]
    assert len(told) == 1
    assert "RuntimeError" in told[0]


def test_it_tells_how_many_sockets_there_are_and_when_slack_was_heard() -> None:
    with hearing() as here:
        assert (here.sockets.count, here.connected()) == (2, 2)
        first = here.sockets.heard_at
        assert abs(first - time.time()) < SLOW
        here.dana.waits_for(lambda: here.sockets.heard_at > first, SLOW)  # a pong, or a ping that was answered


def test_after_deafness_it_is_told_since_when_and_a_failure_there_changes_nothing(
    log: pytest.LogCaptureFixture,
) -> None:
    told: list[float] = []

    async def heard_again(since: float) -> None:
        told.append(since)
        raise RuntimeError("hunter2")

    with hearing(on_heard_again=heard_again, deaf=4.0) as here:
        here.hears(here.says())
        cut = time.time()
        here.dana.turns("sockets", how="silence")
        here.dana.waits_for(lambda: told, SLOW)
        here.hears(here.says())
    assert cut - 10 < told[0] < cut + 1
    assert any("time of deafness failed: RuntimeError" in record.getMessage() for record in log.records)


def test_a_machine_that_slept_is_told_how_long_though_its_sockets_survived() -> None:
    told: list[float] = []

    async def heard_again(since: float) -> None:
        told.append(since)

    with hearing(on_heard_again=heard_again, deaf=4.0) as here:
        asleep = time.time()
        here.does(lambda: time.sleep(6))
        here.dana.waits_for(lambda: told, SLOW)
        here.hears(here.says())
    assert asleep - 10 < told[0] < asleep + 1


def test_after_a_short_break_nothing_is_told() -> None:
    told: list[float] = []

    async def heard_again(since: float) -> None:
        told.append(since)

    with hearing(on_heard_again=heard_again) as here:
        here.dana.turns("sockets", how="abort")
        here.hears_again()
    assert told == []


def test_without_slack_it_begins_all_the_same_and_connects_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.receive.socket.BEGINNING", 0.2)
    with hearing(failing=6) as here:
        assert here.connected() == 0
        here.dana.waits_for(lambda: here.connected() == 2, SLOW)
        here.hears_again()
