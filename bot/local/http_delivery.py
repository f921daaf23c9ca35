"""Signed HTTP delivery to an app's request URL: events as JSON, commands and interactions as forms."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import ClientConnectionError, ClientError, ClientTimeout

from bot.local.delivery import NOT_CONNECTED, TIMED_OUT
from bot.local.model import Acknowledgement, RefusedError

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

    from bot.local.model import App, Envelope, Json, Pace

_FORM = "application/x-www-form-urlencoded"
_REASON = {TIMED_OUT: "http_timeout", NOT_CONNECTED: "connection_failed"}


class HttpRoute:
    """The route to an app that answers at a URL."""

    def __init__(self, session: ClientSession, app: App, url: str, pace: Pace) -> None:
        self._session = session
        self._app = app
        self._url = url
        self._pace = pace

    async def send(self, envelope: Envelope) -> Acknowledgement:
        """Send an envelope; any status of 200 to 299 in time acknowledges it."""
        body, kind = _body(envelope)
        headers = {"Content-Type": kind, "User-Agent": "Slackbot 1.0 (local)", **signature(self._app, body)}
        if envelope.attempt:
            headers["X-Slack-Retry-Num"] = str(envelope.attempt)
            headers["X-Slack-Retry-Reason"] = _REASON.get(envelope.reason, envelope.reason)
        try:
            async with self._session.post(
                self._url,
                data=body,
                headers=headers,
                timeout=ClientTimeout(self._pace.acknowledge),
                allow_redirects=False,
            ) as response:
                return await _acknowledgement(response)
        except TimeoutError:
            return Acknowledgement(TIMED_OUT)
        except ClientConnectionError:
            return Acknowledgement(NOT_CONNECTED)
        except ClientError:
            return Acknowledgement("http_error")

    async def verify(self) -> None:
        """Ask the URL to repeat a challenge, as Slack does before it sends anything; ``url_verification`` if it won't."""
        challenge = secrets.token_urlsafe(24)
        asked = {"type": "url_verification", "token": self._app.verification_token, "challenge": challenge}
        body = json.dumps(asked).encode()
        headers = {"Content-Type": "application/json", **signature(self._app, body)}
        try:
            async with self._session.post(
                self._url, data=body, headers=headers, timeout=ClientTimeout(self._pace.acknowledge)
            ) as response:
                answer = await response.text()
        except (ClientError, TimeoutError) as error:
            raise RefusedError("url_verification", reason=type(error).__name__) from error
        if challenge not in answer:
            raise RefusedError("url_verification", reason="the challenge was not repeated")


def signature(app: App, body: bytes) -> dict[str, str]:
    """The headers that prove a request is Slack's: version 0, SHA-256 over time and body with the signing secret."""
    now = str(int(time.time()))
    digest = hmac.new(app.signing_secret.encode(), b"v0:%b:%b" % (now.encode(), body), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={digest}"}


def _body(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.type == "events_api":
        return json.dumps(envelope.payload).encode(), "application/json"
    form = envelope.payload if envelope.type == "slash_commands" else {"payload": json.dumps(envelope.payload)}
    return urlencode(form).encode(), _FORM


async def _acknowledgement(response: ClientResponse) -> Acknowledgement:
    final = response.headers.get("X-Slack-No-Retry") == "1"
    if not 200 <= response.status < 300:
        return Acknowledgement("http_error", final=final)
    return Acknowledgement(payload=_said(await response.text()), final=final)


def _said(text: str) -> Json | None:
    """The payload of an answer: its JSON, or plain text as a message."""
    if not text.strip():
        return None
    try:
        said = json.loads(text)
    except ValueError:
        return {"text": text}
    return said if isinstance(said, dict) else {"text": text}
