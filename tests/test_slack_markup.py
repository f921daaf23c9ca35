"""Slack's control sequences, undone."""

import pytest

from bot.slack_markup import linked, unmarked


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("<mailto:ops@example.com|ops@example.com>", "ops@example.com"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<!channel> 404", "@channel 404"),
        ("<@U123> 404", "@U123 404"),
        ("<#C123|>", "#C123"),
        ("<rtmp://live.example.com/app|stream>", "stream rtmp://live.example.com/app"),
        ("1 < 2 > 1", "1 < 2 > 1"),
        ("<", "<"),
    ],
)
def test_control_sequences_become_what_was_typed(text: str, typed: str) -> None:
    assert unmarked(text) == typed


def test_a_label_that_is_part_of_the_address_was_typed_without_the_rest() -> None:
    assert linked("http://cdn.example.com/a", "cdn.example.com/a") == "cdn.example.com/a"


def test_a_long_line_of_brackets_takes_no_time() -> None:
    assert len(unmarked("<https://" * 20_000)) == 180_000
