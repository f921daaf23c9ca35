"""The card of a paste with several errors."""

from dataclasses import replace

from bot.cards.several import ROWS, in_words, several
from tests.answers import SEVERAL
from tests.slack_bot import blocks_text

SHOWN = blocks_text({"blocks": several(SEVERAL, "k")})


def test_every_error_has_a_line_with_its_count_and_times() -> None:
    assert "4 different errors" in SHOWN
    assert "7 times, `10:15:01` to `10:20:44`" in SHOWN
    assert "once, `10:16:00`" in SHOWN
    assert "3. 0x80880030: not in the knowledge base" in SHOWN
    assert "several errors fit" in SHOWN


def test_the_most_important_one_is_told_below() -> None:
    assert SHOWN.index("several errors fit") < SHOWN.index("An HLS player asked")


def test_what_is_left_out_is_counted() -> None:
    many = replace(SEVERAL, errors=SEVERAL.errors * 5)
    assert f"and {20 - ROWS} more" in blocks_text({"blocks": several(many, "k")})


def test_without_an_answer_only_the_lines_are_told() -> None:
    assert "What to do" not in blocks_text({"blocks": several(replace(SEVERAL, outcome="unknown"), "k")})


def test_in_words_it_counts_them() -> None:
    assert in_words(SEVERAL).startswith("4 different errors: Playlists of one session")
