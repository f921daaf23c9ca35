"""Fixtures of several rooms: a home, a knowledge base and a workspace database of the tests' own, and a PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from slack_sdk import WebClient

from bot.cli import cli
from bot.db.database import Database
from bot.desk import Desk
from bot.local import LocalSlack, serving
from bot.settings import Settings
from kb import KnowledgeBase
from kb.store import Store
from tests.postgres import Cluster, cluster

OWN_PACKS = Path(__file__).parent / "packs"


class Run:
    """Runs ``streamerr`` in this process, with the variables of the tests."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ

    def __call__(self, *args: str, stdin: str | bytes = "", **environ: str) -> Result:  # noqa: D102  see the class
        result = CliRunner().invoke(cli, args, input=stdin, env={**self.environ, **environ}, prog_name="streamerr")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result


@pytest.fixture
def run(environ: dict[str, str], kb_file: Path) -> Run:
    """``streamerr``, with its knowledge base built."""
    assert kb_file.exists()
    return Run(environ)


@pytest.fixture(scope="session")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables for a process that asks: files in a folder of the tests, and the packs of ``tests/packs``."""
    home = tmp_path_factory.mktemp("home")
    return {"STREAMERR_HOME": str(home), "STREAMERR_PACKS": str(OWN_PACKS), "NO_COLOR": "", "COLUMNS": "100"}


@pytest.fixture(scope="session")
def kb_file(environ: dict[str, str]) -> Path:
    """The knowledge base file of that home, built."""
    file = Path(environ["STREAMERR_HOME"]) / "kb.db"
    KnowledgeBase.open(file, [OWN_PACKS]).close()
    return file


@pytest.fixture(scope="session")
def shipped_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge base file of the shipped packs alone, built."""
    file = tmp_path_factory.mktemp("shipped") / "kb.db"
    KnowledgeBase.open(file).close()
    return file


@pytest.fixture(scope="session")
def kb(shipped_file: Path) -> Iterator[KnowledgeBase]:
    """The knowledge base of the shipped packs alone."""
    with KnowledgeBase.open(shipped_file) as kb:
        yield kb


@pytest.fixture(scope="session")
def store(shipped_file: Path) -> Iterator[Store]:
    """Its file, for those who look things up themselves."""
    store = Store(shipped_file)
    yield store
    store.close()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A workspace database of the test's own."""
    with Database.open(f"sqlite:///{tmp_path}/workspace.db") as opened:
        yield opened


@pytest.fixture
def desk(kb_file: Path, db: Database) -> Iterator[Desk]:
    """A desk with the tests' own knowledge, on that database; Slack is not there."""
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb:
        yield Desk.of(kb, db, Settings(kb_file.parent, api_url="http://127.0.0.1:9/api/", pace=0))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of this worker's own; take a ``new_database()`` each, and leave it as crashed as you like."""
    with cluster() as running:
        yield running


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    """A local Slack without the bot."""
    with serving() as served:
        yield served


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    """The app's way in."""
    return WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
