"""Socket Mode: WebSockets that Slack sends events over. Two of them, so that one is there while the other is renewed."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.failure import described

if TYPE_CHECKING:
    from typing import Self

    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

    from bot.receive.intake import Intake
    from bot.settings import Settings

SOCKETS = 2
"""Slack allows ten for all replicas together."""
PING = 3.0
"""Seconds; a dead connection is noticed after four of them at the latest."""

log = logging.getLogger(__name__)


class Sockets:
    """Connections to Slack, open as long as the ``async with`` lasts; each is renewed when it breaks."""

    def __init__(self, settings: Settings, intake: Intake, count: int = SOCKETS) -> None:
        self._settings = settings
        self._intake = intake
        self._count = count
        self._clients: list[SocketModeClient] = []

    async def __aenter__(self) -> Self:
        for _ in range(self._count):
            client = SocketModeClient(
                self._settings.app_token,
                web_client=AsyncWebClient(
                    base_url=self._settings.api_url, retry_handlers=[AsyncRateLimitErrorRetryHandler()]
                ),
                ping_interval=PING,
                logger=logging.getLogger("slack_sdk.socket_mode"),
            )
            client.socket_mode_request_listeners.append(self._received)
            self._clients.append(client)
            await client.connect()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
        return self

    async def __aexit__(self, *_: object) -> None:
        for client in self._clients:
            await client.close()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped

    async def connected(self) -> int:
        """How many connections are there now."""
        return sum([await client.is_connected() for client in self._clients])

    async def _received(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        try:
            response = await self._intake.take(request.payload)
        except Exception as error:  # noqa: BLE001  whatever it was, Slack must not be told that we have it
            log.error("an envelope could not be recorded, Slack will send it again: %s", described(error))
            return
        payload = _payload(response.body) if response.status == 200 else None
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))


def _payload(body: str) -> dict[str, Any] | None:
    """What goes with an acknowledgement: an object, or nothing."""
    try:
        told = json.loads(body) if body else None
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
