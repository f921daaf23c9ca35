"""Settings: what the environment asks for, and what is said when it can't be had."""

import os
from pathlib import Path

import pytest
from platformdirs import user_data_path

from bot.settings import SETTINGS, SettingError, Settings


def test_without_variables_files_live_in_the_platforms_data_folder() -> None:
    assert Settings.from_environ({}) == Settings(user_data_path("streamerr", appauthor=False), ())


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_environ({"STREAMERR_HOME": "", "STREAMERR_PACKS": ""}) == Settings.from_environ({})


def test_home_is_where_the_knowledge_base_file_lives(tmp_path: Path) -> None:
    assert Settings.from_environ({"STREAMERR_HOME": str(tmp_path)}).kb_file == tmp_path / "kb.db"


def test_home_need_not_exist_yet(tmp_path: Path) -> None:
    assert Settings.from_environ({"STREAMERR_HOME": str(tmp_path / "new")}).home == tmp_path / "new"


def test_a_tilde_stands_for_the_users_folder() -> None:
    assert Settings.from_environ({"STREAMERR_HOME": "~/errors"}).home == Path.home() / "errors"


def test_a_home_that_is_a_file_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "taken"
    file.touch()
    with pytest.raises(SettingError, match=r"STREAMERR_HOME: .*taken is a file"):
        Settings.from_environ({"STREAMERR_HOME": str(file)})


def test_several_pack_folders_stand_in_their_order(tmp_path: Path) -> None:
    folders = [tmp_path / "b", tmp_path / "a"]
    for folder in folders:
        folder.mkdir()
    value = os.pathsep.join(map(str, folders))
    assert Settings.from_environ({"STREAMERR_PACKS": value}).packs == tuple(folders)


def test_a_pack_folder_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"STREAMERR_PACKS: there is no folder .*gone"):
        Settings.from_environ({"STREAMERR_PACKS": str(tmp_path / "gone")})


def test_slacks_variables_are_read_and_not_shown() -> None:
    variables = {
        "SLACK_BOT_TOKEN": " xoxb-1 ",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_SIGNING_SECRET": "hush",
        "PORT": "3000",
    }
    read = Settings.from_environ(variables)
    assert (read.bot_token, read.app_token, read.signing_secret, read.port) == ("xoxb-1", "xapp-1", "hush", 3000)
    assert all(secret not in repr(read) for secret in ("xoxb-1", "xapp-1", "hush"))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1", "begins with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "begins with xapp-"),
        ("SLACK_API_URL", "slack-gov.com/api", "not a web address"),
        ("PORT", "http", "not a port"),
        ("PORT", "70000", "not a port"),
        ("PORT", "-1", "not a port"),
    ],
)
def test_a_slack_variable_that_cannot_be_used_is_refused_by_name(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingError, match=f"{name}: .*{told}"):
        Settings.from_environ({name: value})


def test_the_api_url_ends_in_a_slash() -> None:
    assert Settings.from_environ({"SLACK_API_URL": "https://slack-gov.com/api"}).api_url == "https://slack-gov.com/api/"
    assert Settings.from_environ({}).api_url == "https://slack.com/api/"


def test_bots_that_may_ask_are_separated_by_commas() -> None:
    assert Settings.from_environ({"STREAMERR_BOTS": "B1, A2,"}).bots == {"B1", "A2"}


def test_every_listed_setting_is_read(tmp_path: Path) -> None:
    unset = Settings.from_environ({})
    fitting = {"PORT": "3000", "SLACK_API_URL": "https://slack-gov.com/api/"}
    for setting in SETTINGS:
        value = fitting.get(setting.name, str(tmp_path))
        assert Settings.from_environ({setting.name: value}) != unset, setting.name
