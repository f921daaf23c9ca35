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


def test_every_listed_setting_is_read(tmp_path: Path) -> None:
    unset = Settings.from_environ({})
    assert all(Settings.from_environ({setting.name: str(tmp_path)}) != unset for setting in SETTINGS)
