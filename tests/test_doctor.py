"""``streamerr doctor``: what it finds, and what it says to do."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest

from bot.doctor import MANIFEST, REFUSED, Finding, _clock, _scopes, examine
from bot.local import serving
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.local import LocalSlack


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
    findings = [*_scopes({"x-oauth-scopes": "chat:write,commands,im:history,files:read"})]
    assert findings[0].state == "fault"
    assert "app_mentions:read" in findings[0].told
    assert any(finding.state == "note" and "reactions:write" in finding.told for finding in findings)
    assert not any("files:read" in finding.told for finding in findings)


def test_scopes_that_slack_does_not_tell_are_not_guessed() -> None:
    assert [finding.state for finding in _scopes({})] == ["note"]


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
