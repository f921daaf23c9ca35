"""``streamerr start``, ``streamerr doctor`` and ``streamerr backup`` as commands."""

import shlex
import subprocess
from pathlib import Path

from bot.db.database import Database
from tests.conftest import Run


def test_doctor_without_tokens_says_what_to_do_and_exits_with_0(run: Run) -> None:
    result = run("doctor", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="")
    assert result.exit_code == 0
    assert "note  SLACK_BOT_TOKEN: not set" in result.stdout


def test_doctor_with_a_fault_exits_with_1(run: Run) -> None:
    result = run("doctor", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="xapp-1", SLACK_API_URL="http://127.0.0.1:9/api/")
    assert result.exit_code == 1
    assert "fault SLACK_BOT_TOKEN" in result.stdout
    assert "xapp-1" not in result.output


def test_start_with_half_a_setup_exits_with_2(run: Run) -> None:
    result = run("start", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="")
    assert result.exit_code == 2
    assert "SLACK_APP_TOKEN for Socket Mode" in result.stderr


def test_an_address_that_is_none_exits_with_2_and_shows_no_password(run: Run) -> None:
    url = "postgresql://bot:hunter2@db:abc/streamerr"
    tokens = {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": ""}
    for command, status in (("doctor", 1), ("backup copy.db", 2)):
        result = run(*command.split(), STREAMERR_DATABASE_URL=url, **tokens)
        assert result.exit_code == status
        assert "not the address of a database" in " ".join(result.output.split())
        assert "hunter2" not in result.output


def test_a_token_of_another_kind_is_named(run: Run) -> None:
    result = run("start", SLACK_BOT_TOKEN="xapp-1")
    assert result.exit_code == 2
    assert "SLACK_BOT_TOKEN: this is another kind of token" in result.stderr


def test_backup_says_what_it_wrote_and_how_to_bring_it_back(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/workspace.db"
    Database.open(url).close()
    file = tmp_path / "copy.db"
    result = run("backup", str(file), STREAMERR_DATABASE_URL=url)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"{file}: 0.2 MB, a copy of {tmp_path}/workspace.db, looked through." in result.stdout
    assert "stop the bot, all its replicas" in result.stdout
    for command in [line for line in result.stdout.splitlines() if line.startswith("  ")]:
        subprocess.run(shlex.split(command), check=True)
    Database.open(url).close()


def test_backup_leaves_a_file_that_is_there_and_exits_with_2(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/workspace.db"
    Database.open(url).close()
    file = tmp_path / "copy.db"
    assert run("backup", str(file), STREAMERR_DATABASE_URL=url).exit_code == 0
    earlier = file.stat()
    result = run("backup", str(file), STREAMERR_DATABASE_URL=url)
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert file.stat() == earlier
    assert run("backup", "--force", str(file), STREAMERR_DATABASE_URL=url).exit_code == 0


def test_backup_leaves_the_knowledge_base_and_exits_with_2(run: Run, kb_file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/workspace.db"
    Database.open(url).close()
    before = kb_file.read_bytes()
    result = run("backup", "--force", str(kb_file), STREAMERR_DATABASE_URL=url)
    assert result.exit_code == 2
    assert "is no backup" in result.stderr
    assert kb_file.read_bytes() == before


def test_backup_without_a_database_exits_with_2(run: Run, tmp_path: Path) -> None:
    result = run("backup", str(tmp_path / "copy.db"), STREAMERR_DATABASE_URL=f"sqlite:///{tmp_path}/workspace.db")
    assert result.exit_code == 2
    assert "is not there yet" in result.stderr
    assert [*tmp_path.iterdir()] == []
