"""The log: a line for each thing that happened, with its ids, and never a text or a token."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from typing import TYPE_CHECKING, Any

import pytest

from bot.logs import OURS, Json, Text, hidden, set_up
from kb import KnowledgeBase
from tests.listeners import LOCKED
from tests.slack_bot import Workspace, workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CANARY = "canary7Zq"
"""Stands in every text that people type here."""
TOKENS = {
    "a bot token": "xoxb-123456789012-abcDEFghiJKL",
    "a token that expires": "xoxe.xoxb-1-Mi0yLTEyMzQ1Njc4OTA",
    "a refresh token": "xoxe-1-My0xLTEyMzQ1Njc4OTAtc2VjcmV0",
    "an app token": "xapp-1-A012345-345678-deadbeefdeadbeef0123456789abcdef",
    "a bearer": "Authorization: Bearer abc.def-ghi123",
    "a ticket": "wss://wss-primary.slack.com/link/?ticket=0c2e4f7a-1234-4c1e&app_id=1234abc",
    "an address for answers": "https://hooks.slack.com/commands/T0123ABCD/4567890/abcDEF123ghij",
    "another": "https://hooks.slack.com/actions/T0123ABCD/4567890/abcDEF123ghij",
    "one of the local Slack": "http://127.0.0.1:8130/response/T0123ABCD/abcDEF123ghij",
    "one by its name": "{'response_url': 'https://example.com/abcDEF123ghij'}",
    "a password in an address": "postgresql://bot:s3cretWord@db/streamerr",
}
SECRETS = re.compile(
    "abcDEF|Mi0y|My0x|deadbeef|abc[.]def|0c2e4f7a|s3cretWord", re.IGNORECASE
)  # what must not be left of them


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Where the log is written; logging is as before afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in OURS}
    yield io.StringIO()
    root.handlers[:], root.level = before[:2]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, written: io.StringIO) -> io.StringIO:
    """The log of a bot, in either form, with everything that it can tell."""
    set_up(written, as_json=request.param == "json", level=logging.DEBUG)
    return written


ours = logging.getLogger("bot.test")
theirs = logging.getLogger("somebody.else")


def test_a_line_of_text_tells_when_how_grave_who_what_and_the_fields(written: io.StringIO) -> None:
    set_up(written)
    ours.info("again in %.1f s", 2.5, extra={"event": "T1:C1:1700000000.000100", "kind": "message", "tries": 3})
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO bot\.test again in 2\.5 s"
        r" event=T1:C1:1700000000\.000100 kind=message tries=3\n",
        written.getvalue(),
    )


def test_a_line_of_json_tells_the_same(written: io.StringIO) -> None:
    set_up(written, as_json=True)
    ours.info("again in %.1f s", 2.5, extra={"event": "T1:C1:1700000000.000100", "kind": "message", "tries": 3})
    told = json.loads(written.getvalue())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told.pop("time"))
    assert told == {
        "level": "INFO",
        "logger": "bot.test",
        "message": "again in 2.5 s",
        "event": "T1:C1:1700000000.000100",
        "kind": "message",
        "tries": 3,
    }


def test_a_message_stays_on_its_line_and_drives_no_terminal(log: io.StringIO) -> None:
    ours.error("first\nsecond\x1b[31m\u202e", extra={"key": "a\nb"})
    assert log.getvalue().count("\n") == 1
    assert not {"\x1b", "\u202e"} & {*log.getvalue()}


@pytest.mark.parametrize(
    "id_",
    ["T0123ABCD:C0123ABCD:1726000000.000100", "7d" * 32, "13345224609.738474920.8088930838d88f", "3f2a91c07b5d00ff"],
)
def test_ids_are_told(log: io.StringIO, id_: str) -> None:
    ours.info("given up", extra={"event": id_, "key": f"{id_}>1"})
    assert log.getvalue().count(id_) == 2


@pytest.mark.parametrize("secret", TOKENS.values(), ids=TOKENS)
def test_what_looks_like_a_secret_is_hidden_wherever_it_stands(log: io.StringIO, secret: str) -> None:
    ours.info("%s", secret)
    ours.info("field", extra={"key": secret})
    theirs.warning(secret)
    assert not SECRETS.search(log.getvalue())
    assert log.getvalue().count("hidden") >= 2


def test_json_with_something_hidden_is_still_json(written: io.StringIO) -> None:
    set_up(written, as_json=True)
    for secret in TOKENS.values():
        ours.info('%s "quoted"', secret, extra={"key": secret})
    assert all(json.loads(line)["logger"] == "bot.test" for line in written.getvalue().splitlines())


def test_hiding_twice_changes_nothing_more() -> None:
    once = hidden(" ".join(TOKENS.values()))
    assert hidden(once) == once


def test_of_an_exception_its_kind_and_place_are_told_and_those_behind_it(log: io.StringIO) -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ValueError(CANARY) from error
    except ValueError:
        ours.exception("it broke")
        theirs.exception("it broke")
    told = log.getvalue()
    assert told.count("ValueError at test_of_an_exception") == told.count("after KeyError at test_of_an_exception") == 2
    assert CANARY not in told


def test_libraries_are_heard_when_they_warn(log: io.StringIO) -> None:
    for name in (
        "slack_sdk.web",
        "slack_bolt.App",
        "aiohttp.access",
        "alembic.runtime",
        "sqlalchemy.engine",
        "asyncio",
    ):
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).warning("grave")
    assert log.getvalue().count("grave") == 6
    assert "chatter" not in log.getvalue()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"Failed to decode Slack API response: {{'text': '{CANARY}'}}", "Failed to decode Slack API response"),
        (
            f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{CANARY}')>",
            "Task exception was never",
        ),
        (f"Exception in callback <Handle print('{CANARY}')>", "Exception in callback"),
        (f'no "{CANARY}"', "no"),
        ("Failed to connect: ClientConnectorError", "Failed to connect: ClientConnectorError"),
    ],
)
def test_libraries_are_heard_up_to_where_they_quote(log: io.StringIO, said: str, told: str) -> None:
    theirs.error(said)
    theirs.error("%s", said)
    assert log.getvalue().count(told) == 2
    assert CANARY not in log.getvalue()


@pytest.mark.parametrize("form", [Text, Json])
def test_a_message_that_does_not_fit_its_arguments_is_told_without_them(form: type[logging.Formatter]) -> None:
    record = logging.LogRecord("bot.test", logging.INFO, "", 0, "%s and %s", (CANARY,), None)
    assert "%s and %s" in form().format(record)
    assert CANARY not in form().format(record)


def test_a_task_that_nobody_asks_after_is_told_without_what_it_says(log: io.StringIO) -> None:
    async def fails() -> None:
        raise ValueError(CANARY)

    async def forgets() -> None:
        task = asyncio.ensure_future(fails())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    asyncio.run(forgets())
    assert "Task exception was never retrieved" in log.getvalue()
    assert "ValueError at fails" in log.getvalue()
    assert CANARY not in log.getvalue()


@pytest.fixture
def here(kb_file: Path, log: io.StringIO) -> Iterator[Workspace]:
    """A local Slack with the bot in it, which writes its log."""
    with workspace(kb_file) as made:
        yield made
        told = log.getvalue()
        assert CANARY not in told
        assert made.slack.app.bot_token not in told
        assert made.slack.app.app_token not in told
        assert "/response/" not in told.replace("/response/(hidden)", "")


def ask(here: Workspace) -> str:
    """Ask in every way, with the canary in each text; the thread of the mention."""
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED} {CANARY}")
    here.dana.does("command", channel=here.channel, text=f"/streamerr {LOCKED} {CANARY}")
    direct = here.dana.does("open_im", **{"with": here.me})["channel"]["id"]
    here.dana.says(direct, f"{LOCKED} {CANARY}")
    return str(asked["ts"])


def logs(log: io.StringIO, told: str) -> Callable[[], Any]:
    return lambda: told in log.getvalue()


def test_of_what_goes_well_no_text_and_no_token_is_told(here: Workspace, log: io.StringIO) -> None:
    here.answer(here.channel, ask(here))
    here.dana.waits_for_message(here.channel, "Widget locked")
    ours.debug("the log is written")
    assert "the log is written" in log.getvalue()


def test_of_a_listener_that_breaks_no_text_is_told(
    here: Workspace, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_kb: KnowledgeBase, text: str, **_: Any) -> None:
        raise ValueError(text)

    monkeypatch.setattr(KnowledgeBase, "answer", breaks)
    ask(here)
    here.dana.waits_for(logs(log, "ValueError at breaks"))
    here.dana.waits_for_message(here.channel, "Something broke")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"kind": "ratelimit", "seconds": 1}, "Slack takes no more for now"),
        ({"kind": "lose_answer"}, "the answer to a post was lost"),
        ({"kind": "lose_call"}, "the answer to a post was lost"),
    ],
)
def test_of_what_slack_refuses_or_loses_no_text_is_told(
    here: Workspace, log: io.StringIO, fault: dict[str, Any], told: str
) -> None:
    here.dana.turns("fault", method="chat.postMessage", next=1, **fault)
    asked = ask(here)
    here.dana.waits_for(logs(log, told))
    here.dana.waits_for(lambda: here.said(here.channel, asked), seconds=20)


def test_of_an_address_that_refuses_an_answer_nothing_is_told(here: Workspace, log: io.StringIO) -> None:
    here.dana.turns("fault", kind="lose_call", method="response_url", next=1)
    ask(here)
    here.dana.waits_for(logs(log, "again in"), seconds=20)


def test_of_a_missing_permission_no_text_is_told(here: Workspace, log: io.StringIO) -> None:
    here.dana.turns("scopes", remove=["chat:write"])
    ask(here)
    here.dana.waits_for(logs(log, "missing_scope"))


def test_of_a_database_that_breaks_no_text_is_told(here: Workspace, log: io.StringIO) -> None:
    with here.db.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE answers RENAME TO elsewhere")
    asked = ask(here)
    here.dana.waits_for(logs(log, "OperationalError (SQLITE_ERROR) at"))
    with here.db.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO answers")
    here.dana.waits_for(lambda: here.said(here.channel, asked), seconds=20)


def test_of_what_cannot_be_recorded_no_text_is_told(here: Workspace, log: io.StringIO) -> None:
    with here.db.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
    here.dana.says(here.channel, f"<@{here.me}> {LOCKED} {CANARY}")
    here.dana.waits_for(logs(log, "recorded"))
    with here.db.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
