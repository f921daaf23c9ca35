"""Replies that tell of what was seen: changed in groups, later where Slack has no time, and not said again when taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.db.model import Place
from bot.rules import Rules
from tests.listeners import XML
from tests.listeners.unasked import PATIENT, all_said, on, tells
from tests.slack_bot import Workspace, blocks_text, workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres import Cluster


def bursts(here: Workspace) -> None:
    """Twenty messages tell of the same at once; one reply ends up telling of all of them."""
    for number in range(20):
        (here.dana, here.sam)[number % 2].says(here.channel, on(f"edge-{number % 4}.example.net"))
    here.dana.waits_for(lambda: [one for one in all_said(here) if "Seen 20 times" in blocks_text(one)], 2 * PATIENT)
    (reply,) = all_said(here)
    assert "4 hosts" in blocks_text(reply)


def test_changes_of_a_reply_are_grouped(unasked: Workspace) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Widget locked")
    for _ in range(5):
        unasked.sam.says(unasked.channel, XML)
    shown = tells(unasked, first["ts"], "Seen")
    assert "Seen 6 times" in blocks_text(shown)


def test_twenty_at_once_get_one_reply_that_tells_of_twenty(unasked: Workspace) -> None:
    bursts(unasked)


def test_twenty_at_once_get_one_reply_on_postgresql_too(kb_file: Path, postgres: Cluster) -> None:
    with workspace(kb_file, postgres.new_database(), Rules(names=("incidents",))) as here:
        bursts(here)


def test_a_reply_that_somebody_took_away_is_not_said_again(unasked: Workspace) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    reply = tells(unasked, first["ts"], "Widget locked")
    unasked.sam.does("delete", channel=unasked.channel, ts=reply["ts"])
    for _ in range(2):
        unasked.dana.says(unasked.channel, XML)
    desk, team = unasked.bot.desk, first["team"]
    unasked.dana.waits_for(
        lambda: desk.incidents.of_message(Place(team, unasked.channel, first["ts"]))[0].refuted, PATIENT
    )
    unasked.settles()
    assert all_said(unasked) == []


@pytest.mark.parametrize("kind", ["ratelimit", "lose_call", "lose_answer"])
def test_a_change_that_slack_had_no_time_for_is_made_later(unasked: Workspace, kind: str) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Widget locked")
    unasked.dana.turns("fault", kind=kind, method="chat.update")
    unasked.sam.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Seen 2 times")


@pytest.mark.parametrize("kind", ["ratelimit", "lose_call", "lose_answer"])
def test_a_reply_goes_with_its_message_even_when_slack_had_no_time_for_that(unasked: Workspace, kind: str) -> None:
    first = unasked.dana.says(unasked.channel, XML)
    tells(unasked, first["ts"], "Widget locked")
    unasked.dana.turns("fault", kind=kind, method="chat.delete")
    unasked.dana.does("delete", channel=unasked.channel, ts=first["ts"])
    unasked.dana.waits_for(lambda: all_said(unasked) == [], PATIENT)
