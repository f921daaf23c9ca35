"""The keeper: a fresh connection in the place of one that needs it, and how it goes about that."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession
from slack_sdk import WebClient

from bot.local.socket_mode import MOST
from tests.receive.hearing import SLOW, Hearing, hearing

if TYPE_CHECKING:
    from bot.local.socket_mode import Connection

OPEN = "apps.connections.open"
QUICKLY = 4.0


def connections(here: Hearing) -> tuple[Connection, ...]:
    """Slack's side of what is open."""
    return tuple(here.slack.sockets.route(here.slack.app.id).connections)


def renewals(log: pytest.LogCaptureFixture) -> list[str]:
    """What was said about renewals."""
    return [record.getMessage() for record in log.records if "is renewed" in record.getMessage()]


def test_a_connection_that_stopped_reading_is_renewed_and_the_other_stays(log: pytest.LogCaptureFixture) -> None:
    with hearing() as here:
        before = connections(here)
        first = here.sockets._keepers[0]._connection
        assert first
        assert first.message_receiver
        here.does(first.message_receiver.cancel)
        here.dana.waits_for(lambda: len({*connections(here)} - {*before}) == 1 and len(connections(here)) == 2, SLOW)
        here.hears_again()
    assert renewals(log) == ["socket 1 is renewed: it stopped reading"]


def test_a_line_for_each_renewal_says_which_and_why(log: pytest.LogCaptureFixture) -> None:
    with hearing() as here:
        here.dana.turns("sockets", how="close")
        here.hears_again()
        here.dana.waits_for(lambda: here.connected() == 2, SLOW)
    assert sorted(renewals(log)) == [f"socket {n} is renewed: it was closed (1001, no error)" for n in (1, 2)]


@pytest.mark.parametrize(("how", "quiet"), [("warning", 1800.0), ("quiet", 0.5)])
def test_the_next_connection_is_there_before_one_that_still_works_goes(
    log: pytest.LogCaptureFixture, how: str, quiet: float
) -> None:
    with hearing(quiet=quiet) as here:
        before, fewest = connections(here), 2
        if how == "warning":
            here.dana.turns("sockets", how="warning")
        end = time.monotonic() + SLOW
        while {*before} & {*connections(here)}:
            fewest = min(fewest, here.connected())
            assert time.monotonic() < end
        here.hears(here.says())
        assert fewest == 2
    assert len(renewals(log)) >= 2


def test_while_one_is_renewed_the_other_is_not_taken_for_quiet(log: pytest.LogCaptureFixture) -> None:
    with hearing(quiet=0.5) as here:
        here.dana.turns("fault", kind="hang", method=OPEN, next=1, seconds=2)
        here.dana.waits_for(lambda: len(renewals(log)) == 1, SLOW)
        time.sleep(1)
        assert len(renewals(log)) == 1
        here.hears(here.says())


def test_where_there_is_no_room_for_the_next_the_old_one_goes_first() -> None:
    with hearing(count=1) as here:
        before = connections(here)
        web = WebClient(base_url=here.slack.api_url)
        urls = [web.apps_connections_open(app_token=here.slack.app.app_token)["url"] for _ in range(MOST - 1)]

        async def crowded() -> None:
            async with ClientSession() as session:
                others = [await session.ws_connect(url) for url in urls]
                await asyncio.to_thread(lambda: here.dana.turns("sockets", how="warning"))
                await asyncio.to_thread(
                    here.dana.waits_for,
                    lambda: len(connections(here)) == MOST and before[0] not in connections(here),
                    SLOW,
                )
                for other in others:
                    await other.close()

        asyncio.run(crowded())
        here.hears_again()


def test_a_frame_that_stalls_is_waited_for(log: pytest.LogCaptureFixture) -> None:
    with hearing(count=1) as here:
        here.dana.turns("sockets", how="stall", seconds=3.5)
        here.hears(here.says())
    assert renewals(log) == []


def test_a_pause_that_slack_asks_for_is_kept() -> None:
    with hearing(count=1) as here:
        here.dana.turns("fault", kind="ratelimit", method=OPEN, next=1, seconds=2)
        here.dana.turns("sockets", how="abort")
        assert here.hears_again() > 2


def test_it_ends_quickly_while_it_waits_for_slack() -> None:
    with hearing() as here:
        here.dana.turns("fault", kind="hang", method=OPEN, next=2, seconds=30)
        here.dana.turns("sockets", how="abort")
        here.dana.waits_for(lambda: here.connected() == 0, SLOW)
        time.sleep(0.5)
        began = time.monotonic()
        here.runs(here.sockets.__aexit__())
        assert time.monotonic() - began < QUICKLY
