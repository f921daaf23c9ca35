"""What is typed, as text and rich text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.composer import Names, compose, encode, escape
from bot.local.limits import block_faults

NAMES = Names({"sam": "U1", "streamerr": "U2"}, {"incidents": "C1"})


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": [*elements]}


def text(value: str) -> dict[str, Any]:
    return {"type": "text", "text": value}


def pre(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_preformatted", "elements": [*elements], "border": 0}


LINK = "https://example.net/a.m3u8?x=1&y=2"


@pytest.mark.parametrize(
    ("typed", "kept", "parts"),
    [
        ("a < b & c", "a &lt; b &amp; c", [section(text("a < b & c"))]),
        ("one\ntwo", "one\ntwo", [section(text("one\ntwo"))]),
        (
            "@streamerr, why? #incidents",
            "<@U2>, why? <#C1>",
            [
                section(
                    {"type": "user", "user_id": "U2"},
                    text(", why? "),
                    {"type": "channel", "channel_id": "C1"},
                )
            ],
        ),
        ("<@U1> look", "<@U1> look", [section({"type": "user", "user_id": "U1"}, text(" look"))]),
        ("<@U404> @nobody a@sam", "&lt;@U404&gt; @nobody a@sam", [section(text("<@U404> @nobody a@sam"))]),
        (
            f"see {LINK}.",
            f"see <{escape(LINK)}>.",
            [section(text("see "), {"type": "link", "url": LINK}, text("."))],
        ),
        ("```<a>\n1\n```", "```&lt;a&gt;\n1```", [pre(text("<a>\n1"))]),
        (
            "before\n```x```\nafter",
            "before\n```x```\nafter",
            [section(text("before")), pre(text("x")), section(text("after"))],
        ),
        (
            f"```GET {LINK} 404```",
            f"```GET <{escape(LINK)}> 404```",
            [pre(text("GET "), {"type": "link", "url": LINK, "text": LINK}, text(" 404"))],
        ),
        ("open ``` only", "open ``` only", [section(text("open ``` only"))]),
        (
            "use `a<b` :eyes: *now*",
            "use `a&lt;b` :eyes: *now*",
            [
                section(
                    text("use "),
                    {**text("a<b"), "style": {"code": True}},
                    text(" "),
                    {"type": "emoji", "name": "eyes"},
                    text(" "),
                    {**text("now"), "style": {"bold": True}},
                )
            ],
        ),
    ],
)
def test_what_is_typed_is_kept_as_slack_keeps_it(typed: str, kept: str, parts: list[dict[str, Any]]) -> None:
    composed = compose(typed, NAMES)
    assert (composed.text, composed.blocks) == (kept, ({"type": "rich_text", "elements": parts},))


def test_nothing_typed_is_nothing() -> None:
    assert (compose("", NAMES).text, compose("", NAMES).blocks) == ("", ())


def test_a_command_text_names_ids_with_their_names() -> None:
    assert encode("ask @sam in #incidents <now>", NAMES) == "ask <@U1|sam> in <#C1|incidents> &lt;now&gt;"


@given(st.text(st.sampled_from("`@#<>&*: a1\nhttps://samU1"), max_size=80))
def test_whatever_is_typed_makes_blocks_that_slack_takes(typed: str) -> None:
    assert block_faults(list(compose(typed, NAMES).blocks)) == []


def test_a_long_paste_is_composed_in_no_time() -> None:
    for hostile in ("`" * 50_000, "*a" * 25_000, "https://" * 6000, ":a" * 25_000, "@" * 50_000, "<@U" * 16_000):
        assert compose(hostile, NAMES).text
