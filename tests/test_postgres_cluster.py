"""The PostgreSQL of the tests: it is there, it is theirs alone, it crashes and comes back, and it is gone afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from sqlalchemy import Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from tests import postgres as postgres_module
from tests.postgres import Cluster, MissingError, StartError, cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FOREVER = """
import sys, time
from tests.postgres import cluster
with cluster() as running:
    print(running.url, flush=True)
    time.sleep(600)
"""
AS_NOBODY = """
import os, pwd
from tests.postgres import cluster
nobody = pwd.getpwnam("nobody")
os.setgroups([])
os.setresgid(*[nobody.pw_gid] * 3)
os.setresuid(*[nobody.pw_uid] * 3)
with cluster() as running:
    print(running.new_database())
"""


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection to a database, with everything committed that came well to its end."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


def asked(url: str, question: str) -> object:
    with connected(url) as connection:
        return connection.execute(text(question)).scalar()


def folder(url: str) -> Path:
    """The folder of the cluster that a database is in."""
    return Path(str(make_url(url).query["host"]))


def server(url: str) -> psutil.Process:
    """The process that serves a database."""
    return psutil.Process(int((folder(url) / "data" / "postmaster.pid").read_text().split()[0]))


def test_it_answers_over_a_socket_and_nowhere_else(postgres: Cluster) -> None:
    assert asked(postgres.url, "SELECT 1") == 1
    assert asked(postgres.url, "SHOW listen_addresses") == ""


def test_what_is_committed_is_on_disk(postgres: Cluster) -> None:
    assert [asked(postgres.url, f"SHOW {name}") for name in ("fsync", "synchronous_commit")] == ["on", "on"]


def test_databases_know_nothing_of_each_other(postgres: Cluster) -> None:
    one, other = postgres.new_database(), postgres.new_database()
    with connected(one) as connection:
        connection.execute(text("CREATE TABLE said (words TEXT)"))
    assert asked(one, "SELECT to_regclass('said')") == "said"
    assert asked(other, "SELECT to_regclass('said')") is None


def insert_amid_a_crash(postgres: Cluster, url: str) -> None:
    with connected(url) as connection:
        connection.execute(text("INSERT INTO said VALUES ('lost')"))
        postgres.restart()


def test_a_crash_keeps_what_was_committed_and_nothing_else(postgres: Cluster) -> None:
    url = postgres.new_database()
    with connected(url) as connection:
        connection.execute(text("CREATE TABLE said (words TEXT)"))
        connection.execute(text("INSERT INTO said VALUES ('kept')"))
    with pytest.raises(OperationalError):
        insert_amid_a_crash(postgres, url)
    assert asked(url, "SELECT string_agg(words, ' ') FROM said") == "kept"


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_stopped_server_is_out_of_reach_until_it_starts(postgres: Cluster, mode: str) -> None:
    url = postgres.new_database()
    postgres.stop(mode)
    postgres.stop(mode)
    with pytest.raises(OperationalError):
        asked(url, "SELECT 1")
    postgres.start()
    postgres.start()
    assert asked(url, "SELECT 1") == 1


def test_a_server_that_a_test_left_stopped_or_dead_is_started_for_the_next(postgres: Cluster) -> None:
    postgres.stop()
    assert asked(postgres.new_database(), "SELECT 1") == 1
    process = server(postgres.url)
    process.send_signal(signal.SIGQUIT)
    process.wait(60)
    assert asked(postgres.new_database(), "SELECT 1") == 1


def test_the_server_is_never_roots(postgres: Cluster) -> None:
    assert server(postgres.url).uids().real != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="these tests run as an ordinary user already")
def test_an_ordinary_user_has_one_too() -> None:
    done = subprocess.run([sys.executable, "-c", AS_NOBODY], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("postgresql+psycopg://"), done.stderr


def test_variables_for_postgresqls_clients_do_not_lead_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGPORT": "1", "PGDATA": "/nowhere", "PGHOST": "/nowhere", "PGDATABASE": "none"}.items():
        monkeypatch.setenv(name, value)
    with cluster() as running:
        assert asked(running.new_database(), "SELECT 1") == 1


def fail_with(running: Cluster, seen: dict[psutil.Process, Path]) -> None:
    seen[server(running.url)] = folder(running.url)
    raise ZeroDivisionError


def test_nothing_of_it_is_left_after_a_failure() -> None:
    seen: dict[psutil.Process, Path] = {}
    with pytest.raises(ZeroDivisionError), cluster() as running:
        fail_with(running, seen)
    ((process, place),) = seen.items()
    assert not process.is_running()
    assert not place.exists()


def test_nothing_of_it_is_left_when_its_owner_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", FOREVER], cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        url = owner.stdout.readline().strip()
        process = server(url)
        owner.kill()
    process.wait(60)
    end = time.monotonic() + 60
    while folder(url).exists():
        assert time.monotonic() < end, "its folder is still there"
        time.sleep(0.05)


def test_a_server_that_cannot_start_says_why_and_leaves_nothing() -> None:
    with cluster() as running:
        place = folder(running.url)
        running.stop()
        with (place / "data" / "postgresql.conf").open("a") as settings:
            settings.write("no_such_setting = 1\n")
        with pytest.raises(StartError, match="no_such_setting"):
            running.start()
    assert not place.exists()


def test_without_postgresql_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_module, "PACKAGED", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match="sudo apt-get install postgresql"), cluster():
        pass


def test_the_newest_packaged_server_comes_before_the_one_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {name: tmp_path / name / "bin" for name in ("9.6", "15", "path")}
    for place in places.values():
        place.mkdir(parents=True)
        for name in postgres_module.NEEDED:
            (place / name).touch(0o755)
    monkeypatch.setenv("PATH", str(places["path"]))
    monkeypatch.setattr(postgres_module, "PACKAGED", tmp_path / "none")
    assert postgres_module._programs() == places["path"]
    monkeypatch.setattr(postgres_module, "PACKAGED", tmp_path)
    assert postgres_module._programs() == places["15"]
    (places["15"] / "initdb").unlink()
    assert postgres_module._programs() == places["9.6"]
