"""The card of a choice: grouped by system, one button for each."""

from dataclasses import replace

from bot.cards.choice import CANDIDATES, choice, in_words
from tests.answers import CHOICE
from tests.slack_bot import blocks_text


def test_candidates_of_a_system_stand_together() -> None:
    shown = blocks_text({"blocks": choice(CHOICE, "k")})
    assert shown.index("Nothing at this URL") < shown.index("The fragment is gone") < shown.index("No such session")
    assert shown.count("Azure Media Services") == 1


def test_every_candidate_has_a_button_of_its_own() -> None:
    buttons = [block["accessory"] for block in choice(CHOICE, "k") if "accessory" in block]
    assert [button["action_id"] for button in buttons] == ["choose:0", "choose:1", "choose:2"]
    assert len({button["value"] for button in buttons}) == 3


def test_what_is_left_out_is_counted() -> None:
    many = replace(CHOICE, matches=CHOICE.matches * 6)
    assert f"and {18 - CANDIDATES} more" in blocks_text({"blocks": choice(many, "k")})


def test_in_words_it_names_the_candidates() -> None:
    assert "No such session (AWS Elemental MediaTailor, NotFoundException)" in in_words(CHOICE)
