"""Opening the knowledge base for a command: what stands in the way is said, and nobody's file is harmed."""

from pathlib import Path

import pytest

from bot.knowledge import Misuse, named, opened
from tests.conftest import OWN_PACKS


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], kb_file: Path) -> None:
    assert kb_file.exists()
    for name, value in environ.items():
        monkeypatch.setenv(name, value)


def test_the_knowledge_base_is_the_one_of_the_settings() -> None:
    with opened(None) as kb:
        assert "acme-packager" in [system.id for system in kb.systems()]


def test_a_knowledge_base_is_built_where_none_is_and_says_so(tmp_path: Path) -> None:
    steps: list[str] = []
    with opened(tmp_path / "new" / "kb.db", steps.append) as kb:
        assert kb.systems()
    assert steps[0] == "building the knowledge base"


def test_a_file_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("mine")
    with pytest.raises(Misuse, match=r"notes\.txt exists and was not built by streamerr"), opened(notes):
        pass
    assert notes.read_text() == "mine"


def test_a_damaged_knowledge_base_is_built_again(tmp_path: Path) -> None:
    file = tmp_path / "kb.db"
    with opened(file):
        pass
    file.write_bytes(b"damaged")
    with opened(file) as kb:
        assert kb.systems()


def test_a_folder_in_the_files_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "kb.db").mkdir()
    with pytest.raises(Misuse, match=r"kb\.db"), opened(tmp_path / "kb.db"):
        pass


def test_faults_of_packs_come_one_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.toml").write_text(
        (OWN_PACKS / "acme-packager.toml").read_text().replace('retry = "no"', 'retry = "?"')
    )
    monkeypatch.setenv("STREAMERR_PACKS", str(tmp_path))
    with pytest.raises(Misuse) as refused, opened(tmp_path / "kb.db"):
        pass
    assert ["bad.toml: entry" in line for line in refused.value.message.splitlines()] == [True, True]


def test_systems_are_named_as_the_knowledge_base_spells_them() -> None:
    with opened(None) as kb:
        assert named(kb, ["ACME-Packager", "aws-mediatailor"]) == ("acme-packager", "aws-mediatailor")


def test_an_alias_of_a_system_leads_to_its_id() -> None:
    with opened(None) as kb, pytest.raises(Misuse, match="Did you mean aws-mediatailor"):
        named(kb, ["mediatailor"])


def test_a_system_like_no_other_is_told_where_to_look() -> None:
    with opened(None) as kb, pytest.raises(Misuse, match=r"There is no system 'zzzz'\. 'streamerr kb list'"):
        named(kb, ["zzzz"])


def test_a_message_cannot_drive_the_terminal() -> None:
    assert Misuse("one\x1b[2J\ntwo").format_message() == "one\\x1b[2J\ntwo"
