"""Over HTTP: signed requests, and nothing else."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.local import serving
from bot.receive.health import HEALTH
from bot.receive.http import PATH, payload
from bot.running import Bot, running
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.listeners import LOCKED
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.db.database import Database
    from bot.local import LocalSlack


@pytest.fixture
def over_http(kb_file: Path, db: Database) -> Iterator[tuple[LocalSlack, Bot, Person]]:
    """A local Slack that sends everything to the bot over HTTP."""
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb, serving() as slack:
        settings = Settings(
            kb_file.parent,
            bot_token=slack.app.bot_token,
            signing_secret=slack.app.signing_secret,
            api_url=slack.api_url,
            port=0,
        )
        with running(kb, db, settings) as bot:
            dana = Person(slack.url, slack.seed.dana)
            dana.turns("request_url", url=f"http://127.0.0.1:{bot.port}{PATH}")
            yield slack, bot, dana


def sent(bot: Bot, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    try:
        with urlopen(Request(f"http://127.0.0.1:{bot.port}{path}", body, headers), timeout=5) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def signed(slack: LocalSlack, body: bytes, at: float | None = None, kind: str = "application/json") -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(slack.app.signing_secret).generate_signature(timestamp=stamp, body=body)
    assert signature
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, "Content-Type": kind}


def test_a_mention_a_command_and_a_modal_work(over_http: tuple[LocalSlack, Bot, Person]) -> None:
    slack, _, dana = over_http
    asked = dana.says(slack.seed.incidents, f"<@{slack.app.user}> {LOCKED}")
    dana.waits_for_message(slack.seed.incidents, "Widget locked", asked["ts"])
    dana.does("command", channel=slack.seed.incidents, text="/streamerr version")
    dana.waits_for_message(slack.seed.incidents, "knowledge base")
    dana.does("shortcut", callback_id="explain_paste")
    view = dana.waits_for(lambda: dana.state()["views"])[0]
    dana.does("submit", view_id=view["id"], filled={"question": {"question": LOCKED}})
    dana.waits_for(lambda: "Widget locked" in json.dumps(dana.state()["views"]))


def test_it_says_that_it_lives(over_http: tuple[LocalSlack, Bot, Person]) -> None:
    assert sent(over_http[1], HEALTH) == (200, '{"alive": true}')


def test_an_unsigned_request_is_refused(over_http: tuple[LocalSlack, Bot, Person]) -> None:
    body = b'{"type":"url_verification","challenge":"c"}'
    assert sent(over_http[1], PATH, body)[0] == 401
    headers = signed(over_http[0], body)
    assert sent(over_http[1], PATH, body + b" ", **headers)[0] == 401
    assert sent(over_http[1], PATH, body, **{**headers, "X-Slack-Request-Timestamp": "soon"})[0] == 401


def test_an_old_request_is_refused(over_http: tuple[LocalSlack, Bot, Person]) -> None:
    body = b'{"type":"url_verification","challenge":"c"}'
    assert sent(over_http[1], PATH, body, **signed(over_http[0], body, time.time() - 400))[0] == 401


def test_the_challenge_is_answered(over_http: tuple[LocalSlack, Bot, Person]) -> None:
    body = b'{"type":"url_verification","challenge":"c"}'
    assert sent(over_http[1], PATH, body, **signed(over_http[0], body)) == (200, '{"challenge": "c"}')


def test_a_check_of_the_certificate_is_answered(over_http: tuple[LocalSlack, Bot, Person]) -> None:
    body = b"ssl_check=1&token=x"
    kind = "application/x-www-form-urlencoded"
    assert sent(over_http[1], PATH, body, **signed(over_http[0], body, kind=kind)) == (200, "")


def test_nonsense_is_refused(over_http: tuple[LocalSlack, Bot, Person]) -> None:
    assert sent(over_http[1], PATH, b"[", **signed(over_http[0], b"["))[0] == 400


@pytest.mark.parametrize(
    ("text", "kind", "body"),
    [
        ('{"a": 1}', "application/json", {"a": 1}),
        (urlencode({"payload": '{"type": "shortcut"}'}), "application/x-www-form-urlencoded", {"type": "shortcut"}),
        ("command=%2Fstreamerr&text=", "application/x-www-form-urlencoded", {"command": "/streamerr", "text": ""}),
        ("[1]", "application/json", None),
        ("[" * 100_000, "application/json", None),
        ("", "text/plain", None),
        ("payload=nonsense", "application/x-www-form-urlencoded", None),
    ],
)
def test_payloads_come_in_three_forms(text: str, kind: str, body: Any) -> None:
    assert payload(text, kind) == body
