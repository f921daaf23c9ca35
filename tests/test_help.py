"""How to ask, on one screen."""

import pytest

from bot.asking import SUBCOMMANDS
from bot.cards.help import screen
from bot.local.limits import block_faults
from tests.approve import check
from tests.slack_bot import blocks_text


@pytest.mark.approved
def test_help_is_the_approved_one() -> None:
    assert block_faults(screen()) == []
    check("help", screen())


def test_help_is_one_screen() -> None:
    assert len(blocks_text({"blocks": screen()})) < 1_200


@pytest.mark.parametrize("word", [word for word in SUBCOMMANDS if word not in ("help", "explain")])
def test_every_subcommand_is_told_by_one_of_its_names(word: str) -> None:
    names = [name for name, told in SUBCOMMANDS.items() if told is SUBCOMMANDS[word]]
    assert any(f"`/streamerr {name}`" in blocks_text({"blocks": screen()}) for name in names)
