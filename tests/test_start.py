"""``streamerr start``: how Slack is heard, and what is said when it can't be."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from bot.local import serving
from bot.settings import Settings
from bot.start import StartError, check, mode_of
from tests.listeners import LOCKED
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.local import LocalSlack

ROOT = Path(__file__).parent.parent
BOT = {"bot_token": "xoxb-1"}


@pytest.mark.parametrize(
    ("settings", "mode"),
    [
        ({}, "local"),
        ({**BOT, "app_token": "xapp-1"}, "socket"),
        ({**BOT, "app_token": "xapp-1", "signing_secret": "s", "port": 1}, "socket"),
        ({**BOT, "signing_secret": "s", "port": 1}, "http"),
    ],
)
def test_the_tokens_say_how_slack_is_heard(settings: dict[str, str], mode: str) -> None:
    assert mode_of(Settings(Path(), **settings)) == mode  # type: ignore[arg-type]  # of several types


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (BOT, "SLACK_APP_TOKEN for Socket Mode"),
        ({**BOT, "signing_secret": "s"}, "SLACK_SIGNING_SECRET and PORT"),
        ({"app_token": "xapp-1"}, "SLACK_BOT_TOKEN is missing"),
        ({"signing_secret": "s", "port": 1}, "SLACK_BOT_TOKEN is missing"),
    ],
)
def test_half_a_setup_is_refused_with_what_is_missing(settings: dict[str, str], told: str) -> None:
    with pytest.raises(StartError, match=told):
        mode_of(Settings(Path(), **settings))  # type: ignore[arg-type]  # of several types


@pytest.fixture(autouse=True)
def own_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Processes of a test have a workspace database of its own: what one saw, the next would count on."""
    monkeypatch.setenv("STREAMERR_DATABASE_URL", f"sqlite:///{tmp_path}/workspace.db")


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A local Slack without the bot."""
    with serving() as served:
        yield served


def test_tokens_that_work_are_let_through(slack: LocalSlack) -> None:
    app = slack.app
    check(Settings(Path(), bot_token=app.bot_token, app_token=app.app_token, api_url=slack.api_url))


@pytest.mark.parametrize(
    ("wrong", "told"), [({"bot_token": "xoxb-no"}, "SLACK_BOT_TOKEN"), ({"app_token": "xapp-no"}, "SLACK_APP_TOKEN")]
)
def test_a_token_that_slack_refuses_is_named(slack: LocalSlack, wrong: dict[str, str], told: str) -> None:
    app = slack.app
    right = Settings(Path(), bot_token=app.bot_token, app_token=app.app_token, api_url=slack.api_url)
    with pytest.raises(StartError, match=f"{told}: Slack refuses it"):
        check(replace(right, **wrong))  # type: ignore[arg-type]  # strings, for fields of strings


def test_a_slack_that_is_not_there_is_told() -> None:
    with pytest.raises(StartError, match="can't be reached"):
        check(Settings(Path(), bot_token="xoxb-1", api_url="http://127.0.0.1:9/api/"))


def started(environ: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot", "start"]
    every = {**os.environ, **environ, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(command, cwd=ROOT, env=every, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def line_with(process: subprocess.Popen[str], part: str) -> str:
    assert process.stdout
    return next(line for line in process.stdout if part in line)


def stopped(process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> str:
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    return errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_without_tokens_it_opens_a_workspace_of_its_own(
    environ: dict[str, str], kb_file: Path, number: signal.Signals
) -> None:
    assert kb_file.exists()
    process = started({**environ, "PORT": "0"})
    url = line_with(process, "Open http").split()[1]
    with urlopen(url, timeout=5) as page:  # noqa: S310  it is the test's own server
        assert page.status == 200
    stopped(process, number)


def test_over_socket_mode_it_answers_and_ends_well(environ: dict[str, str], kb_file: Path, slack: LocalSlack) -> None:
    assert kb_file.exists()
    app = slack.app
    tokens = {"SLACK_BOT_TOKEN": app.bot_token, "SLACK_APP_TOKEN": app.app_token, "SLACK_API_URL": slack.api_url}
    process = started({**environ, **tokens})
    assert "2 sockets" in line_with(process, "Connected")
    dana = Person(slack.url, slack.seed.dana)
    asked = dana.says(slack.seed.incidents, f"<@{app.user}> {LOCKED} hunter2")
    dana.waits_for_message(slack.seed.incidents, "Widget locked", asked["ts"])
    errors = stopped(process)
    for secret in (app.bot_token, app.app_token, "hunter2"):
        assert secret not in errors


def test_its_log_can_be_json_and_holds_no_text_and_no_token(
    environ: dict[str, str], kb_file: Path, slack: LocalSlack
) -> None:
    assert kb_file.exists()
    app = slack.app
    tokens = {"SLACK_BOT_TOKEN": app.bot_token, "SLACK_APP_TOKEN": app.app_token, "SLACK_API_URL": slack.api_url}
    process = started({**environ, **tokens, "STREAMERR_LOG": "json"})
    line_with(process, "Connected")
    dana = Person(slack.url, slack.seed.dana)
    dana.turns("fault", kind="ratelimit", method="chat.postMessage", next=1, seconds=1)
    asked = dana.says(slack.seed.incidents, f"<@{app.user}> {LOCKED} hunter2")
    dana.waits_for_message(slack.seed.incidents, "Widget locked", asked["ts"], seconds=20)
    errors = stopped(process)
    told = [json.loads(line) for line in errors.splitlines()]
    assert [one["event"].rpartition(":")[2] for one in told if "again in" in one["message"]] == [asked["ts"]]
    for secret in (app.bot_token, app.app_token, "hunter2"):
        assert secret not in errors


def test_a_port_that_is_taken_is_told_over_socket_mode_and_over_http(
    environ: dict[str, str], kb_file: Path, slack: LocalSlack
) -> None:
    assert kb_file.exists()
    app, port = slack.app, slack.url.rpartition(":")[2]
    way = {"SLACK_BOT_TOKEN": app.bot_token, "SLACK_API_URL": slack.api_url, "PORT": port}
    for more in ({"SLACK_APP_TOKEN": app.app_token}, {"SLACK_SIGNING_SECRET": "s"}):
        _, errors = started({**environ, **way, **more}).communicate(timeout=20)
        assert f"Port {port} can't be had" in errors
        assert "set PORT to another" in errors
        assert "Traceback" not in errors


def test_a_port_that_is_taken_is_told(environ: dict[str, str], kb_file: Path, slack: LocalSlack) -> None:
    assert kb_file.exists()
    process = started({**environ, "PORT": slack.url.rpartition(":")[2]})
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert "set PORT to another" in errors
