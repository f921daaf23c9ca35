"""Socket Mode: apps hold WebSockets open, each envelope goes to one of them and waits for its acknowledgement."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMsgType, web

from bot.local.delivery import NOT_CONNECTED, TIMED_OUT
from bot.local.model import Acknowledgement, RefusedError

if TYPE_CHECKING:
    from bot.local.model import Envelope, Json
    from bot.local.workspace import Workspace

MOST = 10
"""How many connections an app may have."""
LARGEST = 4 << 20
"""Bytes of the largest frame an app may send."""
_REASONS = {TIMED_OUT: "timeout", NOT_CONNECTED: "no_connection"}
_TAKES_PAYLOAD = {"interactive", "slash_commands"}


class Connection:
    """One WebSocket of an app. A ``silent`` one stays open but neither reads nor writes, like a cut cable."""

    def __init__(self, request: web.Request) -> None:
        self._socket = web.WebSocketResponse(autoping=False, max_msg_size=LARGEST)
        self._request = request
        self._greeted = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self.silent = False

    async def greet(self, frame: Json) -> web.WebSocketResponse:
        """Accept the connection and send its first frame; what is sent meanwhile waits for that."""
        await self._socket.prepare(self._request)
        await self._socket.send_str(json.dumps(frame))
        self._greeted.set()
        return self._socket

    async def send(self, envelope: Envelope, seconds: float) -> Acknowledgement:
        """Send an envelope and wait for its acknowledgement."""
        id_ = secrets.token_hex(16)
        answer = self._waiting[id_] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await self.tell(_frame(id_, envelope))
                return Acknowledgement(payload=await answer)
        except TimeoutError:
            return Acknowledgement(TIMED_OUT)
        except ConnectionError:
            return Acknowledgement(NOT_CONNECTED)
        finally:
            del self._waiting[id_]

    async def tell(self, frame: Json) -> None:
        """Send a frame, unless the cable is cut."""
        await self._greeted.wait()
        if not self.silent:
            await self._socket.send_str(json.dumps(frame))

    async def listen(self, ping: float) -> None:
        """Take acknowledgements until the socket closes, pinging every ``ping`` seconds."""
        pings = asyncio.create_task(self._ping(ping))
        try:
            async for frame in self._socket:
                if self.silent:
                    continue
                if frame.type is WSMsgType.PING:
                    await self._socket.pong(frame.data)
                elif frame.type is WSMsgType.TEXT:
                    self._acknowledged(frame.data)
        finally:
            pings.cancel()
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(ConnectionResetError("the socket closed"))

    async def close(self) -> None:
        """Close politely."""
        await self._socket.close(code=WSCloseCode.GOING_AWAY, drain=False)

    def abort(self) -> None:
        """Cut the connection without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def _ping(self, seconds: float) -> None:
        while not self._socket.closed:
            await asyncio.sleep(seconds)
            if not self.silent:
                await self._socket.ping(b"Ping from the local Slack")

    def _acknowledged(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            return
        id_ = frame.get("envelope_id") if isinstance(frame, dict) else None
        answer = self._waiting.get(id_) if isinstance(id_, str) else None
        if answer is not None and not answer.done():
            answer.set_result(frame.get("payload"))


class AppSockets:
    """The route to one app over its open sockets, taking turns."""

    def __init__(self, workspace: Workspace, app_id: str) -> None:
        self._workspace = workspace
        self.app_id = app_id
        self.connections: list[Connection] = []
        self._turn = 0

    async def send(self, envelope: Envelope) -> Acknowledgement:
        """Send an envelope to one of the connections."""
        if not self.connections:
            return Acknowledgement(NOT_CONNECTED)
        self._turn += 1
        connection = self.connections[self._turn % len(self.connections)]
        return await connection.send(envelope, self._workspace.pace.acknowledge)

    async def drop(self, how: str) -> int:
        """Disturb every connection; how many there were.

        Args:
            how: ``refresh`` says so first and then closes, as Slack does every few hours; ``close`` only closes;
                ``abort`` resets; ``silence`` leaves them open and dead.
        """
        dropped = tuple(self.connections)
        for connection in dropped:
            if how == "silence":
                connection.silent = True
            elif how == "abort":
                connection.abort()
            else:
                if how == "refresh":
                    await connection.tell(_disconnect("refresh_requested"))
                await connection.close()
        return len(dropped)


class SocketMode:
    """Opens sockets for apps that ask with their app token, each with a ticket that is used once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tickets: dict[str, str] = {}
        self.apps: dict[str, AppSockets] = {}

    def route(self, app_id: str) -> AppSockets:
        """The sockets of an app, open or not."""
        return self.apps.setdefault(app_id, AppSockets(self._workspace, app_id))

    def address(self, app_id: str) -> str:
        """An address to connect to, once."""
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = app_id
        return f"{self._workspace.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={app_id}"

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket of an app from hello to its end."""
        app_id = self._tickets.pop(request.query.get("ticket", ""), "")
        if not app_id:
            raise web.HTTPUnauthorized(text="bad ticket")
        connection = Connection(request)
        route = self.route(app_id)
        if len(route.connections) >= MOST:
            socket = await connection.greet(_disconnect("too_many_websockets"))
            await connection.close()
            return socket
        route.connections.append(connection)
        try:
            socket = await connection.greet(_hello(app_id, len(route.connections)))
            await connection.listen(self._workspace.pace.ping)
        finally:
            route.connections.remove(connection)
        return socket

    async def drop(self, app_id: str, how: str) -> int:
        """Disturb the connections of an app; see ``AppSockets.drop``."""
        if how not in ("refresh", "close", "abort", "silence"):
            raise RefusedError("invalid_arguments")
        return await self.route(app_id).drop(how)

    async def close(self) -> None:
        """Close every socket."""
        for route in self.apps.values():
            await route.drop("close")


def _frame(id_: str, envelope: Envelope) -> Json:
    return {
        "envelope_id": id_,
        "type": envelope.type,
        "accepts_response_payload": envelope.type in _TAKES_PAYLOAD,
        "payload": envelope.payload,
        "retry_attempt": envelope.attempt,
        "retry_reason": _REASONS.get(envelope.reason, envelope.reason),
    }


def _hello(app_id: str, connections: int) -> Json:
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": {"host": "applink-local", "build_number": 1, "approximate_connection_time": 18060},
        "connection_info": {"app_id": app_id},
    }


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}}
