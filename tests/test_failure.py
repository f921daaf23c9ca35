"""When something breaks: told in private, logged without texts."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pytest

from bot.failure import apology, described
from tests.listeners import LOCKED
from tests.slack_bot import Workspace, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "hunter2"


@pytest.fixture
def here(kb_file: Path) -> Iterator[Workspace]:
    """A local Slack with the bot in it."""
    with workspace(kb_file) as made:
        yield made


def told(here: Workspace, thread: str = "") -> str:
    return str(here.dana.waits_for_message(here.channel, "Something broke", thread)["text"])


def test_a_mention_that_cannot_be_answered_is_told_in_private(
    here: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    here.dana.turns("fault", kind="lose_call", method="chat.postMessage", next=1)
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED} {SECRET}")
    text = here.dana.waits_for(
        lambda: [
            one["text"]
            for one in [*here.dana.reads(here.channel), *here.dana.reads(here.channel, asked["ts"])]
            if "Something broke" in one["text"]
        ]
    )[0]
    (id_,) = re.findall(r"`([0-9a-f]{8})`", text)
    assert any(id_ in record.getMessage() for record in caplog.records)
    assert here.said(here.channel, who=here.sam) == []
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert SECRET not in logged
    assert here.slack.app.bot_token not in logged


def test_a_direct_message_that_cannot_be_answered_is_told_there(here: Workspace) -> None:
    channel = here.dana.does("open_im", **{"with": here.me})["channel"]["id"]
    here.dana.turns("fault", kind="lose_call", method="chat.postMessage", next=1)
    here.dana.says(channel, LOCKED)
    here.dana.waits_for_message(channel, "Something broke")


def test_a_click_that_cannot_be_followed_is_told(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    answer = here.answer(here.channel, asked["ts"])
    here.dana.turns("fault", kind="lose_call", method="views.open", next=1)
    (block,) = [one for one in answer["blocks"] if one["type"] == "actions"]
    here.dana.tries("act", channel=here.channel, ts=answer["ts"], block_id=block["block_id"], action_id="more")
    here.dana.waits_for(
        lambda: "Something broke" in str([*here.dana.reads(here.channel), *here.dana.reads(here.channel, asked["ts"])])
    )


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
