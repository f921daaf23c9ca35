"""What holds for all channels unless somebody says otherwise."""

from pathlib import Path

from bot.rules import Rules
from bot.settings import Settings


def test_what_the_environment_leaves_open_is_as_the_rules_are_by_themselves(tmp_path: Path) -> None:
    assert Settings.from_environ({"STREAMERR_HOME": str(tmp_path)}).rules == Rules()


def test_by_default_nobody_but_creators_and_admins_decides_and_no_bot_is_heard() -> None:
    assert Rules().deciders == {"creators", "admins"}
    assert not Rules().bots
