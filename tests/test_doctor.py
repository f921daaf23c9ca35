"""``streamerr doctor``: what it finds, and what it says to do."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest

from bot.db.channels import Channels
from bot.db.database import Database
from bot.db.inbox import Inbox
from bot.db.model import Delivery
from bot.doctor import MANIFEST, MOST, REFUSED, Finding, _clock, _scopes, examine
from bot.local import serving
from bot.local.model import TEAM
from bot.rules import Rules
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.db.channels import Mode
    from bot.local import LocalSlack
    from tests.postgres import Cluster


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    """A local Slack without the bot."""
    with serving() as served:
        yield served


def found(kb_file: Path, **settings: Any) -> dict[str, Finding]:
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb:
        return {finding.about: finding for finding in examine(Settings(kb_file.parent, **settings), kb)}


def test_a_setup_that_works_has_no_faults(kb_file: Path, slack: LocalSlack) -> None:
    app = slack.app
    findings = found(kb_file, bot_token=app.bot_token, app_token=app.app_token, api_url=slack.api_url)
    assert {finding.state for finding in findings.values()} <= {"ok", "note"}
    assert "in step" in findings["clock"].told
    assert "revision" in findings["knowledge"].told
    assert app.bot_token not in str(findings)


def test_without_tokens_nothing_is_wrong_yet(kb_file: Path) -> None:
    assert {finding.state for finding in found(kb_file).values()} == {"ok", "note"}


@pytest.mark.parametrize(
    ("settings", "about", "told"),
    [
        ({"app_token": "xapp-1"}, "SLACK_BOT_TOKEN", "OAuth & Permissions"),
        ({"bot_token": "xoxb-no"}, "SLACK_BOT_TOKEN", "invalid_auth"),
        ({"bot_token": "xoxb-no"}, "SLACK_APP_TOKEN", "for Socket Mode"),
        ({"bot_token": "xoxb-no", "app_token": "xapp-no"}, "SLACK_APP_TOKEN", "connections:write"),
        ({"bot_token": "xoxb-no", "signing_secret": "s"}, "PORT", "needs a port"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    kb_file: Path, slack: LocalSlack, settings: dict[str, Any], about: str, told: str
) -> None:
    finding = found(kb_file, api_url=slack.api_url, **settings)[about]
    assert finding.state == "fault"
    assert told in finding.told


def test_a_slack_that_is_not_there_is_told(kb_file: Path) -> None:
    findings = found(kb_file, bot_token="xoxb-1", app_token="xapp-1", api_url="http://127.0.0.1:9/api/")
    assert "can't be reached" in findings["Slack"].told


def test_http_is_fine_with_a_secret_and_a_port(kb_file: Path, slack: LocalSlack) -> None:
    settings = {"bot_token": slack.app.bot_token, "signing_secret": "s", "port": 3000, "api_url": slack.api_url}
    assert found(kb_file, **settings)["HTTP"].state == "ok"


def test_a_missing_scope_is_a_fault_and_a_missing_optional_one_a_note() -> None:
    findings = [*_scopes(frozenset({"chat:write", "commands", "im:history", "files:read"}))]
    assert findings[0].state == "fault"
    assert "app_mentions:read" in findings[0].told
    assert any(finding.state == "note" and "reactions:write" in finding.told for finding in findings)
    assert not any("files:read" in finding.told for finding in findings)


def test_scopes_that_slack_does_not_tell_are_not_guessed() -> None:
    assert [finding.state for finding in _scopes(None)] == ["note"]


@pytest.mark.parametrize(("off", "state"), [(0, "ok"), (90, "fault"), (-400, "fault")])
def test_a_clock_that_is_off_is_told(off: float, state: str) -> None:
    now = time.time()
    assert [finding.state for finding in _clock({"date": formatdate(now + off, usegmt=True)}, now)] == [state]


@pytest.mark.parametrize("headers", [{}, {"date": "soon"}])
def test_without_a_date_the_clock_is_not_judged(headers: dict[str, str]) -> None:
    assert [*_clock(headers, 0)] == []


def test_it_reads_the_manifest_that_is_shipped() -> None:
    assert MANIFEST.exists()
    assert all(told.endswith(".") for told in REFUSED.values())


def stock(kb_file: Path, url: str) -> dict[str, Finding]:
    """What is found about a workspace database."""
    return found(kb_file, database_url=url)


def test_a_workspace_database_that_is_not_there_yet_is_a_note_and_is_not_made(kb_file: Path, tmp_path: Path) -> None:
    finding = stock(kb_file, f"sqlite:///{tmp_path}/workspace.db")["workspace database"]
    assert finding.state == "note"
    assert finding.told == f"{tmp_path}/workspace.db is not there yet. 'streamerr start' makes it."
    assert [*tmp_path.iterdir()] == []


def test_of_a_workspace_database_its_place_its_size_and_what_waits_are_told(
    kb_file: Path, tmp_path: Path, postgres: Cluster
) -> None:
    for url in (f"sqlite:///{tmp_path}/workspace.db", postgres.new_database()):
        with Database.open(url) as db:
            Inbox(db).put([Delivery("T1:C1:1.2", {"text": "canary"}, "message")])
            findings = stock(kb_file, url)
        assert findings["workspace database"].state == "ok"
        assert findings["workspace database"].told.endswith(" MB, 1 event waiting")
        assert url.rpartition("/")[2].partition("?")[0] in findings["workspace database"].told
        assert "given up" not in findings


def test_events_that_were_given_up_are_told_by_their_ids_alone(kb_file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/workspace.db"
    with Database.open(url) as db:
        inbox = Inbox(db)
        inbox.put([Delivery("T1:C1:1.2", {"text": "canary"}, "message")])
        lease = inbox.take()
        assert lease
        inbox.give_up(lease, "OperationalError (SQLITE_FULL)")
    finding = stock(kb_file, url)["given up"]
    assert finding.state == "note"
    assert finding.told == "1 event lately. The last: message T1:C1:1.2 (OperationalError (SQLITE_FULL))"


def test_a_workspace_database_that_start_would_refuse_is_a_fault(kb_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "workspace.db"
    file.write_text("This is a letter, and long enough to have a header of a hundred bytes. " * 100)
    for url, told in (
        (f"sqlite:///{file}", "is no SQLite database"),
        ("mysql://u:hunter2@h/x", "only SQLite and PostgreSQL"),
    ):
        finding = stock(kb_file, url)["workspace database"]
        assert finding.state == "fault"
        assert told in finding.told
        assert "hunter2" not in finding.told


def test_an_older_workspace_database_is_left_for_start_to_bring_up_to_date(kb_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "workspace.db"
    sqlite3.connect(file).close()
    before = file.read_bytes()
    finding = stock(kb_file, f"sqlite:///{file}")["workspace database"]
    assert finding.state == "note"
    assert "brought up to date when the bot starts" in finding.told
    assert file.read_bytes() == before


class Clinic:
    """What doctor finds in a local Slack of the test's own, with a workspace database beside it."""

    def __init__(self, kb_file: Path, slack: LocalSlack, folder: Path) -> None:
        self.slack = slack
        self.sam = Person(slack.url, slack.seed.sam)
        self.settings = Settings(folder, bot_token=slack.app.bot_token, api_url=slack.api_url)
        self._kb_file = kb_file

    def room(self, name: str, *, inside: bool = True, **fields: Any) -> str:
        """A new channel, with the bot in it or not."""
        members = [self.slack.app.user] * inside
        return str(self.sam.does("channel", name=name, members=members, **fields)["channel"]["id"])

    def decides(self, channel: str, mode: Mode) -> None:
        """Decide about a channel."""
        with Database.open(self.settings.database) as db:
            Channels(db).named(TEAM, channel, "war-room")
            Channels(db).decide(TEAM, channel, mode, "U1")

    def finds(self, about: str, **changes: Any) -> list[tuple[str, str]]:
        """What it finds about one thing, after ``changes`` of the settings."""
        with KnowledgeBase.open(self._kb_file, [OWN_PACKS]) as kb:
            findings = [*examine(replace(self.settings, **changes), kb)]
        return [(finding.state, finding.told) for finding in findings if finding.about == about]


