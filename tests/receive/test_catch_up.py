"""After an outage: what was said meanwhile is answered, once, and looking for it stands in nobody's way."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest
from prometheus_client import REGISTRY

from bot.receive import catch_up
from tests.listeners import LOCKED
from tests.receive.outage import BEAT, PATIENCE

if TYPE_CHECKING:
    from tests.receive.outage import Outage


def test_a_mention_is_found(outage: Outage) -> None:
    channel, asked = outage.missed()
    with outage.bot():
        assert outage.answers(channel, asked["ts"])


def test_what_is_found_is_counted(outage: Outage) -> None:
    def found() -> float:
        labels = {"kind": "message", "became": "found"}
        return REGISTRY.get_sample_value("streamerr_events_total", labels) or 0.0

    before = found()
    outage.dana.says(outage.slack.seed.general, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    with outage.bot():
        outage.dana.waits_for(lambda: found() == before + 1)


def test_an_error_in_an_automatic_channel_is_found(outage: Outage) -> None:
    channel = outage.slack.seed.incidents
    said = outage.dana.says(channel, f"the packager says {LOCKED}")
    outage.given_up(1)
    with outage.bot():
        assert outage.answers(channel, said["ts"])


def test_a_direct_message_is_found(outage: Outage) -> None:
    channel = outage.dana.does("open_im", **{"with": outage.me})["channel"]["id"]
    outage.dana.says(channel, LOCKED)
    outage.given_up(1)
    with outage.bot():
        assert outage.dana.waits_for(lambda: [one for one in outage.dana.reads(channel) if one["user"] == outage.me])


def test_a_reply_in_a_thread_that_began_before_is_found(outage: Outage) -> None:
    channel = outage.slack.seed.general
    first = outage.sam.says(channel, "anybody seen this?")
    outage.dana.says(channel, f"<@{outage.me}> {LOCKED}", thread_ts=first["ts"])
    outage.given_up(3)
    with outage.bot():
        assert outage.answers(channel, first["ts"])


def test_what_was_answered_before_is_not_answered_again(outage: Outage) -> None:
    channel = outage.slack.seed.general
    with outage.bot():
        before = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
        assert outage.answers(channel, before["ts"])
    outage.hour_passes()
    after = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    with outage.bot():
        assert outage.answers(channel, after["ts"])
    assert len(outage.replies(channel, before["ts"])) == 1


def test_what_does_not_concern_us_is_not_answered_later_either(outage: Outage) -> None:
    channel = outage.slack.seed.general
    said = outage.dana.says(channel, f"look at {LOCKED}")
    asked = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(3)
    with outage.bot():
        assert outage.answers(channel, asked["ts"])
    assert outage.replies(channel, said["ts"]) == []


def test_a_short_silence_is_left_to_slack(outage: Outage) -> None:
    channel = outage.slack.seed.general
    outage.hour_passes(0)
    asked = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    with outage.bot() as bot:
        outage.dana.waits_for(lambda: (bot.hearing.silence() or 99) < 1)
    assert outage.replies(channel, asked["ts"]) == []


def test_where_slack_lists_nothing_known_channels_are_looked_through(outage: Outage) -> None:
    channel = outage.slack.seed.general
    with outage.bot():
        before = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
        assert outage.answers(channel, before["ts"])
    outage.sam.turns("scopes", remove=["channels:read", "groups:read", "im:read"])
    outage.hour_passes()
    after = outage.dana.says(channel, f"<@{outage.me}> {LOCKED}")
    outage.given_up(2)
    with outage.bot():
        assert outage.answers(channel, after["ts"])


def test_slack_is_asked_again_when_it_says_later(outage: Outage) -> None:
    channel, asked = outage.missed()
    for method in ("users.conversations", "conversations.history"):
        outage.sam.turns("fault", kind="ratelimit", method=method, next=1, seconds=1)
    with outage.bot():
        assert outage.answers(channel, asked["ts"])


def test_slack_is_asked_again_what_a_channel_is_when_it_says_later(outage: Outage) -> None:
    channel = outage.slack.seed.incidents
    said = outage.dana.says(channel, f"the packager says {LOCKED}")
    outage.given_up(1)
    outage.sam.turns("fault", kind="ratelimit", method="conversations.info", next=1, seconds=1)
    with outage.bot():
        assert outage.answers(channel, said["ts"])


def test_what_can_not_be_read_is_read_at_the_next_look(outage: Outage) -> None:
    channel, asked = outage.missed()
    outage.sam.turns("fault", kind="server_error", method="conversations.history", next=1)
    with outage.bot() as bot:
        outage.dana.waits_for(lambda: outage.slack.faults.met["server_error"])
        assert bot.catch_up
        again = bot.catch_up

        def answered() -> object:
            again.heard()
            return outage.replies(channel, asked["ts"])

        outage.dana.waits_for(answered)


def test_that_slack_is_heard_is_kept_down_while_a_look_goes_on_and_nothing_more_is_owed(
    outage: Outage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(catch_up, "OUTAGE", 1.5)
    outage.sam.turns("fault", kind="hang", method="conversations.history", next=1, seconds=3)

    async def looked() -> float | None:
        async with outage.attending() as hearing:
            await outage.until(lambda: outage.slack.faults.met["hang"])
            await asyncio.sleep(2)
            silence = hearing.silence()
            await outage.until(lambda: outage.leased() is None)
            await asyncio.sleep(10 * BEAT)
        return silence

    assert (asyncio.run(looked()) or 0) < 1.5
    assert looks(caplog) == 1


def test_what_was_said_in_an_outage_during_a_look_is_found_by_another(
    outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catch_up, "OUTAGE", 1.0)
    outage.sam.turns("fault", kind="hang", method="conversations.history", next=1, seconds=3)
    hears, said = [True], []

    async def looked() -> None:
        async with outage.attending(lambda: hears[-1]):
            await outage.until(lambda: outage.slack.faults.met["hang"])
            hears.append(False)
            for channel in (outage.slack.seed.general, outage.slack.seed.incidents):
                asked = await asyncio.to_thread(outage.dana.says, channel, f"<@{outage.me}> {LOCKED}")
                said.append((channel, asked["ts"]))
            await asyncio.sleep(1.5)
            hears.append(True)
            await outage.until(lambda: outage.leased() is None)

    asyncio.run(looked())
    assert [outage.taken_in(*place) for place in said] == [True, True]


def test_nobody_else_begins_while_a_look_goes_on(outage: Outage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catch_up, "LEASE", 2.0)
    outage.sam.turns("weather", hang=1, methods=["conversations.history"], seconds=1)

    async def looked() -> bool:
        async with outage.attending() as hearing:
            await outage.until(lambda: outage.slack.faults.met["hang"])
            while outage.leased() is not None:
                if await asyncio.to_thread(hearing.take, 60, "another") is not None:
                    return False
                await asyncio.sleep(BEAT)
        return True

    assert asyncio.run(looked())
    assert outage.slack.faults.met["hang"] >= 3


@pytest.mark.parametrize(
    ("kind", "method", "seconds"),
    [
        ("ratelimit", "users.conversations", 60),
        ("ratelimit", "conversations.info", 60),
        ("hang", "users.conversations", 4),
        ("hang", "conversations.history", 4),
        ("hang", "conversations.info", 4),
    ],
)
def test_a_look_is_broken_off_and_let_go_of_when_the_bot_stops(
    outage: Outage, monkeypatch: pytest.MonkeyPatch, kind: str, method: str, seconds: float
) -> None:
    monkeypatch.setattr(catch_up, "ENDING", 0.5)
    outage.dana.says(outage.slack.seed.general, f"look at {LOCKED}")
    outage.sam.turns("weather", methods=[method], seconds=seconds, **{kind: 1})

    async def stopped() -> float:
        async with outage.attending():
            await outage.until(lambda: outage.slack.faults.met[kind])
            return time.monotonic()

    began = asyncio.run(stopped())
    assert time.monotonic() - began < 3
    assert outage.leased() == 0
    outage.dana.waits_for(lambda: not looking(), PATIENCE)
    assert outage.slack.faults.met[kind] == 1
    assert outage.leased() == 0


def test_what_a_stopping_bot_did_not_read_is_read_at_the_next_start(outage: Outage) -> None:
    channel, asked = outage.missed()
    outage.sam.turns("fault", kind="hang", method="conversations.history", next=1, seconds=6)
    with outage.bot():
        outage.dana.waits_for(lambda: outage.slack.faults.met["hang"])
    with outage.bot():
        assert outage.answers(channel, asked["ts"])
    outage.dana.waits_for(lambda: not looking(), PATIENCE)
    assert len(outage.replies(channel, asked["ts"])) == 1


def looks(log: pytest.LogCaptureFixture) -> int:
    """How often was looked."""
    return sum(one.message.startswith("nobody heard") for one in log.records)


def looking() -> bool:
    """Whether a look goes on in this process."""
    return any(thread.name == "catch-up" for thread in threading.enumerate())
