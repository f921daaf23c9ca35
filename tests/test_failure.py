"""When something breaks: told in private, logged without texts."""

from __future__ import annotations

import logging
import re
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.db.model import Delivery
from bot.failure import apology, described, is_passing
from bot.in_hand import LaterError
from bot.local.model import TEAM
from bot.receive import workers
from bot.rules import Rules
from kb import KnowledgeBase
from tests.listeners import LOCKED
from tests.refused import refused
from tests.slack_bot import Workspace, blocks_text, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kb import Answer

SECRET = "hunter2"


@pytest.fixture
def here(kb_file: Path) -> Iterator[Workspace]:
    """A local Slack with the bot in it."""
    with workspace(kb_file) as made:
        yield made


def breaks(monkeypatch: pytest.MonkeyPatch, times: int = 10**6, error: type[Exception] = ValueError) -> None:
    """Let answering break so many times, with the question in what is raised."""
    left = [times]
    answer = KnowledgeBase.answer

    def broken(kb: KnowledgeBase, text: str, *rest: Any) -> Answer:
        left[0] -= 1
        if left[0] >= 0:
            raise error(text)
        return answer(kb, text, *rest)

    monkeypatch.setattr(KnowledgeBase, "answer", broken)


def apologies(here: Workspace, *threads: str) -> list[str]:
    """The apologies that Dana sees in the channel, or in threads of it."""
    said = [one["text"] for thread in ("", *threads) for one in here.dana.reads(here.channel, thread)]
    return [text for text in said if "Something broke" in text]


def test_a_mention_that_cannot_be_answered_is_told_in_private(
    here: Workspace, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    breaks(monkeypatch)
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED} {SECRET}")
    text = here.dana.waits_for(lambda: apologies(here, asked["ts"]))[0]
    (id_,) = re.findall(r"`([0-9a-f]{8})`", text)
    assert any(id_ in record.getMessage() for record in caplog.records)
    assert here.said(here.channel, who=here.sam) == []
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert SECRET not in logged
    assert here.slack.app.bot_token not in logged


def test_who_was_told_is_told_once_and_the_work_is_over(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch)
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    here.dana.waits_for(lambda: apologies(here, asked["ts"]))
    here.dana.waits_for(lambda: not here.bot.desk.inbox.backlog().waiting)
    assert len(apologies(here, asked["ts"])) == 1


def test_a_direct_message_that_cannot_be_answered_is_told_there(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch)
    channel = here.dana.does("open_im", **{"with": here.me})["channel"]["id"]
    here.dana.says(channel, LOCKED)
    here.dana.waits_for_message(channel, "Something broke")


def test_a_command_that_cannot_be_answered_is_told_in_its_place(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch)
    here.dana.does("command", channel=here.channel, text=f"/streamerr {LOCKED}")
    here.dana.waits_for(lambda: apologies(here))


def test_a_click_that_cannot_be_followed_is_told(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    answer = here.answer(here.channel, asked["ts"])
    here.dana.turns("fault", kind="lose_call", method="views.open", next=1)
    (block,) = [one for one in answer["blocks"] if one["type"] == "actions"]
    here.dana.tries("act", channel=here.channel, ts=answer["ts"], block_id=block["block_id"], action_id="more")
    here.dana.waits_for(lambda: apologies(here, asked["ts"]))


@pytest.mark.parametrize("error", [OSError, HTTPException])
def test_what_may_pass_is_done_again_and_nobody_hears_of_it(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    breaks(monkeypatch, 1, error)
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    assert "Widget locked" in blocks_text(here.answer(here.channel, asked["ts"]))
    assert apologies(here, asked["ts"]) == []


def test_what_never_passes_is_told_at_last(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "TRIES", 2)
    breaks(monkeypatch, error=OSError)
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    here.dana.waits_for(lambda: apologies(here, asked["ts"]), 10)
    here.dana.waits_for(lambda: here.bot.desk.inbox.given_up())


def test_a_message_that_was_only_overheard_gets_no_apology(kb_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with workspace(kb_file, rules=Rules(names=("incidents",))) as here:
        monkeypatch.setattr(here.bot.desk.incidents.__class__, "sight", _broken)
        said = here.dana.says(here.channel, LOCKED)
        here.dana.waits_for(lambda: here.bot.desk.inbox.knows(f"{TEAM}:{here.channel}:{said['ts']}"))
        here.dana.waits_for(lambda: not here.bot.desk.inbox.backlog().waiting)
        assert apologies(here, said["ts"]) == []


def _broken(*_: Any, **__: Any) -> None:
    raise ValueError(SECRET)


def test_until_slack_says_who_we_are_what_was_taken_in_waits(kb_file: Path) -> None:
    with workspace(kb_file) as here:
        said = here.dana.says(here.channel, "hm")
        for kind in ("server_error", "ratelimit", "lose_call"):
            here.dana.turns("fault", kind=kind, method="auth.test", next=1, seconds=0.5)
        event = {"type": "app_mention", "user": here.dana.user, "channel": here.channel, "ts": said["ts"]}
        body = {"type": "event_callback", "team_id": TEAM, "event": {**event, "text": f"<@{here.me}> {LOCKED}"}}
        here.bot.desk.inbox.put([Delivery("k", body)])
        here.dana.waits_for(lambda: here.said(here.channel, said["ts"]), 20)
        here.dana.waits_for(lambda: not here.bot.desk.inbox.backlog().waiting)


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (refused("ratelimited", 429), True),
        (refused("internal_error"), True),
        (refused("request_timeout"), True),
        (refused("x", 503), True),
        (refused("channel_not_found"), False),
        (refused("missing_scope"), False),
        (LaterError(1, "not now"), True),
        (OSError(), True),
        (OperationalError("SELECT", {}, OSError()), True),
        (IntegrityError("INSERT", {}, OSError()), False),
        (ValueError(), False),
    ],
    ids=lambda value: " ".join(str(value).split()) or type(value).__name__,
)
def test_only_what_may_pass_is_done_again(error: Exception, passes: bool) -> None:
    assert is_passing(error) is passes


def test_what_is_logged_has_the_place_and_not_the_message() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        line = described(error)
    assert SECRET not in line
    assert line.startswith("ValueError at test_what_is_logged")


def test_the_apology_says_what_to_do() -> None:
    assert "Ask again" in apology("ab12").text
    assert "`ab12`" in apology("ab12").text
