"""The README: every command and setting is in it, and its examples are what streamerr says today."""

from pathlib import Path

import pytest

from bot.settings import SETTINGS, Setting
from kb.answer_json import AnswerRecord, MatchRecord
from tests.readme import EXAMPLE, README, rewritten
from tests.test_cli import commands

TEXT = README.read_text()
ROOT = README.parent


@pytest.mark.parametrize("command", [words for words in commands() if words != ("kb",)], ids=" ".join)
def test_every_command_is_in_the_table(command: tuple[str, ...]) -> None:
    assert f"\n| `{' '.join(('streamerr', *command))}` |" in TEXT


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_in_the_table_as_it_is(setting: Setting) -> None:
    assert f"\n| `{setting.name}` | {setting.default} | {setting.purpose} |\n" in TEXT


@pytest.mark.parametrize("key", AnswerRecord.__annotations__)
def test_every_key_of_an_answer_is_in_the_table(key: str) -> None:
    assert f"\n| `{key}` | " in TEXT


@pytest.mark.parametrize("key", MatchRecord.__annotations__)
def test_every_key_of_a_match_is_told(key: str) -> None:
    (row,) = [line for line in TEXT.splitlines() if line.startswith("| `matches` |")]
    assert f"`{key}`" in row


def test_the_examples_are_what_it_says_today(tmp_path: Path) -> None:
    assert EXAMPLE.search(TEXT)
    assert rewritten(TEXT, tmp_path) == TEXT, "run: make readme"


@pytest.mark.parametrize(
    "path", [line.split("`")[1] for line in TEXT.splitlines() if line.startswith(("| `kb/", "| `bot/", "| `tests/"))]
)
def test_every_place_in_the_house_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("target", ["start", "test", "clean", "lock", "bench", "readme"])
def test_every_make_target_that_is_told_exists(target: str) -> None:
    assert f"make {target}" in TEXT
    assert f"\n{target}:" in (ROOT / "Makefile").read_text()
