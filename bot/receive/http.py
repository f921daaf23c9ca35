"""HTTP: one address for everything that Slack sends, each request checked by its signature, and those that tell how we are."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.failure import described

if TYPE_CHECKING:
    from bot.receive.health import Health
    from bot.receive.intake import Intake

LARGEST = 4 << 20
"""Bytes of a request; Slack's are far smaller."""
PATH = "/slack/events"

log = logging.getLogger(__name__)


def application(health: Health, intake: Intake | None = None, signing_secret: str = "") -> web.Application:
    """The routes: health, and Slack's where there is an intake.

    Args:
        health: tells how we are.
        intake: takes what Slack sends.
        signing_secret: what Slack signs with.
    """
    served = web.Application(client_max_size=LARGEST)
    served.add_routes(health.routes())
    if intake:
        served.router.add_post(PATH, Received(intake, signing_secret).answer)
    return served


class Received:
    """Answers Slack's requests."""

    def __init__(self, intake: Intake, signing_secret: str) -> None:
        self._intake = intake
        self._verifier = SignatureVerifier(signing_secret)

    async def answer(self, request: web.Request) -> web.Response:
        """Check, record and acknowledge a request; 500 when it can't be recorded, so that Slack sends it again."""
        raw = await request.read()
        headers = {name: request.headers.get(name, "") for name in ("X-Slack-Request-Timestamp", "X-Slack-Signature")}
        if not self._signed(raw, headers):
            log.warning("a request was not signed by Slack, or the clocks differ by more than five minutes")
            return web.Response(status=401, text="not signed by Slack")
        body = payload(raw.decode(errors="replace"), request.content_type)
        if body is None:
            return web.Response(status=400, text="not a payload of Slack's")
        if body.get("type") == "url_verification":
            return web.json_response({"challenge": body.get("challenge", "")})
        if "ssl_check" in body:
            return web.Response()
        try:
            response = await self._intake.take(body)
        except Exception as error:  # noqa: BLE001  whatever it was, Slack must not be told that we have it
            log.error("what Slack sent could not be recorded, it will send it again: %s", described(error))
            return web.Response(status=500, text="not recorded")
        kind = "application/json" if response.body.startswith("{") else "text/plain"
        return web.Response(status=response.status, text=response.body, content_type=kind)

    def _signed(self, raw: bytes, headers: dict[str, str]) -> bool:
        try:
            return self._verifier.is_valid_request(raw, headers)
        except ValueError:  # a timestamp that is no number, or a body that is no text
            return False


def payload(text: str, content_type: str) -> dict[str, Any] | None:
    """The payload of a request: JSON, a form, or JSON in the ``payload`` field of a form; None when it is none of them."""
    try:
        if content_type == "application/json":
            body = json.loads(text)
        else:
            form = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
            body = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) and body else None
