"""Cards of answers that nobody asked for: approved, short, and taken by Slack whatever they hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.blocks import length
from bot.cards.overheard import overheard, refuted, tally_line
from bot.db.model import Fact, Seen, Tally
from bot.local.limits import MESSAGE_CHARACTERS, block_faults, characters
from bot.overheard import certain_in, facts_of
from kb import Evidence, Match
from kb.model import ErrorSeen
from tests import answers
from tests.approve import check
from tests.test_card import markup

if TYPE_CHECKING:
    from bot.card import Card
    from kb import KnowledgeBase

KEY = "0123456789abcdef"
AT = 1_764_100_000.0
ONCE = Tally(1, 1, AT, AT, ("edge-1.example.net",))
OFTEN = Tally(20, 12, AT, AT + 3_000, ("edge-1.example.net", "edge-2.example.net", "edge-3.example.net"))
LOCKED, CONFLICT = answers.IDENTIFIER.matches[0], answers.PASTE.matches[0]
GONE = answers.RETIRED.matches[0]
SHOWN: dict[str, Card] = {
    "overheard": overheard([(CONFLICT, ONCE)], KEY),
    "overheard_seen": overheard([(LOCKED, OFTEN)], KEY),
    "overheard_retired": overheard([(GONE, replace(OFTEN, last=AT + 90_000, hosts=()))], KEY),
    "overheard_several": overheard([(LOCKED, ONCE), (CONFLICT, OFTEN), (GONE, ONCE)], KEY),
    "overheard_refuted": refuted("U1", KEY, [LOCKED, CONFLICT]),
}


def faults(shown: Card) -> list[Any]:
    assert 0 < len(shown.text) <= 4_000
    assert characters([*shown.blocks]) <= MESSAGE_CHARACTERS
    return block_faults([*shown.blocks])


def hostile(text: str, times: int = 6) -> list[tuple[Match, Tally]]:
    """Errors whose every text is ``text``, seen on hosts that are called so."""
    (match, *_) = answers.hostile(text).matches
    return [(match, Tally(10**9, 10**9, 0.0, 10**10, (text,) * times))] * times


@pytest.mark.approved
@pytest.mark.parametrize("name", SHOWN)
def test_the_card_is_the_approved_one(name: str) -> None:
    check(name, {"text": SHOWN[name].text, "blocks": [*SHOWN[name].blocks]})


@pytest.mark.parametrize("name", SHOWN)
def test_slack_takes_the_card(name: str) -> None:
    assert faults(SHOWN[name]) == []


@pytest.mark.parametrize("name", SHOWN)
def test_a_card_that_nobody_asked_for_is_short(name: str) -> None:
    assert length(SHOWN[name].blocks) < 1_000


def test_the_card_of_every_error_that_is_shipped_is_short(kb: KnowledgeBase) -> None:
    for system in kb.systems():
        for entry in kb.entries(system.id):
            assert length(overheard([(Match(entry, system, 1.0, ""), OFTEN)], KEY).blocks) < 1_000


@pytest.mark.parametrize("text", [answers.HOSTILE_TEXT, "", "x" * 5_000])
def test_no_content_makes_a_card_that_slack_refuses_or_that_is_long(text: str) -> None:
    told = hostile(text)
    for shown in (overheard(told, KEY), refuted("U1", KEY, [match for match, _ in told])):
        assert faults(shown) == []
        assert length(shown.blocks) < 2_500


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.integers(1, 8))
def test_whatever_the_content_slack_takes_the_card(text: str, times: int) -> None:
    assert faults(overheard(hostile(text, times), KEY)) == []


def test_nothing_in_the_content_can_ring_or_link() -> None:
    told = hostile("<!channel> <@U1> <https://evil.example|x>")
    shown, collapsed = overheard(told, KEY), refuted("U9", KEY, [match for match, _ in told])
    texts = [shown.text, collapsed.text, *markup([*shown.blocks]), *markup([*collapsed.blocks])]
    assert [text for text in texts if re.search(r"<(?!https://x\.example/|!date\^|@U9>)", text)] == []


def test_what_to_do_comes_before_what_it_means() -> None:
    told = "\n".join(markup([*SHOWN["overheard"].blocks]))
    assert told.index("*What to do*") < told.index(CONFLICT.entry.meaning)


def words_of(match: Match) -> str:
    """All that the card of one error says, with its notification."""
    shown = overheard([(match, ONCE)], KEY)
    return "\n".join([shown.text, *markup([*shown.blocks])])


@pytest.mark.parametrize(
    "paste",
    [
        "GET https://demo.gvideo.co/cmaf/12_34/master.m3u8\nHTTP/1.1 503 Service Unavailable",
        "GET https://a1b2.mediatailor.eu-west-1.amazonaws.com/v1/master/1/x/m.m3u8\nHTTP/1.1 504 Gateway Timeout",
        "0x80880023",
    ],
)
def test_no_fix_is_told_as_the_one_where_a_paste_leaves_open_which_of_several_causes_it_is(
    paste: str, kb: KnowledgeBase
) -> None:
    (match, *_) = certain_in(kb.answer(paste))[0].matches
    assert len(match.causes) > 1
    assert f"*Check first* {match.entry.first_check[:30]}" in words_of(match)
    assert f"{len(match.causes)} possible causes under More" in words_of(match)
    assert [cause.fix for cause in match.causes if cause.fix[:30] in words_of(match)] == []


def test_the_fix_is_told_where_the_paste_points_to_its_cause() -> None:
    pointed = replace(LOCKED, cause=2)
    assert "*What to do* Find the holder" in words_of(pointed)
    assert "3 other causes under More" in words_of(pointed)
    assert LOCKED.entry.first_check not in words_of(pointed)


@pytest.mark.parametrize("name", [name for name in SHOWN if name != "overheard_refuted"])
def test_every_error_of_the_card_has_its_way_to_more_and_buttons_carry_ids_only(name: str) -> None:
    buttons = [
        part
        for block in SHOWN[name].blocks
        for part in [*block.get("elements", ()), *filter(None, [block.get("accessory")])]
        if part.get("type") == "button"
    ]
    more = [json.loads(one["value"])[1:] for one in buttons if one["action_id"].startswith("more")]
    assert len({*map(str, more)}) == (3 if name == "overheard_several" else 1)
    assert all(json.loads(one["value"])[0] == KEY for one in buttons)
    assert all(one["accessibility_label"] for one in buttons)
    assert {"recap", "refute", "quiet"} <= {one["action_id"] for one in buttons}


def test_errors_beyond_those_that_are_named_are_counted() -> None:
    assert "and 2 more: Recap names them" in "\n".join(markup([*overheard([(LOCKED, ONCE)] * 6, KEY).blocks]))


@pytest.mark.parametrize(
    ("tally", "told"),
    [
        (ONCE, ""),
        (replace(OFTEN, hosts=()), r"\*Seen 20 times\*, last <!date\^1764103000\^{time}\|\d\d:\d\d UTC>"),
        (OFTEN, r".*, on 3 hosts: `edge-1.example.net`, `edge-2.example.net` and 1 more"),
        (replace(OFTEN, hosts=("a.example.net",)), r".*, on 1 host: `a.example.net`"),
        (replace(OFTEN, last=AT + 90_000), r".*{date_short_pretty} {time}\|2025-11-26 20:46 UTC>.*"),
    ],
)
def test_the_tally_tells_how_often_when_last_and_where(tally: Tally, told: str) -> None:
    assert re.fullmatch(told, tally_line(tally))


def test_the_facts_of_an_answer_are_each_counted_once() -> None:
    twice = replace(answers.SEVERAL, errors=(ErrorSeen(answers.PASTE, 7), ErrorSeen(answers.PASTE, 2)))
    assert facts_of(twice) == (Seen(Fact.of(CONFLICT.entry), 9, "a1.mediatailor.eu-west-1.amazonaws.com"),)
    assert Fact.of(CONFLICT.entry) == Fact("aws-mediatailor", "409", "ConflictException")


def test_only_what_is_certain_and_an_answer_is_told_unasked() -> None:
    unsure = replace(answers.IDENTIFIER, certain=False, evidence=(Evidence("host", "x.example.net", "request"),))
    mixed = replace(
        answers.SEVERAL, errors=(ErrorSeen(unsure, 3), ErrorSeen(answers.UNKNOWN), ErrorSeen(answers.PASTE))
    )
    assert [seen.fact for seen in facts_of(mixed, certain=True)] == [Fact.of(CONFLICT.entry)]
    assert [seen.fact for seen in facts_of(mixed)] == [Fact.of(LOCKED.entry), Fact.of(CONFLICT.entry)]
    assert certain_in(mixed) == (answers.PASTE,)
