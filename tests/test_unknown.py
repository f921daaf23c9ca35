"""The card when nothing fits."""

from bot.cards.unknown import in_words, unknown
from tests.answers import UNKNOWN
from tests.slack_bot import blocks_text


def test_it_says_what_was_read_and_decoded_and_what_is_near() -> None:
    shown = blocks_text({"blocks": unknown(UNKNOWN, "k")})
    for part in (
        "code `0x80880030` (text)",
        "is a failure, facility",
        "Nearest",
        "Publishing point locked",
        "What to try",
    ):
        assert part in shown


def test_what_was_typed_is_not_repeated_as_evidence() -> None:
    assert "help" not in blocks_text({"blocks": unknown(UNKNOWN, "k")})


def test_in_words_it_says_so_first() -> None:
    assert in_words(UNKNOWN).startswith("Not in the knowledge base: 0x80880030")
