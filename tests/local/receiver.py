"""Apps that keep what they are sent: one on Slack's Socket Mode client, one behind a request URL."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs

from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

    from bot.local import LocalSlack

Json = dict[str, Any]
SILENT = object()
"""What an app answers that does not acknowledge."""


def acknowledge(_received: Received) -> Any:
    """Acknowledge, and say nothing."""
    return None


@dataclass(frozen=True)
class Received:
    """Something that arrived: ``kind`` is ``events_api``, ``interactive`` or ``slash_commands``."""

    kind: str
    payload: Json
    attempt: int = 0
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def event(self) -> Json:
        """The event in it; empty for others."""
        event: Json = self.payload.get("event", {})
        return event


class Receiver:
    """Keeps what arrives; ``answers`` says what comes back: None, a payload, or ``SILENT``."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: Callable[[Received], Any] = acknowledge

    def takes(self, received: Received) -> Any:
        """Keep something and say what to answer."""
        self.received.append(received)
        return self.answers(received)

    def gets(self, matches: Callable[[Received], Any], seconds: float = 5.0) -> Received:
        """The first that matches, once it is there."""
        end = time.monotonic() + seconds
        while True:
            for received in tuple(self.received):
                if matches(received):
                    return received
            assert time.monotonic() < end, f"not among {[one.event or one.payload for one in self.received]}"
            time.sleep(0.005)

    def event(self, type_: str, subtype: str | None = None) -> Json:
        """The first event of that type and subtype, once it is there."""
        return self.gets(lambda got: (got.event.get("type"), got.event.get("subtype")) == (type_, subtype)).event

    def interaction(self, type_: str) -> Json:
        """The first interaction of that type, once it is there."""
        return self.gets(lambda got: got.payload.get("type") == type_).payload

    def command(self) -> Json:
        """The first slash command, once it is there."""
        return self.gets(lambda got: got.kind == "slash_commands").payload

    def events(self, type_: str) -> list[Json]:
        """The events of a type that are there now."""
        return [received.event for received in tuple(self.received) if received.event.get("type") == type_]


class SocketReceiver(Receiver):
    """An app on slack_sdk's aiohttp Socket Mode client, in a thread of its own while the ``with`` lasts."""

    def __init__(self, slack: LocalSlack, *, ping: float = 1.0) -> None:
        super().__init__()
        self._slack = slack
        self._ping = ping
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.client: SocketModeClient

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._connect(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._disconnect(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _connect(self) -> None:
        web = AsyncWebClient(base_url=self._slack.api_url)
        self.client = SocketModeClient(self._slack.app.app_token, web_client=web, ping_interval=self._ping)
        self.client.socket_mode_request_listeners.append(self._listen)
        await self.client.connect()  # type: ignore[no-untyped-call]

    async def _disconnect(self) -> None:
        await self.client.close()  # type: ignore[no-untyped-call]
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _listen(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        received = Received(request.type, request.payload, request.retry_attempt or 0, request.retry_reason or "")
        answer = self.takes(received)
        if answer is not SILENT:
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))


class HttpReceiver(Receiver):
    """An app behind a URL that takes only what is signed, while the ``with`` lasts.

    ``answers`` may also return a status, or a status and headers.
    """

    def __init__(self, signing_secret: str) -> None:
        super().__init__()
        self._verifier = SignatureVerifier(signing_secret)
        self.refused = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}/slack/events"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answered(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers for a request."""
        if not self._verifier.is_valid_request(body, headers):
            self.refused += 1
            return 401, b"", {}
        received = _read(body, headers)
        if received.payload.get("type") == "url_verification":
            return 200, received.payload["challenge"].encode(), {}
        answer = self.takes(received)
        if isinstance(answer, tuple):
            return answer[0], b"", answer[1]
        if isinstance(answer, int):
            return answer, b"", {}
        return 200, b"" if answer is None else json.dumps(answer).encode(), {"Content-Type": "application/json"}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer, headers = receiver.answered(body, dict(self.headers.items()))
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(answer))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler


def _read(body: bytes, headers: dict[str, str]) -> Received:
    attempt, reason = int(headers.get("X-Slack-Retry-Num", 0)), headers.get("X-Slack-Retry-Reason", "")
    if headers["Content-Type"] == "application/json":
        return Received("events_api", json.loads(body), attempt, reason, headers)
    form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    if "payload" in form:
        return Received("interactive", json.loads(form["payload"]), attempt, reason, headers)
    return Received("slash_commands", form, attempt, reason, headers)
