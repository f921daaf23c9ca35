"""The schema steps: taken once, by one starter at a time, as a whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

import migrations
from bot.db import schema
from bot.db.database import Database, DatabaseRefusedError

if TYPE_CHECKING:
    from tests.postgres import Cluster

ROOT = Path(__file__).parents[2]
AT_ONCE = 4
ROUNDS = 12
STARTER = """
import sys
from bot.db.database import Database
for url in sys.stdin:
    with Database.open(url.strip()) as db, db.writing() as connection:
        connection.exec_driver_sql("INSERT INTO chores VALUES ('%s', 0, '', 0)" % sys.argv[1])
    print("open", flush=True)
"""
FAULTY = '''"""A step that breaks halfway."""

from alembic import op
from sqlalchemy import Column, Integer

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make a table, then fail."""
    op.create_table("halfway", Column("id", Integer, primary_key=True))
    raise OSError("the power went")
'''


def race(urls: list[str]) -> None:
    """Several processes open every database at the same time, round by round; all of them have to come through."""
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", STARTER, str(number)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(AT_ONCE)
    ]  # fmt: skip
    try:
        for url in urls:
            for starter in starters:
                assert starter.stdin
                starter.stdin.write(f"{url}\n")
                starter.stdin.flush()
            assert [starter.stdout.readline() for starter in starters if starter.stdout] == ["open\n"] * AT_ONCE
            with Database.open(url) as db, db.reading() as connection:
                assert connection.execute(text("SELECT count(*) FROM chores")).scalar() == AT_ONCE
                assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    finally:
        for starter in starters:
            starter.communicate(timeout=60)
    assert [starter.returncode for starter in starters] == [0] * AT_ONCE


def test_starters_that_race_all_come_through_on_sqlite(tmp_path: Path) -> None:
    race([f"sqlite:///{tmp_path}/{number}.db" for number in range(ROUNDS)])


def test_starters_that_race_all_come_through_on_postgresql(postgres: Cluster) -> None:
    race([postgres.new_database() for _ in range(ROUNDS // 3)])


def test_a_database_that_is_up_to_date_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "workspace.db"
    Database.open(f"sqlite:///{file}").close()
    before = file.read_bytes()
    Database.open(f"sqlite:///{file}").close()
    assert file.read_bytes() == before


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """After the steps there are, one that breaks halfway; its file."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    ours = Path(str(migrations.__file__)).parent
    for file in (*ours.glob("*.py"), *ours.glob("versions/*.py")):
        (folder / file.relative_to(ours)).write_text(file.read_text())
    step = folder / "versions" / "0002_faulty.py"
    step.write_text(FAULTY)
    monkeypatch.setattr(migrations, "__file__", str(folder / "__init__.py"))
    return step


@pytest.mark.usefixtures("faulty")
def test_a_step_that_fails_takes_everything_back(tmp_path: Path, postgres: Cluster) -> None:
    for url in (f"sqlite:///{tmp_path}/workspace.db", postgres.new_database()):
        with pytest.raises(DatabaseRefusedError, match="the power went"):
            Database.open(url)
        engine = create_engine(url)
        assert inspect(engine).get_table_names() == []
        engine.dispose()


def test_after_a_step_that_failed_the_next_start_takes_it_again(tmp_path: Path, faulty: Path) -> None:
    url = f"sqlite:///{tmp_path}/workspace.db"
    with pytest.raises(DatabaseRefusedError, match="the power went"):
        Database.open(url)
    faulty.unlink()
    with Database.open(url) as db, db.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0001"


def newer(url: str) -> None:
    """A newer program took a step that this one does not know."""
    Database.open(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    engine.dispose()


def test_what_a_newer_program_wrote_is_not_touched(tmp_path: Path, postgres: Cluster) -> None:
    for url in (f"sqlite:///{tmp_path}/workspace.db", postgres.new_database()):
        newer(url)
        engine = create_engine(url)
        with pytest.raises(schema.NewerError, match="schema is at step 0999, this program knows up to 0001"):
            schema.upgrade(engine)
        engine.dispose()


def test_a_damaged_file_is_not_written_to(tmp_path: Path) -> None:
    file = tmp_path / "workspace.db"
    Database.open(f"sqlite:///{file}").close()
    pages = bytearray(file.read_bytes())
    pages[3 * 4096 : 4 * 4096] = b"\xa5" * 4096
    file.write_bytes(pages)
    engine = create_engine(f"sqlite:///{file}")
    with pytest.raises((schema.DamagedError, SQLAlchemyError)):
        schema.upgrade(engine)
    engine.dispose()
    assert file.read_bytes() == pages
