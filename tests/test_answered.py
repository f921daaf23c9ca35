"""The card of an answer: its order and its length."""

from dataclasses import replace

from bot.cards.answered import answered, in_words
from bot.cards.blocks import length
from kb import Cause, Match
from tests.answers import IDENTIFIER, IIS, LOCKED, PASTE, POINTED, RETIRED
from tests.slack_bot import blocks_text


def text(answer: object) -> str:
    return blocks_text({"blocks": answered(answer)})  # type: ignore[arg-type]  # every test gives an Answer


def test_it_stands_in_its_order() -> None:
    shown = text(PASTE)
    order = ["Understood", "Playlists of one session", "An HLS player", "What to do", "When:", "Retry", "Who can fix it",
             "Check first", "Quote to support", "<https://", "Could also be", "Note:", "3 secrets were hidden", "Why:", "Knowledge base"]  # fmt: skip
    places = [shown.index(part) for part in order]
    assert places == sorted(places)


def test_the_cause_that_was_read_comes_first() -> None:
    shown = text(POINTED)
    assert shown.index("Find the holder") < shown.index("Send calls")
    assert "What was read points here" in shown


def test_our_own_advice_is_marked() -> None:
    shown = text(IDENTIFIER)
    assert "*Check first* _(our advice)_" in shown
    assert "*Who can fix it*\nthe team that calls the management API" in shown


def test_a_retired_product_is_told() -> None:
    assert "Retired on 30 June 2024" in text(RETIRED)
    assert "Mind" not in text(IDENTIFIER)


def test_long_causes_wait_behind_more() -> None:
    causes = tuple(Cause("w" * 280, "f" * 480) for _ in range(3))
    answer = replace(IDENTIFIER, matches=(Match(replace(LOCKED, causes=causes), IIS, 1.0, "why"),))
    assert length(answered(answer)) <= 2_000
    assert "more, under More" in text(answer)


def test_in_words_it_names_the_error_and_the_fix_of_its_cause() -> None:
    told = in_words(POINTED)
    assert "Publishing point locked" in told
    assert "0x8088002A" in told
    assert "Find the holder" in told


def test_in_words_it_says_what_to_check_where_the_cause_may_be_any_of_several() -> None:
    assert in_words(IDENTIFIER).endswith(f": {LOCKED.first_check}")


def test_what_the_text_names_too_is_no_guess() -> None:
    both = (*IDENTIFIER.matches, Match(replace(LOCKED, code="0x8088002E"), IIS, 0.5, "0x8088002E stands in the text"))
    shown = text(replace(IDENTIFIER, matches=both))
    assert "Also named `0x8088002E`" in shown
    assert "Could also be" not in shown
