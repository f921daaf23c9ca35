"""Attached files: fetched from Slack alone, and told when they can't be read."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk import WebClient

from bot.files import LARGEST, Fetcher
from tests.listeners import LOCKED, XML
from tests.slack_bot import Workspace, blocks_text, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLACK = Fetcher("xoxb-1", "https://slack.com/api/")


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com/files-pri/T1-F1/download/a.txt",
        "https://slack-files.com/a",
        "https://files.slack-gov.com/a",
        "https://slack.com:443/a",
    ],
)
def test_slacks_own_hosts_are_trusted(url: str) -> None:
    assert SLACK.trusts(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://files.slack.com/a",
        "https://files.slack.com.evil.example/a",
        "https://evilslack.com/a",
        "https://files.slack.com@evil.example/a",
        "https://a@files.slack.com/a",
        "https://files.slack.com:8443/a",
        "https://evil.example/files.slack.com",
        "file:///etc/passwd",
        "https://[bad",
        "https://slack.com:port/",
        "",
    ],
)
def test_no_other_host_gets_the_token(url: str) -> None:
    assert not SLACK.trusts(url)


def test_the_configured_server_is_trusted_on_its_own_port_only() -> None:
    fetcher = Fetcher("xoxb-1", "http://127.0.0.1:8130/api/")
    assert fetcher.trusts("http://127.0.0.1:8130/files/a")
    assert not fetcher.trusts("http://127.0.0.1:8131/files/a")


@contextmanager
def serving(answer: dict[str, tuple[int, dict[str, str], bytes]]) -> Iterator[tuple[str, list[str]]]:
    """A file server; tells its address and whom it was sent a token by."""
    tokens: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tokens.append(f"{self.path} {self.headers.get('Authorization')}")
            status, headers, body = answer[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", tokens
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def read(url: str, **file: Any) -> Any:
    """What comes of reading one file at ``url``."""
    whole = {"id": "F1", "name": "a.txt", "mimetype": "text/plain", "url_private_download": url, **file}
    return Fetcher("xoxb-1", url, seconds=1).read([whole], WebClient())


PLAIN = {"Content-Type": "text/plain"}


def test_a_text_is_read_with_the_token() -> None:
    with serving({"/a": (200, PLAIN, b"hello")}) as (url, tokens):
        assert read(f"{url}/a").texts == ("hello",)
        assert tokens == ["/a Bearer xoxb-1"]


def test_a_login_page_means_a_missing_permission() -> None:
    with serving({"/a": (200, {"Content-Type": "text/html; charset=utf-8"}, b"<html>Sign in")}) as (url, _):
        told = read(f"{url}/a")
    assert told.texts == ()
    assert "files:read" in told.notes[0]


def test_a_saved_error_page_is_read() -> None:
    with serving({"/a": (200, {"Content-Type": "text/html"}, b"<h1>502</h1>")}) as (url, _):
        assert read(f"{url}/a", name="a.html", mimetype="text/html").texts == ("<h1>502</h1>",)


def test_a_large_file_is_cut_and_that_is_told() -> None:
    with serving({"/a": (200, PLAIN, b"x" * (LARGEST + 10))}) as (url, _):
        told = read(f"{url}/a", size=LARGEST + 10)
    assert len(told.texts[0]) == LARGEST
    assert told.notes == ("Only the first 1 MB of 1.0 MB of `a.txt` were read.",)


def test_a_redirect_to_another_host_is_not_followed() -> None:
    with (
        serving({"/a": (200, PLAIN, b"stolen")}) as (elsewhere, theirs),
        serving({"/a": (302, {"Location": f"{elsewhere}/a"}, b"")}) as (url, _),
    ):
        told = read(f"{url}/a")
    assert theirs == []
    assert "not fetched" in told.notes[0]


@pytest.mark.parametrize(("status", "told"), [(403, "files:read"), (404, "answered 404"), (500, "answered 500")])
def test_a_refusal_is_told(status: int, told: str) -> None:
    with serving({"/a": (status, PLAIN, b"")}) as (url, _):
        assert told in read(f"{url}/a").notes[0]


@pytest.mark.parametrize(("status", "passes"), [(200, False), (403, False), (404, False), (429, True), (503, True)])
def test_what_kept_us_from_reading_is_kept_where_it_may_pass(status: int, passes: bool) -> None:
    with serving({"/a": (status, PLAIN, b"")}) as (url, _):
        assert bool(read(f"{url}/a").failed) is passes


def test_a_server_that_is_gone_is_told_and_may_come_back() -> None:
    with serving({}) as (url, _):
        pass
    told = read(f"{url}/a")
    assert "could not be fetched" in told.notes[0]
    assert isinstance(told.failed, OSError)


@pytest.mark.parametrize(
    "file",
    [
        {"name": "a.png", "mimetype": "image/png"},
        {"url_private_download": "https://evil.example/a"},
        {"is_external": True},
        {"url_private_download": "", "mode": "tombstone"},
    ],
)
def test_what_is_not_read_is_not_fetched(file: dict[str, Any]) -> None:
    with serving({"/a": (200, PLAIN, b"x")}) as (url, tokens):
        told = read(f"{url}/a", **file)
    assert (told.texts, tokens) == ((), [])
    assert "Paste the text" in told.notes[0]


def test_only_a_few_files_are_read() -> None:
    with serving({"/a": (200, PLAIN, b"x")}) as (url, tokens):
        file = {"name": "a.txt", "mimetype": "text/plain", "url_private": f"{url}/a"}
        told = Fetcher("xoxb-1", url).read([file] * 5, WebClient())
    assert (len(told.texts), len(tokens)) == (3, 3)
    assert told.notes == ("Only the first 3 of 5 files were read.",)


@pytest.fixture
def here(kb_file: Path) -> Iterator[Workspace]:
    with workspace(kb_file) as made:
        yield made


def uploaded(here: Workspace, channel: str, name: str = "error.xml", **how: Any) -> str:
    told = here.dana.does("upload", channel=channel, name=name, content=XML, text=f"<@{here.me}>", **how)
    return blocks_text(here.answer(channel, told["message"]["ts"]))


@pytest.mark.parametrize("name", ["error.xml", "error.log", "error.json", "error.har", "error.txt"])
def test_a_file_in_slack_is_answered(here: Workspace, name: str) -> None:
    assert "Widget locked" in uploaded(here, here.channel, name)


def test_a_snippet_is_answered(here: Workspace) -> None:
    assert "Widget locked" in uploaded(here, here.channel, snippet=True)


def test_a_file_of_a_shared_channel_is_asked_for(here: Workspace) -> None:
    assert "Widget locked" in uploaded(here, here.slack.seed.shared)


def test_without_the_permission_the_person_is_told(here: Workspace) -> None:
    here.dana.turns("scopes", remove=["files:read"])
    told = uploaded(here, here.channel)
    assert "files:read" in told
    assert LOCKED not in told


def test_in_a_shared_channel_without_the_permission_the_person_is_told(here: Workspace) -> None:
    here.dana.turns("scopes", remove=["files:read"])
    assert "files:read" in uploaded(here, here.slack.seed.shared)
