"""When the bot was quiet in a channel, out of what was decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.db.channels import Channels
from bot.silence import TOLD, silences
from tests.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.db.database import Database

HERE = ("T1", "C1")
HOUR = 3600.0


@pytest.fixture
def channels(db: Database) -> Channels:
    """The channels of an empty database."""
    return Channels(db)


@pytest.fixture
def clock(db: Database) -> Iterator[Clock]:
    """The clock of that database."""
    clock = Clock(db)
    yield clock
    clock.put_back()


def told(channels: Channels, clock: Clock, back: float = 24 * HOUR, until: float = 0.0) -> list[tuple[float, float]]:
    """When a channel was quiet in the last so many seconds, in hours before now."""
    found = silences(channels, *HERE, clock.now - back, clock.now - until)
    return [(round((clock.now - one.since) / HOUR, 2), round((clock.now - one.until) / HOUR, 2)) for one in found]


def test_quiet_lasts_as_long_as_was_said(channels: Channels, clock: Clock) -> None:
    channels.hush(*HERE, 2 * HOUR, "U1")
    clock.passes(5 * HOUR)
    assert told(channels, clock) == [(5, 3)]
    assert silences(channels, "T1", "C2", 0, clock.now) == ()


def test_quiet_ends_when_somebody_ends_it_or_sets_the_channel(channels: Channels, clock: Clock) -> None:
    channels.hush(*HERE, 4 * HOUR, "U1")
    clock.passes(HOUR)
    channels.hush(*HERE, 0, "U1")
    clock.passes(HOUR)
    channels.hush(*HERE, 4 * HOUR, "U1")
    clock.passes(HOUR)
    channels.decide(*HERE, "automatic", "U1")
    clock.passes(HOUR)
    assert told(channels, clock) == [(4, 3), (2, 1)]


def test_quiet_that_is_made_longer_is_one_time(channels: Channels, clock: Clock) -> None:
    channels.hush(*HERE, HOUR, "U1")
    clock.passes(HOUR / 2)
    channels.hush(*HERE, 2 * HOUR, "U2")
    clock.passes(5 * HOUR)
    assert told(channels, clock) == [(5.5, 3)]


def test_a_channel_that_is_off_is_quiet(channels: Channels, clock: Clock) -> None:
    channels.hush(*HERE, 4 * HOUR, "U1")
    clock.passes(HOUR)
    channels.decide(*HERE, "off", "U1")
    clock.passes(HOUR)
    assert told(channels, clock) == [(2, 0)]
    channels.decide(*HERE, "automatic", "U1")
    clock.passes(HOUR)
    assert told(channels, clock) == [(3, 1)]


def test_what_is_outside_the_span_is_left_out(channels: Channels, clock: Clock) -> None:
    channels.hush(*HERE, 10 * HOUR, "U1")
    clock.passes(5 * HOUR)
    assert told(channels, clock, 3 * HOUR, HOUR) == [(3, 1)]
    clock.passes(10 * HOUR)
    assert told(channels, clock, 4 * HOUR) == []
    assert told(channels, clock, 20 * HOUR, 15 * HOUR) == []


def test_the_latest_times_are_told(channels: Channels, clock: Clock) -> None:
    for _ in range(TOLD + 2):
        channels.hush(*HERE, HOUR, "U1")
        clock.passes(2 * HOUR)
    assert told(channels, clock) == [(6, 5), (4, 3), (2, 1)]
