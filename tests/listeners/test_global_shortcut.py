"""The modal to paste into."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from bot.app import build
from bot.cards import paste
from bot.desk import Desk
from bot.listeners.global_shortcut import CALLBACK, NOTHING
from bot.receive.workers import dispatch
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.listeners import LOCKED, XML
from tests.slack_bot import Workspace, blocks_text, button

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.db.database import Database


def opened(here: Workspace) -> str:
    here.dana.does("shortcut", callback_id=CALLBACK)
    return str(here.modal()["id"])


def submit(here: Workspace, view: str, **filled: object) -> dict[str, object]:
    return here.dana.does("submit", view_id=view, filled={name: {name: value} for name, value in filled.items()})


def test_a_paste_turns_into_its_answer(here: Workspace) -> None:
    submit(here, opened(here), **{paste.QUESTION: XML})
    here.dana.waits_for(lambda: "Widget locked" in blocks_text(here.modal()))


def test_a_file_turns_into_its_answer(here: Workspace) -> None:
    told = here.dana.does("upload", channel=here.channel, name="error.log", content=f"ERROR {LOCKED}", text="")
    submit(here, opened(here), **{paste.FILE: [told["message"]["files"][0]["id"]]})
    here.dana.waits_for(lambda: "Widget locked" in blocks_text(here.modal()))


def test_nothing_at_all_is_told_at_the_field(here: Workspace) -> None:
    told = here.dana.tries("submit", view_id=opened(here), filled={})
    assert NOTHING in str(told.get("errors"))


@pytest.fixture
def strict() -> Iterator[tuple[str, list[bool]]]:
    """A Slack that opens modals only without a file input, as for an app that may not read files; tells what it was asked."""
    asked: list[bool] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told: dict[str, Any] = {"ok": True, "user_id": "U0", "bot_id": "B0", "team_id": "T1"}
            if self.path.endswith("views.open"):
                asked.append("file_input" in sent)
                told = {"ok": False, "error": "missing_scope"} if asked[-1] else told
            body = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api/", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_without_the_permission_for_files_only_text_is_asked_for(
    kb_file: Path, db: Database, strict: tuple[str, list[bool]]
) -> None:
    url, asked = strict
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb:
        settings = Settings(kb_file.parent, bot_token="xoxb-1", api_url=url)
        app = build(Desk.of(kb, db, settings), settings)
        body = {
            "type": "shortcut",
            "callback_id": CALLBACK,
            "trigger_id": "1.2.a",
            "user": {"id": "U1"},
            "team": {"id": "T1"},
        }
        assert dispatch(app, body).status == 200
    assert asked == [True, False]


def test_a_choice_in_the_modal_turns_into_its_answer(here: Workspace) -> None:
    submit(here, opened(here), **{paste.QUESTION: "acme 404"})
    here.dana.waits_for(lambda: "Which one is it?" in blocks_text(here.modal()))
    view = here.modal()
    here.dana.does("act", view_id=view["id"], **button(view, "choose:1"))
    here.dana.waits_for(lambda: "The gizmo was taken away" in blocks_text(here.modal()))
