"""Cards as Slack shows them: the approved ones, and Slack's limits whatever the content."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.card import Card, card, note
from bot.cards.blocks import length
from bot.local.limits import MESSAGE_CHARACTERS, block_faults, characters
from kb import Answer
from tests import answers
from tests.approve import check

KEY = "0123456789abcdef"
SHOWN = {
    "answer": (answers.IDENTIFIER, {}),
    "answer_private": (answers.IDENTIFIER, {"share": "channel"}),
    "answer_pointed": (answers.POINTED, {"share": "thread", "chosen": True}),
    "answer_shared": (answers.PASTE, {"shared_by": "U1"}),
    "answer_retired": (answers.RETIRED, {}),
    "choice": (answers.CHOICE, {"share": "channel"}),
    "unknown": (answers.UNKNOWN, {}),
    "several": (answers.SEVERAL, {}),
}


def dumped(shown: Card) -> dict[str, Any]:
    return {"text": shown.text, "blocks": [*shown.blocks]}


@pytest.mark.approved
@pytest.mark.parametrize("name", SHOWN)
def test_the_card_is_the_approved_one(name: str) -> None:
    answer, how = SHOWN[name]
    check(name, dumped(card(answer, KEY, **how)))  # type: ignore[arg-type]  # keywords by name


@pytest.mark.parametrize("name", SHOWN)
def test_slack_takes_the_card(name: str) -> None:
    answer, how = SHOWN[name]
    assert block_faults([*card(answer, KEY, **how).blocks]) == []  # type: ignore[arg-type]  # keywords by name


@pytest.mark.parametrize("name", SHOWN)
def test_a_card_is_short(name: str) -> None:
    answer, how = SHOWN[name]
    assert length(card(answer, KEY, **how).blocks) <= 2_100  # type: ignore[arg-type]  # keywords by name


def outcomes(answer: Answer) -> list[Answer]:
    plain = replace(answer, errors=())
    return [answer, plain, replace(plain, outcome="choose"), replace(plain, outcome="unknown")]


def refused(shown: Card) -> list[Any]:
    assert 0 < len(shown.text) <= 4_000
    assert characters([*shown.blocks]) <= MESSAGE_CHARACTERS
    return block_faults([*shown.blocks])


@pytest.mark.parametrize("number", range(4))
def test_no_content_makes_a_card_that_slack_refuses(number: int) -> None:
    assert (
        refused(card(outcomes(answers.hostile(answers.HOSTILE_TEXT))[number], KEY, share="channel", shared_by="U1"))
        == []
    )


@pytest.mark.parametrize("number", range(4))
def test_empty_content_makes_no_card_that_slack_refuses(number: int) -> None:
    assert refused(card(outcomes(answers.hostile("", 1))[number], KEY)) == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.integers(0, 3), st.integers(1, 12))
def test_whatever_the_content_slack_takes_the_card(text: str, number: int, times: int) -> None:
    assert refused(card(outcomes(answers.hostile(text, times))[number], KEY)) == []


def markup(part: Any) -> Iterator[str]:
    """Every text that Slack reads as markup."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for value in part.values():
            yield from markup(value)
    elif isinstance(part, list):
        for each in part:
            yield from markup(each)


@pytest.mark.parametrize("number", range(4))
def test_nothing_in_the_content_can_ring_or_link(number: int) -> None:
    shown = card(outcomes(answers.hostile("<!channel> <@U1> <https://evil.example|x>"))[number], KEY)
    texts = [shown.text, *markup([*shown.blocks])]
    assert texts
    assert [text for text in texts if re.search(r"<(?!https://x\.example/)", text)] == []


def test_backticks_do_not_break_out_of_code() -> None:
    shown = card(replace(answers.hostile("a```b`c", 1), errors=()), KEY)
    assert [text for text in markup([*shown.blocks]) if "```" in text] == []


def test_buttons_carry_ids_only() -> None:
    for block in card(answers.UNKNOWN, KEY).blocks:
        for element in block.get("elements", []):
            if element["type"] == "button":
                assert json.loads(element["value"])[0] == KEY
                assert "channel" not in element["value"]


def test_the_same_answer_makes_the_same_card() -> None:
    assert card(answers.SEVERAL, KEY) == card(answers.SEVERAL, KEY)


def test_notes_stand_above_the_card() -> None:
    noted = note("Hello.").noted("Only the first MB was read.")
    assert [block["type"] for block in noted.blocks] == ["context", "section"]
    assert note("Hello.").noted() == note("Hello.")
