"""From words to cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from slack_sdk import WebClient

from bot.asking import close_to, named, reply_card, says_name, without_name
from bot.desk import Asker, Question
from tests.answers import AMS, IIS, TAILOR
from tests.slack_bot import blocks_text

if TYPE_CHECKING:
    from bot.desk import Desk

ASKER = Asker("k", "T1", "C1", "U1", WebClient())


def told(desk: Desk, text: str, *notes: str) -> str:
    return blocks_text({"blocks": [*reply_card(desk, Question(text, notes), ASKER).blocks]})


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("streamerr 404", "404"),
        ("!streamerr: 404", "404"),
        ("/Streamerr, 404", "404"),
        ("streamerrs 404", "streamerrs 404"),
        (" 404 ", "404"),
    ],
)
def test_its_name_in_front_is_left_out(text: str, rest: str) -> None:
    assert without_name(text) == rest
    assert says_name(text) is (rest == "404" and "tream" in text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "How to ask"),
        ("Help", "How to ask"),
        ("help acme 0x8088F011", "Widget locked"),
        ("explain\n0x8088F011", "Widget locked"),
        ("explain 0x8088F011", "Widget locked"),
        ("version 0x8088F011", "Widget locked"),
        ("systems", "acme-packager"),
        ("system Acme Packager", "The gizmo is gone"),
        ("system error 0x8088F011 at start", "Widget locked"),
        ("system zzyzx", "There is no system"),
        ("search widget", "Which one is it?"),
    ],
)
def test_one_word_may_be_a_subcommand(desk: Desk, text: str, shown: str) -> None:
    assert shown in told(desk, text)


def test_notes_on_files_stand_above_the_answer(desk: Desk) -> None:
    assert told(desk, "0x8088F011", "cut").startswith("cut\n")


def test_a_file_that_could_not_be_read_is_all_that_is_told_when_there_is_nothing_else(desk: Desk) -> None:
    assert told(desk, " ", "It is a picture.") == "It is a picture."


def test_a_nickname_of_two_systems_is_asked_back(desk: Desk) -> None:
    assert "Several systems" in told(desk, "system azure media services")


def test_a_name_in_full_says_more_than_a_nickname() -> None:
    assert named("IIS-Smooth", (TAILOR, IIS, AMS)) == [IIS]
    assert named("nothing", (TAILOR, IIS, AMS)) == []


def test_a_slip_of_a_name_is_close_to_it() -> None:
    assert close_to("iis-smoth", (TAILOR, IIS, AMS)) == ["iis-smooth"]
