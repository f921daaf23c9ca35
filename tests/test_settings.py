"""Settings: what the environment asks for, and what is said when it can't be had."""

import os
from pathlib import Path

import pytest
from platformdirs import user_data_path

from bot.rules import Rules
from bot.settings import SETTINGS, Setting, SettingError, Settings
from bot.voice import SETTLED


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


def rules(**variables: str) -> Rules:
    return Settings.from_environ({f"STREAMERR_{name}": value for name, value in variables.items()}).rules


def test_without_variables_the_rules_are_those_that_hold_at_first() -> None:
    assert rules() == Rules()


def test_what_is_listed_is_separated_by_commas() -> None:
    assert rules(BOTS="B1, A2,").bots == {"B1", "A2"}
    assert rules(CHANNELS="#war-*, inc-?").names == ("war-*", "inc-?")
    assert rules(DECIDERS=" creators,U0123ABCD ").deciders == {"creators", "U0123ABCD"}


def test_no_name_opens_a_channel_where_none_is_to() -> None:
    assert rules(CHANNELS="none").names == ()
    assert rules(CHANNELS="none,inc-*").names == ("none", "inc-*")


@pytest.mark.parametrize("value", ["everybody", "Creators", "u0123abcd", "@sam", "creators admins"])
def test_a_decider_who_is_nobody_is_refused_by_name(value: str) -> None:
    with pytest.raises(SettingError, match=f"STREAMERR_DECIDERS: {value} is nobody"):
        rules(DECIDERS=value)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("STREAMERR_CAP", ("-1", "10001", "many", "nan", "inf")),
        ("STREAMERR_WINDOW", ("-1", "43201", "1h")),
        ("STREAMERR_PACE", ("-0.1", "1001", "nan")),
        ("STREAMERR_LEASE", ("0", "6", "3601", "-5")),
        ("STREAMERR_KEEP_KEYS", ("0", "0.5", "3651")),
        ("STREAMERR_KEEP_ANSWERS", ("0", "3651", "for ever")),
    ],
)
def test_a_number_that_is_none_or_out_of_range_is_refused_by_name(name: str, values: tuple[str, ...]) -> None:
    for value in values:
        with pytest.raises(SettingError, match=f"{name}: {value} will not do; use a number from"):
            Settings.from_environ({name: value})


@pytest.mark.parametrize("name", ["STREAMERR_CAP", "STREAMERR_WINDOW", "STREAMERR_PACE"])
def test_nothing_is_a_number_where_it_has_a_meaning(name: str) -> None:
    assert Settings.from_environ({name: "0"}) != Settings.from_environ({})


def test_spans_are_given_in_the_units_that_the_readme_names() -> None:
    environ = {
        "STREAMERR_WINDOW": "1.5",
        "STREAMERR_KEEP_KEYS": "2",
        "STREAMERR_KEEP_ANSWERS": "3",
        "STREAMERR_LEASE": "8",
    }
    read = Settings.from_environ(environ)
    assert (read.rules.window, read.keep_keys, read.keep_answers, read.lease) == (90, 172_800, 259_200, 8)


def test_the_log_is_text_or_json() -> None:
    assert Settings.from_environ({"STREAMERR_LOG": "json"}).log_json
    with pytest.raises(SettingError, match="STREAMERR_LOG: xml will not do; use text or json"):
        Settings.from_environ({"STREAMERR_LOG": "xml"})


def test_the_workspace_database_is_a_file_at_home_unless_it_is_elsewhere(tmp_path: Path) -> None:
    home = {"STREAMERR_HOME": str(tmp_path)}
    assert Settings.from_environ(home).database == f"sqlite:///{tmp_path}/workspace.db"
    url = "postgresql://streamerr:hush@db/streamerr"
    elsewhere = Settings.from_environ({**home, "STREAMERR_DATABASE_URL": f" {url} "})
    assert elsewhere.database == url
    assert "hush" not in repr(elsewhere)


FITTING = {
    "PORT": "3000",
    "SLACK_API_URL": "https://slack-gov.com/api/",
    "STREAMERR_DECIDERS": "members",
    "STREAMERR_LOG": "json",
}


def test_every_listed_setting_is_read(tmp_path: Path) -> None:
    unset = Settings.from_environ({})
    for setting in SETTINGS:
        value = "12" if setting.default.isdigit() else FITTING.get(setting.name, str(tmp_path))
        assert Settings.from_environ({setting.name: value}) != unset, setting.name


@pytest.mark.parametrize("setting", [setting for setting in SETTINGS if setting.default.isdigit()])
def test_the_default_that_is_listed_is_the_one_that_holds(setting: Setting) -> None:
    assert Settings.from_environ({setting.name: setting.default}) == Settings.from_environ({})


def test_the_names_and_deciders_that_are_listed_are_those_that_hold() -> None:
    listed = {setting.name: setting.default.strip("`") for setting in SETTINGS}
    assert rules(CHANNELS=listed["STREAMERR_CHANNELS"], DECIDERS=listed["STREAMERR_DECIDERS"]) == Rules()


@pytest.mark.parametrize("lease", [7, 8, 15, 24, 25, 60, 3600])
def test_a_post_is_over_before_its_lease_is(lease: float) -> None:
    made = Settings(Path(), lease=lease)
    assert 1 <= made.call <= 10
    assert lease / 2 + made.call + SETTLED < lease
