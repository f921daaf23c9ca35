"""A PostgreSQL of the tests' own: in a temporary folder, over a Unix socket, started, stopped and crashed on demand."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import URL

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGED = Path("/usr/lib/postgresql")
"""Where Debian keeps the server's programs, in a folder for each version; they are not on the ``PATH`` there."""
NEEDED = ("initdb", "postgres")
ADMIN = "postgres"
SETTINGS = """
listen_addresses = ''
fsync = on
shared_buffers = 16MB
wal_level = minimal
max_wal_senders = 0
log_checkpoints = off
"""
"""``fsync`` because tests crash it; no network, and small, because many run side by side."""
SIGNALS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
PATIENCE = 60.0
"""Seconds that the server may take to start or to stop."""
MISSING = """\
PostgreSQL's server is not installed, and these tests run a real one. Install it, nothing needs to be started:
  Debian, Ubuntu   sudo apt-get install postgresql
  Fedora           sudo dnf install postgresql-server
  macOS            brew install postgresql"""
JANITOR = 'read -r _ || kill -QUIT "$(head -n 1 "$0/data/postmaster.pid")"; rm -rf "$0"'
"""A shell script that removes a folder once it is told to; when nobody is left to tell it, it ends the server there first."""


class MissingError(Exception):
    """There is no PostgreSQL on this machine; says what to install."""

    def __init__(self) -> None:
        super().__init__(MISSING)


class StartError(Exception):
    """The server did not start; ends with what it said."""


class Cluster:
    """A server and its databases, in a folder of its own.

    Args:
        folder: for everything; short, since a socket in it has a path of at most 107 bytes.
        programs: the folder of ``initdb`` and ``postgres``.

    Attributes:
        url: of the database that is there from the start, as SQLAlchemy takes it.
    """

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        self._numbers = count(1)
        self._server: subprocess.Popen[bytes] | None = None
        self._whom = _whom()
        if self._whom:
            shutil.chown(folder, self._whom["user"], self._whom["group"])
        self.url = self._url(ADMIN)
        self._make()

    def start(self) -> None:
        """Start the server and wait until it takes connections; nothing happens when it runs.

        Raises:
            StartError: it ended instead, or took too long.
        """
        if self._server and self._server.poll() is None:
            return
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", self._folder / "data", "-k", self._folder, "-p", "5432"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._surroundings(),
            )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > end:
                self.stop("immediate")
                raise StartError(self._log.read_text(errors="replace")[-2000:])
            time.sleep(0.02)

    def stop(self, mode: str = "fast") -> None:
        """Stop the server, in one of PostgreSQL's modes; nothing happens when it does not run.

        Args:
            mode: ``smart`` waits for its clients to leave, ``fast`` cuts them off, ``immediate`` is a crash.
        """
        if self._server:
            self._server.send_signal(SIGNALS[mode])
            self._server.wait(PATIENCE)
            self._server = None

    def restart(self, mode: str = "immediate") -> None:
        """Stop the server, by a crash unless another ``mode`` is given, and start it again."""
        self.stop(mode)
        self.start()

    def new_database(self) -> str:
        """The URL of a database that nobody else has; the server is started when a test left it stopped."""
        self.start()
        name = f"test_{next(self._numbers)}"
        with self._connected() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _make(self) -> None:
        """Make the cluster's files; who may open the folder may connect."""
        made = subprocess.run(
            [
                *(self._programs / "initdb", "--pgdata", self._folder / "data", "--username", ADMIN),
                *("--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
            ],
            capture_output=True,
            text=True,
            check=False,
            **self._surroundings(),
        )
        if made.returncode:
            raise StartError(made.stderr[-2000:])
        with (self._folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS)

    def _surroundings(self) -> dict[str, Any]:
        """As whom, where and with which variables the programs run: none of ours for PostgreSQL's clients."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**self._whom, "cwd": self._folder, "env": {**environ, "LC_ALL": "C"}}

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self._folder), port=5432, user=ADMIN, dbname=ADMIN, autocommit=True)

    def _answers(self) -> bool:
        try:
            self._connected().close()
        except psycopg.OperationalError:
            return False
        return True

    def _url(self, database: str) -> str:
        where = {"host": str(self._folder), "port": "5432"}
        return URL.create("postgresql+psycopg", ADMIN, database=database, query=where).render_as_string()


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server that runs as long as the ``with`` lasts, and never longer than this process, however that ends.

    Raises:
        MissingError: there is no PostgreSQL to run.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    janitor = subprocess.Popen(
        ["/bin/sh", "-c", JANITOR, folder],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # it outlives an interrupt from the keyboard
    )
    told = b""
    try:
        made = Cluster(folder, programs)
        try:
            made.start()
            yield made
        finally:
            made.stop()
            told = b"stopped\n"
    finally:
        janitor.communicate(told)


def _programs() -> Path:
    """The folder of the newest server's programs, Debian's before what the ``PATH`` has."""
    packaged = sorted(PACKAGED.glob("[0-9]*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent for name in NEEDED if (found := shutil.which(name))]
    for folder in (*packaged, *on_path):
        if all((folder / name).is_file() for name in NEEDED):
            return folder
    raise MissingError


def _whom() -> dict[str, Any]:
    """The user to run the server as: oneself, but for root, as whom it refuses to run."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get(ADMIN) or names["nobody"]
    return {"user": user.pw_name, "group": user.pw_gid, "extra_groups": []}
