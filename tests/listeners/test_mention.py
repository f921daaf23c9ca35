"""``@streamerr``: answered in the thread, once."""

from pathlib import Path

import pytest

from bot.app import build
from bot.db.database import Database
from bot.desk import Desk
from bot.listeners.mention import mentioned
from bot.local import serving
from bot.receive.workers import dispatch
from bot.rules import Rules
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.listeners import LOCKED, XML
from tests.local.person import Person
from tests.slack_bot import Workspace, blocks_text, workspace


def test_a_mention_is_answered_in_the_thread(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    answer = here.answer(here.channel, asked["ts"])
    assert "Widget locked" in blocks_text(answer)
    assert answer["thread_ts"] == asked["ts"]
    assert "Widget locked" in answer["text"]


def test_a_mention_is_answered_once_though_slack_tells_of_it_twice(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    here.answer(here.channel, asked["ts"])
    here.settles()
    assert len(here.said(here.channel, asked["ts"])) == 1


@pytest.mark.parametrize("first", ["app_mention", "message"])
def test_whichever_of_the_two_comes_first_is_answered(kb_file: Path, db: Database, first: str) -> None:
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb, serving() as slack:
        dana = Person(slack.url, slack.seed.dana)
        settings = Settings(kb_file.parent, bot_token=slack.app.bot_token, api_url=slack.api_url)
        app = build(Desk.of(kb, db, settings), settings)
        asked = dana.says(slack.seed.incidents, f"<@{slack.app.user}> {LOCKED}")
        kinds = [first, *({"app_mention", "message"} - {first})]
        for number, kind in enumerate(kinds):
            event = {**asked, "type": kind, "channel": slack.seed.incidents, "channel_type": "channel"}
            body = {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}", "event": event}
            assert dispatch(app, body).status == 200
        assert len(dana.reads(slack.seed.incidents, asked["ts"])) == 2


def test_a_mention_in_a_thread_is_answered_there(here: Workspace) -> None:
    first = here.sam.says(here.channel, "anybody seen this?")
    here.dana.says(here.channel, f"<@{here.me}> {LOCKED}", thread_ts=first["ts"])
    assert "Widget locked" in blocks_text(here.answer(here.channel, first["ts"]))


def test_a_bare_mention_in_a_thread_explains_what_it_began_with(here: Workspace) -> None:
    first = here.sam.says(here.channel, f"```{XML}```")
    here.dana.says(here.channel, f"<@{here.me}>", thread_ts=first["ts"])
    assert "Widget locked" in blocks_text(here.answer(here.channel, first["ts"]))


def test_a_bare_mention_gets_help(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}>")
    assert "How to ask" in blocks_text(here.answer(here.channel, asked["ts"]))


def test_a_paste_with_talk_is_read(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> what is this?\n```{XML}```")
    assert "Widget locked" in blocks_text(here.answer(here.channel, asked["ts"]))


def test_nothing_is_unfurled(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    assert "attachments" not in here.answer(here.channel, asked["ts"])


def test_what_is_not_asked_is_met_with_silence(here: Workspace) -> None:
    said = here.dana.says(here.channel, f"look at {XML}")
    here.settles()
    assert here.said(here.channel, said["ts"]) == []


def alert(here: Workspace) -> str:
    told = here.dana.does("alert", user=here.slack.seed.alerts, channel=here.channel, text=f"<@{here.me}> {LOCKED}")
    return str(told["message"]["ts"])


def test_other_bots_are_not_heard(here: Workspace) -> None:
    ts = alert(here)
    here.settles()
    assert here.said(here.channel, ts) == []


def test_a_bot_that_is_allowed_is_heard(kb_file: Path) -> None:
    with workspace(kb_file) as made:
        bot_id = made.slack.workspace.users[made.slack.seed.alerts].bot_id
    with workspace(kb_file, rules=Rules(bots=frozenset({bot_id}))) as made:
        ts = alert(made)
        assert "Widget locked" in blocks_text(made.answer(made.channel, ts))


@pytest.mark.parametrize(
    ("text", "found"),
    [("<@U1> 404", True), ("<@U1|streamerr> 404", True), ("<@U2> 404", False), ("@U1", False), ("", False)],
)
def test_a_mention_is_told_by_the_id(text: str, found: bool) -> None:
    assert mentioned({"text": text}, "U1") is found


def test_nobody_is_mentioned_when_the_bot_does_not_know_its_id() -> None:
    assert not mentioned({"text": "<@U1>"}, "")