@pytest.fixture
def clinic(kb_file: Path, tmp_path: Path) -> Iterator[Clinic]:
    """A local Slack to be examined."""
    with serving() as served:
        yield Clinic(kb_file, served, tmp_path / "home")


def test_channels_that_are_answered_unasked_are_told(clinic: Clinic) -> None:
    clinic.room("inc-1")
    clinic.room("inc-shared", ext_shared=True)
    clinic.decides(clinic.room("war-room"), "automatic")
    clinic.decides(clinic.room("inc-2"), "off")
    assert clinic.finds("automatic") == [("ok", "answers unasked in #inc-1, #war-room")]


def test_where_none_is_answered_unasked_it_says_how_to_and_makes_no_database(clinic: Clinic) -> None:
    (told,) = clinic.finds("automatic")
    assert told[0] == "note"
    assert "no channel is named inc-* or incident-*, none was turned on with /streamerr here on" in told[1]
    assert "no channel is turned on by its name" in clinic.finds("automatic", rules=Rules(names=()))[0][1]
    assert not clinic.settings.home.exists()


def test_a_channel_that_is_not_heard_is_a_fault(clinic: Clinic) -> None:
    clinic.room("inc-1", kind="group")
    clinic.room("inc-2")
    clinic.sam.turns("scopes", remove=["groups:history"])
    assert clinic.finds("automatic") == [
        ("ok", "answers unasked in #inc-2"),
        ("fault", "does not hear #inc-1: add groups:history under OAuth & Permissions, then reinstall"),
    ]


