"""``/streamerr here``: what may be typed, and the card that it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from slack_sdk import WebClient

from bot.cards.here import here as card_of
from bot.db.channels import BotSeen, Change, Channel
from bot.desk import Asker
from bot.here import HOW_LONG, NOWHERE, USAGE, WORDS, here
from bot.local.limits import block_faults, characters
from bot.reach import Reach
from bot.rules import Rules
from bot.state import State
from tests import answers
from tests.approve import check
from tests.slack_bot import blocks_text

if TYPE_CHECKING:
    from bot.desk import Desk

AT = 1_795_723_509.0
NAMES = {"U1": "sam", "U2": "dana"}
ASKED = State(
    channel=Channel("T1", "C1", "incidents", "U1", public=True, told=1.0),
    mode="asked",
    pattern="",
    decided=None,
    until=0.0,
    said=0,
    cap=20,
    full=0.0,
    bots=(),
    everywhere=(),
    deciders=Rules().deciders,
    changes=(),
    names=NAMES,
    reach=Reach(member=True),
    may=False,
)
CHANGES = (
    Change(AT, "U2", "bot", "B1 silent", "B1 heard"),
    Change(AT, "U1", "quiet", "0", "7200"),
    Change(AT - 60, "U1", "mode", "", "automatic"),
)
AUTOMATIC = replace(
    ASKED,
    channel=replace(ASKED.channel, mode="automatic", quiet=7200.0),
    mode="automatic",
    decided=CHANGES[-1],
    until=AT + 7200,
    said=3,
    bots=(BotSeen("B1", "Alerts", heard=True), BotSeen("B2", "Grafana", heard=False)),
    everywhere=("B9",),
    changes=CHANGES,
    may=True,
)
FULL = replace(AUTOMATIC, channel=replace(AUTOMATIC.channel, quiet=0.0), until=0.0, said=3, cap=3, full=AT + 1)
NAMED = replace(ASKED, channel=replace(ASKED.channel, name="inc-1"), mode="automatic", pattern="inc-*")
SHARED = replace(
    ASKED,
    channel=replace(ASKED.channel, name="inc-1", shared=True),
    pattern="inc-*",
    changes=(Change(AT, "", "mode", "automatic", ""),),
)


def text(state: State) -> str:
    return blocks_text({"blocks": [*card_of(state).blocks]})


@pytest.mark.approved
@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("here_asked", ASKED),
        ("here_automatic", AUTOMATIC),
        ("here_full", FULL),
        ("here_named", NAMED),
        ("here_shared", SHARED),
    ],
)
def test_the_card_is_the_approved_one(name: str, state: State) -> None:
    shown = card_of(state)
    assert block_faults([*shown.blocks]) == []
    check(name, {"text": shown.text, "blocks": [*shown.blocks]})


def test_why_a_channel_is_set_so_is_told() -> None:
    assert "sam set it so, <!date^1795723449^" in text(AUTOMATIC)
    assert "Its name fits `inc-*`." in text(NAMED)
    assert "no name does" in text(SHARED)
    assert "none of those that turn it on" in text(ASKED)
    assert "does not tell me its name" in text(replace(ASKED, channel=Channel("T1", "C1")))


def test_that_others_read_along_is_told_where_a_shared_channel_is_open() -> None:
    channel = replace(AUTOMATIC.channel, shared=True)
    assert "People of other organisations are in this channel, and read" in text(replace(AUTOMATIC, channel=channel))
    assert "other organisations" not in text(AUTOMATIC)


@pytest.mark.parametrize(
    ("state", "reach", "told"),
    [
        (ASKED, Reach(member=False), "/invite @streamerr"),
        (AUTOMATIC, Reach(member=False), "/invite @streamerr"),
        (AUTOMATIC, Reach(member=True, lacks="groups:history"), "`groups:history`"),
    ],
)
def test_what_keeps_it_from_hearing_is_told(state: State, reach: Reach, told: str) -> None:
    assert told in text(replace(state, reach=reach))
    assert told not in text(state)


@pytest.mark.parametrize(
    ("state", "reach"),
    [
        (ASKED, Reach(member=True, lacks="channels:history")),
        (replace(ASKED, mode="off"), Reach(member=False)),
        (AUTOMATIC, Reach(member=None)),
    ],
)
def test_where_nothing_follows_from_it_it_is_not_told(state: State, reach: Reach) -> None:
    assert text(replace(state, reach=reach)) == text(state)


def test_that_the_limit_is_reached_is_told_with_the_minute_until_which() -> None:
    assert "*The limit of 3 unasked replies an hour is reached:* until <!date^1795723560^" in text(FULL)
    assert "is reached:* new errors are only counted" in text(replace(FULL, said=0, cap=0, full=0.0))


@pytest.mark.parametrize("state", [replace(FULL, said=2), replace(FULL, mode="asked"), replace(FULL, until=AT + 60)])
def test_where_the_limit_keeps_nothing_back_it_is_not_told(state: State) -> None:
    assert "is reached" not in text(state)


def test_buttons_are_for_those_who_may() -> None:
    assert "button" not in str(card_of(replace(AUTOMATIC, may=False)).blocks)
    labels = [one["text"]["text"] for one in card_of(AUTOMATIC).blocks[-1]["elements"]]
    assert labels == ["On", "Asked only", "Off", "As its name says", "Quiet 1 h", "Quiet 4 h", "Quiet no more"]
    labels = [one["text"]["text"] for one in card_of(replace(ASKED, may=True)).blocks[-1]["elements"]]
    assert labels == ["On", "Asked only", "Off"]


@pytest.mark.parametrize(
    ("deciders", "told"),
    [
        ({"creators", "admins"}, "its creator (sam), admins of this workspace\n"),
        ({"members"}, "everybody in it\n"),
        ({"U2", "creators"}, "its creator (sam), dana\n"),
        ({"U9"}, "`U9`\n"),
    ],
)
def test_who_may_change_it_is_told_by_name_and_nobody_is_rung(deciders: set[str], told: str) -> None:
    shown = text(replace(ASKED, deciders=frozenset(deciders)))
    assert f"*Who may change this* {told}" in shown
    assert "<@" not in shown


def test_no_content_makes_a_card_that_slack_refuses() -> None:
    hostile = answers.HOSTILE_TEXT
    channel = replace(AUTOMATIC.channel, name=hostile, creator=hostile, shared=True)
    bots = tuple(BotSeen(f"B{number}", hostile, heard=False) for number in range(500))
    changes = (Change(AT, hostile, "bot", hostile, hostile), Change(AT, "U1", "mode", hostile, hostile)) * 3
    state = replace(
        AUTOMATIC,
        channel=channel,
        pattern=hostile,
        bots=bots,
        changes=changes,
        everywhere=(hostile,) * 500,
        names={"U1": hostile},
        deciders=frozenset(f"U{number}" for number in range(500)),
    )
    shown = card_of(state)
    assert block_faults([*shown.blocks]) == []
    assert characters([*shown.blocks]) < 13_200
    assert "<!channel>" not in blocks_text({"blocks": [*shown.blocks]})
    assert "and 490 more" in blocks_text({"blocks": [*shown.blocks]})


def asker(channel: str = "D1") -> Asker:
    """Somebody in a direct message, where orders are understood and nothing is done."""
    return Asker("k", "T1", channel, "U1", WebClient(base_url="http://127.0.0.1:9/"))


@pytest.mark.parametrize(
    "rest",
    ["", "on", "ON", "on.", "automatic", "asked", "off", "default", "quiet 2h", "quiet", "hear Alerts", "ignore"],
)
def test_an_order_is_understood(desk: Desk, rest: str) -> None:
    assert here(desk, asker(), rest) == NOWHERE
    assert here(desk, asker(""), rest) == NOWHERE


@pytest.mark.parametrize(
    "rest",
    [
        "is what I see: 503",
        "on the edge it says 503",
        "0x8088002A",
        "0x80880030",
        "mediatailor 409",
        "404",
        "asked 2",
        "MPE_MGMT_PUBLISHING_POINT_LOCKED",
        "levelLoadError",
        "playback stops on every phone",
    ],
)
def test_a_question_that_begins_with_here_is_a_question(desk: Desk, rest: str) -> None:
    assert here(desk, asker("C1"), rest) is None


@pytest.mark.parametrize(
    ("slip", "word"), [("of", "off"), ("ask", "asked"), ("quite", "quiet"), ("defualt", "default")]
)
def test_a_slip_is_asked_back(desk: Desk, slip: str, word: str) -> None:
    told = here(desk, asker("C1"), slip)
    assert told
    assert f"`/streamerr here {word}`" in told.text


@pytest.mark.parametrize(
    "rest", ["nonsense", "please work", "on please", "off now", "off by one", "asked only from now on", "stop", "2h"]
)
def test_what_is_no_order_and_no_question_is_answered_with_what_may_be_typed(desk: Desk, rest: str) -> None:
    told = here(desk, asker("C1"), rest)
    assert told
    assert told.text.startswith("Nothing was changed.")
    assert told.text.endswith(USAGE)
    assert here(desk, asker(), rest) == NOWHERE


@pytest.mark.parametrize("rest", ["on please", "ON PLEASE", "on, please", "on now!", "on for 2h"])
def test_an_order_with_more_words_is_asked_back(desk: Desk, rest: str) -> None:
    told = here(desk, asker("C1"), rest)
    assert told
    assert "Did you mean `/streamerr here on`?" in told.text


@pytest.mark.parametrize(
    "rest", ["stop", "Stop!", "mute", "silence", "shut up", "please stop", "off 2h", "mute 2 hours"]
)
def test_who_wants_silence_is_told_how_to_get_it(desk: Desk, rest: str) -> None:
    told = here(desk, asker("C1"), rest)
    assert told
    assert "`/streamerr here quiet 2h` keeps me from speaking" in told.text


def test_every_word_is_in_the_usage() -> None:
    assert [word for word in WORDS if word not in USAGE] == ["automatic"]


@pytest.mark.parametrize("span", ["", "soon", "2", "0h", "30s", "31d", "-1h", "2h ago", "999999999d"])
def test_a_span_that_will_not_do_is_told_with_an_example(desk: Desk, span: str) -> None:
    told = here(desk, asker("C1"), f"quiet {span}")
    assert told
    assert told.text == HOW_LONG
    assert "`/streamerr here quiet 2h`" in told.text


def test_every_word_is_one_word() -> None:
    assert all(word.isalpha() and word == word.casefold() for word in WORDS)
