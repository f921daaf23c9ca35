"""Socket Mode: apps hold WebSockets open, each envelope goes to one of them and waits for its acknowledgement."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import struct
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMsgType, web

from bot.local.accident import hang, limited, refused
from bot.local.delivery import NOT_CONNECTED, TIMED_OUT
from bot.local.model import Acknowledgement, RefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.local.faults import Faults
    from bot.local.model import Envelope, Json
    from bot.local.workspace import Workspace

MOST = 10
"""How many connections an app may have."""
LARGEST = 4 << 20
"""Bytes of the largest frame an app may send."""
LINK = "link"
"""By what name the opening of a socket is known where faults are planned."""
WAYS = ("refresh", "warning", "close", "end", "abort", "silence", "stall")
"""How connections can be disturbed; see ``Connection.disturb``."""
_REASONS = {TIMED_OUT: "timeout", NOT_CONNECTED: "no_connection"}
_TAKES_PAYLOAD = {"interactive", "slash_commands"}


class Connection:
    """One WebSocket of an app. A ``silent`` one stays open but neither reads nor writes, like a cut cable."""

    def __init__(self, request: web.Request) -> None:
        self._socket = web.WebSocketResponse(autoping=False, max_msg_size=LARGEST)
        self._request = request
        self._greeted = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._writing = asyncio.Lock()
        self._stalled: asyncio.Task[None] | None = None
        self._stall = 0.0
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
                await self._deliver(_frame(id_, envelope))
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
        await self._write(lambda: self._socket.send_str(json.dumps(frame)))

    async def disturb(self, how: str, seconds: float) -> None:
        """Let something happen to the connection.

        Args:
            how: ``refresh`` says so first and then closes, as Slack does every few hours; ``warning`` only says so;
                ``close`` only closes; ``end`` ends the stream and ``abort`` resets it, without a word; ``silence``
                leaves it open and dead; ``stall`` sends the next envelope in two halves, nothing else in between.
            seconds: between the halves.
        """
        if how == "silence":
            self.silent = True
        elif how == "stall":
            self._stall = seconds
        elif how in ("end", "abort"):
            self._cut(how)
        else:
            if how != "close":
                await self.tell(_disconnect("refresh_requested" if how == "refresh" else how))
            if how != "warning":
                await self.close()

    async def listen(self, ping: float) -> None:
        """Take acknowledgements until the socket closes, pinging every ``ping`` seconds."""
        pings = asyncio.create_task(self._ping(ping))
        try:
            async for frame in self._socket:
                if self.silent:
                    continue
                if frame.type is WSMsgType.PING:
                    await self._answer(self._socket.pong, frame.data)
                elif frame.type is WSMsgType.TEXT:
                    self._acknowledged(frame.data)
        finally:
            pings.cancel()
            if self._stalled is not None:
                self._stalled.cancel()
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(ConnectionResetError("the socket closed"))

    async def close(self) -> None:
        """Close politely, unless a frame is half sent."""
        if self._stalled is not None and not self._stalled.done():
            self._cut("abort")
        await self._socket.close(code=WSCloseCode.GOING_AWAY, drain=False)

    def _cut(self, how: str) -> None:
        if (transport := self._request.transport) is not None:
            transport.close() if how == "end" else transport.abort()

    async def _deliver(self, frame: Json) -> None:
        await self._greeted.wait()
        if not self._stall:
            await self.tell(frame)
            return
        seconds, self._stall = self._stall, 0.0
        # A task of its own: the second half is sent also when Slack's patience with the envelope ends before it.
        self._stalled = asyncio.create_task(self._write(lambda: self._in_halves(whole(json.dumps(frame)), seconds)))

    async def _in_halves(self, data: bytes, seconds: float) -> None:
        for number, half in enumerate((data[: len(data) // 2], data[len(data) // 2 :])):
            await asyncio.sleep(seconds * number)
            if (transport := self._request.transport) is not None:
                transport.write(half)

    async def _write(self, send: Callable[[], Awaitable[None]]) -> None:
        async with self._writing:
            if not self.silent:
                await send()

    async def _answer(self, send: Callable[[bytes], Awaitable[None]], data: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            await self._write(lambda: send(data))

    async def _ping(self, seconds: float) -> None:
        while not self._socket.closed:
            await asyncio.sleep(seconds)
            await self._answer(self._socket.ping, b"Ping from the local Slack")

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

    async def drop(self, how: str, seconds: float = 0.0) -> int:
        """Disturb every connection, see ``Connection.disturb``; how many there were."""
        dropped = tuple(self.connections)
        for connection in dropped:
            await connection.disturb(how, seconds)
        return len(dropped)


class SocketMode:
    """Opens sockets for apps that ask with their app token, each with a ticket that is used once."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self._workspace = workspace
        self._faults = faults
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
        fault = self._faults.due(LINK)
        if fault and fault.kind == "hang":
            await hang(request, fault.seconds)
            if request.transport is None:
                return web.Response()
        if refusal := refused(request, fault, limited):
            return refusal
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

    async def drop(self, app_id: str, how: str, seconds: float) -> int:
        """Disturb the connections of an app, see ``Connection.disturb``; how many there were."""
        if how not in WAYS:
            raise RefusedError("invalid_arguments", ways=list(WAYS))
        return await self.route(app_id).drop(how, seconds)

    async def close(self) -> None:
        """Close every socket."""
        for route in self.apps.values():
            await route.drop("close")


def whole(text: str) -> bytes:
    """A text frame as a server sends it: unmasked, uncompressed, in one piece (RFC 6455, 5.2)."""
    data = text.encode()
    if len(data) < 126:
        return bytes((0x81, len(data))) + data
    if len(data) < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, len(data)) + data
    return struct.pack("!BBQ", 0x81, 127, len(data)) + data


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