def test_a_channel_that_was_turned_on_where_the_bot_is_not_is_told(clinic: Clinic) -> None:
    clinic.decides(clinic.room("war-room", inside=False), "automatic")
    assert clinic.finds("automatic") == [
        ("note", "was turned on in #war-room, and is not a member. Type /invite @streamerr there.")
    ]


@pytest.mark.parametrize(
    ("lacks", "told"),
    [
        (["channels:read"], "without channels:read it"),
        (["groups:read", "channels:read"], "channels:read and groups:read"),
    ],
)
def test_names_that_slack_does_not_tell_turn_nothing_on(clinic: Clinic, lacks: list[str], told: str) -> None:
    assert clinic.finds("STREAMERR_CHANNELS") == []
    clinic.sam.turns("scopes", remove=lacks)
    ((state, said),) = clinic.finds("STREAMERR_CHANNELS")
    assert (state, told in said) == ("note", True)
    assert clinic.finds("STREAMERR_CHANNELS", rules=Rules(names=())) == []


def test_without_any_permission_to_list_them_channels_are_not_listed(clinic: Clinic) -> None:
    clinic.sam.turns("scopes", remove=["groups:read", "channels:read"])
    assert clinic.finds("channels") == [("note", "can't be listed without channels:read and groups:read")]


def test_a_database_that_cannot_be_read_decides_nothing_here(clinic: Clinic, tmp_path: Path) -> None:
    clinic.room("inc-1")
    broken = tmp_path / "broken.db"
    broken.write_text("this is no database")
    assert clinic.finds("automatic", database_url=f"sqlite:///{broken}") == [("ok", "answers unasked in #inc-1")]


def test_many_channels_are_counted(clinic: Clinic) -> None:
    for number in range(MOST + 2):
        clinic.room(f"inc-{number}")
    assert clinic.finds("automatic")[0][1].endswith(" and 2 more")
