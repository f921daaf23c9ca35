"""Channels in the workspace database: what was told of them, what was decided about them, and which bots post there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.db.channels import AGAIN, BotSeen, Channel, Channels
from tests.clock import START

if TYPE_CHECKING:
    from bot.db.database import Database
    from tests.clock import Clock

HERE = ("T1", "C1")


@pytest.fixture
def channels(db: Database) -> Channels:
    """The channels of an empty database, of either kind."""
    return Channels(db)


def told(channels: Channels, id_: str = "C1", name: str = "inc-1", *, shared: bool = False) -> None:
    channels.told("T1", id_, name=name, creator="U1", shared=shared, public=True)


def log(channels: Channels) -> list[tuple[str, str, str, str]]:
    """The changes of the channel, first to last."""
    return [(one.person, one.what, one.before, one.after) for one in channels.changes(*HERE)[::-1]]


def test_a_channel_that_was_never_heard_of_is_as_channels_are_at_first(channels: Channels) -> None:
    assert channels.get(*HERE) == Channel(*HERE)
    assert channels.changes(*HERE) == ()
    assert channels.bots(*HERE) == ()


def test_what_slack_told_is_kept_with_its_age(channels: Channels, clock: Clock) -> None:
    told(channels)
    clock.passes(90)
    channel = channels.get(*HERE)
    assert (channel.name, channel.creator, channel.shared, channel.public) == ("inc-1", "U1", False, True)
    assert channel.told == pytest.approx(90, abs=0.01)
    assert channel.heard is None


def test_a_new_name_changes_nothing_else(channels: Channels) -> None:
    told(channels)
    channels.decide(*HERE, "off", "U1")
    channels.named(*HERE, "general")
    channel = channels.get(*HERE)
    assert (channel.name, channel.creator, channel.mode) == ("general", "U1", "off")


@pytest.mark.parametrize("name", ["a\ud800b", "a\0b", "x" * 300])
def test_no_name_breaks_the_database(channels: Channels, name: str) -> None:
    told(channels, name=name)
    channels.saw_bot(*HERE, "B1", name)
    assert 1 <= len(channels.get(*HERE).name) <= 255
    assert channels.bots(*HERE)[0].name == channels.get(*HERE).name


def test_a_channel_is_its_workspaces_own(channels: Channels) -> None:
    channels.decide("T1", "C1", "off", "U1")
    channels.hear("T1", "C1", "B1", "U1", heard=True)
    assert channels.get("T2", "C1").mode == ""
    assert channels.changes("T2", "C1") == ()
    assert channels.bots("T2", "C1") == ()
    assert channels.known("T2") == ()


def test_every_decision_is_kept_with_who_and_when(channels: Channels, clock: Clock) -> None:
    channels.decide(*HERE, "automatic", "U1")
    clock.passes(60)
    channels.decide(*HERE, "off", "U2")
    channels.decide(*HERE, "", "U1")
    assert channels.get(*HERE).mode == ""
    assert log(channels) == [
        ("U1", "mode", "", "automatic"),
        ("U2", "mode", "automatic", "off"),
        ("U1", "mode", "off", ""),
    ]
    times = [change.at - START for change in channels.changes(*HERE)]
    assert times == pytest.approx([60, 60, 0], abs=0.01)


def test_what_is_so_already_is_no_change(channels: Channels) -> None:
    for _ in range(2):
        channels.decide(*HERE, "asked", "U1")
        channels.hear(*HERE, "B1", "U1", heard=True)
        channels.hush(*HERE, 3600, "U1")
    assert [what for _, what, _, _ in log(channels)] == ["mode", "bot", "quiet", "quiet", "quiet"]
    channels.decide("T1", "C2", "", "U1")
    channels.hush("T1", "C2", 0, "U1")
    channels.hear("T1", "C2", "B1", "U1", heard=False)
    assert channels.changes("T1", "C2") == ()


def test_quiet_lasts_as_long_as_was_said(channels: Channels, clock: Clock) -> None:
    channels.hush(*HERE, 7200, "U1")
    clock.passes(7000)
    assert channels.get(*HERE).quiet == pytest.approx(200, abs=0.01)
    clock.passes(201)
    assert channels.get(*HERE).quiet == 0
    channels.hush(*HERE, 0, "U2")
    assert log(channels) == [("U1", "quiet", "0", "7200")]


def test_quiet_ends_when_somebody_says_so_and_what_was_left_is_kept(channels: Channels, clock: Clock) -> None:
    channels.hush(*HERE, 7200, "U1")
    clock.passes(200)
    channels.hush(*HERE, 0, "U2")
    assert channels.get(*HERE).quiet == 0
    assert log(channels) == [("U1", "quiet", "0", "7200"), ("U2", "quiet", "7000", "0")]


def test_the_same_quiet_again_is_one_and_a_while_later_another(channels: Channels, clock: Clock) -> None:
    channels.hush(*HERE, 7200, "U1")
    clock.passes(AGAIN - 1)
    channels.hush(*HERE, 7200, "U1")
    assert len(log(channels)) == 1
    clock.passes(2)
    channels.hush(*HERE, 7200, "U1")
    assert channels.get(*HERE).quiet == pytest.approx(7200, abs=0.01)
    channels.hush(*HERE, 3600, "U1")
    assert channels.get(*HERE).quiet == pytest.approx(3600, abs=0.01)
    assert len(log(channels)) == 3


def test_a_decision_ends_the_quiet_and_that_is_kept_too(channels: Channels) -> None:
    channels.decide(*HERE, "automatic", "U1")
    channels.hush(*HERE, 7200, "U1")
    channels.decide(*HERE, "automatic", "U2")
    assert channels.get(*HERE).quiet == 0
    assert [(person, what) for person, what, _, _ in log(channels)] == [
        ("U1", "mode"),
        ("U1", "quiet"),
        ("U2", "quiet"),
    ]


def test_changes_are_told_latest_first_a_few_and_of_one_kind(channels: Channels) -> None:
    for number in range(6):
        channels.decide(*HERE, "off" if number % 2 else "asked", f"U{number}")
    channels.hear(*HERE, "B1", "U9", heard=True)
    assert [one.person for one in channels.changes(*HERE, 3)] == ["U9", "U5", "U4"]
    assert [one.person for one in channels.changes(*HERE, 1, "mode")] == ["U5"]


def test_a_bot_is_seen_once_and_heard_when_that_is_decided(channels: Channels) -> None:
    channels.saw_bot(*HERE, "B2", "Beta")
    channels.saw_bot(*HERE, "B1", "Alpha")
    channels.saw_bot(*HERE, "B2", "Another name")
    assert channels.bots(*HERE) == (BotSeen("B1", "Alpha", heard=False), BotSeen("B2", "Beta", heard=False))
    channels.hear(*HERE, "B2", "U1", heard=True)
    channels.saw_bot(*HERE, "B2", "Beta")
    assert channels.bots(*HERE) == (BotSeen("B2", "Beta", heard=True), BotSeen("B1", "Alpha", heard=False))
    channels.hear(*HERE, "B2", "U1", heard=False)
    assert [bot.heard for bot in channels.bots(*HERE)] == [False, False]
    assert [(before, after) for _, _, before, after in log(channels)] == [
        ("B2 silent", "B2 heard"),
        ("B2 heard", "B2 silent"),
    ]


def test_a_bot_may_be_allowed_before_it_is_seen(channels: Channels) -> None:
    channels.hear(*HERE, "B1", "U1", heard=True)
    assert channels.bots(*HERE) == (BotSeen("B1", "", heard=True),)


@pytest.mark.parametrize("how", ["told", "event"])
def test_a_channel_that_becomes_shared_is_automatic_no_more_until_somebody_decides_anew(
    channels: Channels, how: str
) -> None:
    def joined() -> None:
        told(channels, shared=True) if how == "told" else channels.shared(*HERE)

    told(channels)
    channels.decide(*HERE, "automatic", "U1")
    joined()
    assert (channels.get(*HERE).mode, channels.get(*HERE).shared) == ("", True)
    assert log(channels)[-1] == ("", "mode", "automatic", "")
    channels.decide(*HERE, "automatic", "U1")
    joined()
    assert channels.get(*HERE).mode == "automatic"


def test_what_was_decided_otherwise_holds_in_a_channel_that_becomes_shared(channels: Channels) -> None:
    channels.decide(*HERE, "off", "U1")
    channels.shared(*HERE)
    assert channels.get(*HERE).mode == "off"
    assert len(log(channels)) == 1


def test_lately_are_the_channels_where_something_concerned_us_and_those_turned_on(
    channels: Channels, clock: Clock
) -> None:
    told(channels, "C1")
    channels.concerned("T1", "C2")
    channels.decide("T1", "C3", "automatic", "U1")
    channels.decide("T1", "C4", "off", "U1")
    clock.passes(50)
    assert channels.get("T1", "C2").heard == pytest.approx(50, abs=0.01)
    assert {channel.id for channel in channels.lately(60)} == {"C2", "C3"}
    assert {channel.id for channel in channels.lately(40)} == {"C3"}


def test_known_are_all_the_decided_ones_first_then_the_latest_and_not_too_many(channels: Channels) -> None:
    told(channels, "C1")
    channels.concerned("T1", "C2")
    channels.decide("T1", "C3", "off", "U1")
    assert [channel.id for channel in channels.known("T1")] == ["C3", "C2", "C1"]
    assert [channel.id for channel in channels.known("T1", 1)] == ["C3"]
