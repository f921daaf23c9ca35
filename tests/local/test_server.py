"""The server as a whole."""

import ast
import asyncio
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.local import LocalSlack, serving
from tests.local.conftest import MANIFEST
from tests.local.fetching import fetch
from tests.local.person import Person


def test_it_serves_inside_a_loop_too() -> None:
    async def call() -> bool:
        async with LocalSlack(MANIFEST) as slack:
            return bool((await AsyncWebClient(slack.app.bot_token, base_url=slack.api_url).auth_test())["ok"])

    assert asyncio.run(call())


def test_two_of_them_do_not_meet() -> None:
    with serving(MANIFEST) as one, serving(MANIFEST) as other:
        assert one.url != other.url
        assert one.app.bot_token != other.app.bot_token


def test_nothing_is_left_when_it_ends() -> None:
    before = threading.active_count()
    with serving(MANIFEST) as slack:
        url = slack.url
    assert threading.active_count() == before
    with pytest.raises(OSError, match="refused"):
        fetch(url)


def test_a_port_that_is_taken_is_told(slack: LocalSlack) -> None:
    with pytest.raises(OSError, match="in use"), serving(MANIFEST, port=int(slack.url.rpartition(":")[2])):
        pass


def test_the_page_is_served(slack: LocalSlack) -> None:
    for place in ("/", "/page/index.html"):
        assert fetch(slack.url + place).kind == "text/html"


def test_pages_of_other_sites_are_shut_out(slack: LocalSlack) -> None:
    place = f"{slack.url}/local/state?user={slack.seed.dana}"
    assert fetch(place, Origin="https://evil.example").status == 403
    assert fetch(place, Host="evil.example").status == 403


def test_its_own_page_may_ask(slack: LocalSlack) -> None:
    assert fetch(f"{slack.url}/local/state?user={slack.seed.dana}", Origin=slack.url).status == 200


def test_a_bolt_app_answers_over_socket_mode(slack: LocalSlack, dana: Person) -> None:
    web = WebClient(slack.app.bot_token, base_url=slack.api_url)
    bolt = App(client=web, process_before_response=True)

    @bolt.event("app_mention")
    def answer(event, say) -> None:  # type: ignore[no-untyped-def]  # Bolt fills in by name
        say(text=f"heard {event['text']}", thread_ts=event["ts"])

    bolt.event("message")(lambda: None)
    handler = SocketModeHandler(bolt, slack.app.app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        ts = dana.says(slack.seed.incidents, "@streamerr 0x8088002A")["ts"]
        assert dana.waits_for_message(slack.seed.incidents, "heard", ts)["thread_ts"] == ts
    finally:
        handler.close()  # type: ignore[no-untyped-call]


def test_run_says_what_an_app_needs_and_ends_when_interrupted(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"features": {"bot_user": {"display_name": "streamerr"}}}')
    code = f"from pathlib import Path; from bot.local import run; run(Path({str(manifest)!r}))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            told = [process.stdout.readline() for _ in range(5)]
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0
        finally:
            process.kill()
    assert re.fullmatch(r"Open http://127\.0\.0\.1:\d+\n", told[0])
    names = [line.partition("=")[0] for line in told[1:]]
    assert names == ["SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]


def test_it_stands_on_aiohttp_alone() -> None:
    folder = Path(__file__).parent.parent.parent / "bot" / "local"
    imported: set[str] = set()
    for module in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    ours = {name for name in imported if name.partition(".")[0] in ("bot", "kb", "tests")}
    assert [name for name in ours if not name.startswith("bot.local")] == []
    assert {name.partition(".")[0] for name in imported} - sys.stdlib_module_names == {"aiohttp", "bot"}
