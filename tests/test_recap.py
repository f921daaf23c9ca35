"""Recaps: their spans, and their cards, which are approved and taken by Slack whatever they hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.blocks import length
from bot.cards.recap import ROWS, recap, written
from bot.local.limits import MESSAGE_CHARACTERS, block_faults, characters
from bot.recap import Span
from tests import recaps
from tests.answers import HOSTILE_TEXT
from tests.approve import check
from tests.test_card import markup

if TYPE_CHECKING:
    from bot.card import Card

SHOWN: dict[str, Card] = {
    "recap": recap(recaps.FULL, private=True),
    "recap_shared": recap(recaps.FULL, shared_by="U1"),
    "recap_nothing": recap(recaps.NOTHING, private=True),
    "recap_earlier": recap(recaps.EARLIER),
    "recap_absent": recap(recaps.ABSENT, private=True),
    "recap_quiet": recap(recaps.QUIET, private=True),
    "recap_written": written("## Errors\n\n| a |\n", "recap.md", "This is the Markdown."),
}


def faults(shown: Card) -> list[Any]:
    assert 0 < len(shown.text) <= 4_000
    assert characters([*shown.blocks]) <= MESSAGE_CHARACTERS
    return block_faults([*shown.blocks])


def rows(shown: Card) -> list[Any]:
    (table,) = [block for block in shown.blocks if block["type"] == "table"]
    return [*table["rows"]]


@pytest.mark.approved
@pytest.mark.parametrize("name", SHOWN)
def test_the_card_is_the_approved_one(name: str) -> None:
    check(name, {"text": SHOWN[name].text, "blocks": [*SHOWN[name].blocks]})


@pytest.mark.parametrize("name", SHOWN)
def test_slack_takes_the_card(name: str) -> None:
    assert faults(SHOWN[name]) == []


@pytest.mark.parametrize("text", [HOSTILE_TEXT, "", "x" * 5_000, "https://x.example/" + "y" * 200])
@pytest.mark.parametrize("private", [True, False])
def test_no_content_makes_a_card_that_slack_refuses(text: str, private: bool) -> None:
    assert faults(recap(recaps.hostile(text), private=private, shared_by="U1")) == []
    assert faults(written(text * 10, text, "why")) == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.integers(0, 100))
def test_whatever_the_content_slack_takes_the_card(text: str, times: int) -> None:
    assert faults(recap(recaps.hostile(text, times), private=True)) == []
    assert faults(written(text, text, "why")) == []


def test_nothing_in_the_content_can_ring_or_link() -> None:
    shown = recap(recaps.hostile("<!channel> <@U1>|<https://evil.example|x>"), shared_by="U9")
    texts = [shown.text, *markup([*shown.blocks])]
    assert [text for text in texts if re.search(r"<(?!!date\^|@U9>)", text)] == []


def test_errors_that_do_not_fit_into_the_table_are_counted() -> None:
    many = replace(recaps.FULL, lines=(recaps.CONFLICT,) * 60, errors=60)
    shown = recap(many)
    assert len(rows(shown)) - 1 == ROWS
    assert f"and {60 - ROWS} more; the files name all" in "\n".join(markup([*shown.blocks]))
    assert "the files name 60" in "\n".join(markup([*recap(replace(many, errors=90)).blocks]))


def test_the_span_that_is_shown_is_marked_and_said() -> None:
    (buttons,) = [block["elements"] for block in SHOWN["recap_earlier"].blocks if block["type"] == "actions"]
    assert [one.get("style") for one in buttons] == ["primary", None, None]
    assert buttons[0]["accessibility_label"] == "The last 1 h, which is shown"


def test_only_a_private_recap_can_be_posted_and_only_if_there_is_something() -> None:
    posts = {name: "Post here" in json.dumps(shown.blocks) for name, shown in SHOWN.items()}
    assert [name for name, can in posts.items() if can] == ["recap", "recap_quiet"]
    assert "Post as files" in json.dumps(SHOWN["recap_shared"].blocks)
    assert "Post as files" not in json.dumps(SHOWN["recap_nothing"].blocks)


def test_every_button_has_an_accessible_name_and_carries_no_text() -> None:
    for shown in SHOWN.values():
        for block in shown.blocks:
            for one in block.get("elements", ()) if block["type"] == "actions" else ():
                assert one["accessibility_label"]
                assert Span.read(one["value"])


def test_a_long_file_is_cut_and_says_so() -> None:
    shown = written("a line of a file\n" * 2_000, "recap.md", "why")
    assert "does not fit" in "\n".join(markup([*shown.blocks]))
    assert length(shown.blocks) < MESSAGE_CHARACTERS


@given(st.floats(0, 4e9), st.floats(0, 4e9), st.sampled_from(["", "1764092800.000100"]))
def test_a_span_is_read_back_as_it_was_written(one: float, other: float, thread: str) -> None:
    since, until = sorted((round(one, 6), round(other, 6)))
    assert Span.read(Span(since, until, thread).value) == Span(since, until, thread)


@pytest.mark.parametrize(
    "value", ["", "x", "[]", "[1]", '[2, 1, ""]', "[1, 2]", "{}", "null", '[NaN, 2, ""]', '[1, 1e400, ""]', "[" * 9_000]
)
def test_what_is_no_span_is_none(value: str) -> None:
    assert Span.read(value) is None
