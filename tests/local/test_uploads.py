"""Downloading, and what kind of file something is."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from bot.local.uploads import described
from tests.local.fetching import Fetched, fetch
from tests.local.person import Person


@pytest.fixture
def file(slack: LocalSlack, dana: Person) -> dict[str, Any]:
    message = dana.does("upload", channel=slack.seed.incidents, name="player.log", content="503", snippet=True)[
        "message"
    ]
    found: dict[str, Any] = message["files"][0]
    return found


def download(url: str, token: str) -> Fetched:
    return fetch(url, Authorization=f"Bearer {token}")


@pytest.mark.parametrize("which", ["url_private", "url_private_download"])
def test_the_bearer_of_the_bot_token_downloads(slack: LocalSlack, file: dict[str, Any], which: str) -> None:
    got = download(file[which], slack.app.bot_token)
    assert (got.kind, got.body) == ("text/plain", b"503")


def test_everyone_else_gets_a_login_page(file: dict[str, Any]) -> None:
    got = download(file["url_private"], "xoxb-wrong")
    assert (got.status, got.kind, b"Sign in" in got.body) == (200, "text/html", True)


def test_without_the_scope_there_is_the_login_page_too(slack: LocalSlack, dana: Person, file: dict[str, Any]) -> None:
    dana.turns("scopes", remove=["files:read"])
    assert download(file["url_private"], slack.app.bot_token).kind == "text/html"


def test_a_file_in_a_channel_of_others_is_not_found(slack: LocalSlack, dana: Person) -> None:
    lone = slack.workspace.add_channel("lone", frozenset({dana.user})).id
    message = dana.does("upload", channel=lone, name="a.txt", content="x")["message"]
    assert download(message["files"][0]["url_private"], slack.app.bot_token).status == 404


def test_an_upload_address_works_once(web: WebClient) -> None:
    url = web.files_getUploadURLExternal(filename="a.txt", length=1)["upload_url"]
    assert [fetch(url, b"x").status for _ in range(2)] == [200, 404]


@pytest.mark.parametrize(
    ("name", "snippet", "expected"),
    [
        ("session.har", "", ("hosted", "har", "application/json")),
        ("error.xml", "", ("hosted", "xml", "text/xml")),
        ("untitled", "text", ("snippet", "text", "text/plain")),
        ("a.out", "", ("hosted", "out", "application/octet-stream")),
        ("shot.PNG", "", ("hosted", "png", "image/png")),
    ],
)
def test_the_name_says_the_kind(name: str, snippet: str, expected: tuple[str, str, str]) -> None:
    file = described("F1", "U1", name, b"x", snippet)
    assert (file.mode, file.filetype, file.mimetype) == expected


def test_a_large_text_is_no_snippet() -> None:
    assert described("F1", "U1", "player.log", b"x" * (1 << 21), "text").mode == "hosted"
