"""The server: every room behind one port of 127.0.0.1.

``LocalSlack`` serves inside a running loop, ``serving`` in a thread of its own, ``run`` until it is interrupted.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import ClientSession, web

from bot.local import manifest as app_manifest
from bot.local.call import Rooms
from bot.local.control import Control
from bot.local.delivery import Delivery
from bot.local.events import Events
from bot.local.faults import Faults
from bot.local.feed import Feed
from bot.local.grants import Grants
from bot.local.interacting import Interacting
from bot.local.response_url import ResponseUrls
from bot.local.seed import plant
from bot.local.socket_mode import SocketMode
from bot.local.uploads import Uploads
from bot.local.user_api import LARGEST, UserApi
from bot.local.web_api import WebApi
from bot.local.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping
    from typing import Any, Self

    from bot.local.model import App, Pace
    from bot.local.seed import Seed

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HOST = "127.0.0.1"
MANIFEST = Path(__file__).parent.parent / "manifest.json"
PAGE = Path(__file__).parent / "page"


class LocalSlack:
    """A Slack with one workspace and one app, as long as the ``async with`` lasts.

    Args:
        manifest: the app's manifest, a file or its contents.
        port: where to listen; a free port when it is 0.
        pace: how fast Slack's clocks run.

    Attributes:
        url: where it answers, without a slash at the end; ``api_url`` is what ``SLACK_API_URL`` takes.
        app: the installed app with its tokens and signing secret.
        seed: the ids of users and channels that are there from the start.
        workspace: all that there is; look, but change it through ``/local/`` when another thread serves it.
    """

    def __init__(
        self, manifest: Path | Mapping[str, Any] = MANIFEST, *, port: int = 0, pace: Pace | None = None
    ) -> None:
        app = app_manifest.read(manifest)
        self.workspace = Workspace(pace)
        self.seed: Seed = plant(self.workspace, app)
        self.delivery = Delivery(self.workspace.pace)
        self.faults = Faults()
        self.sockets = SocketMode(self.workspace, self.faults)
        self.delivery.routes[app.id] = self.sockets.route(app.id)
        self._app_id = app.id
        self._port = port
        self._feed = Feed(self.workspace)
        self._control: Control
        self._running = contextlib.AsyncExitStack()

    @property
    def app(self) -> App:
        """The installed app, as it is now."""
        return self.workspace.apps[self._app_id]

    @property
    def url(self) -> str:
        """The address of the page."""
        return self.workspace.url

    @property
    def api_url(self) -> str:
        """The base of the Web API's addresses."""
        return f"{self.url}/api/"

    async def __aenter__(self) -> Self:
        async with contextlib.AsyncExitStack() as stack:
            session = await stack.enter_async_context(ClientSession())
            runner = web.AppRunner(self._routed(session), access_log=None, shutdown_timeout=1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            stack.push_async_callback(self._hang_up)
            await web.TCPSite(runner, HOST, self._port).start()
            self.workspace.url = f"http://{HOST}:{runner.addresses[0][1]}"
            self.workspace.watchers += [Events(self.workspace, self.delivery), self._feed]
            self._running = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._running.aclose()

    async def sends_to(self, url: str) -> None:
        """Send everything to ``url`` over signed HTTP from now on, after it has passed the challenge; "" for Socket Mode again.

        Raises:
            RefusedError: it did not pass.
        """
        await self._control.request_url({"url": url})

    async def _hang_up(self) -> None:
        self.workspace.watchers.clear()
        self._feed.close()
        await self.delivery.close()
        await self.sockets.close()

    def _routed(self, session: ClientSession) -> web.Application:
        uploads = Uploads(self.workspace, self.faults)
        rooms = Rooms(self.workspace, Grants(self.workspace), self.sockets, self.faults, uploads)
        self._control = Control(rooms, self.delivery, session)
        users = UserApi(self.workspace, Interacting(rooms, self.delivery), self._control)
        application = web.Application(client_max_size=LARGEST, middlewares=[_from_here])
        api = WebApi(rooms).answer
        application.add_routes(
            [
                web.get("/", _page),
                web.static("/page", PAGE),
                web.get("/api/{method}", api),
                web.post("/api/{method}", api),
                web.get("/link/", self.sockets.connect),
                web.post("/response/{team}/{key}", ResponseUrls(rooms).answer),
                web.post("/upload/v1/{ticket}", uploads.receive),
                web.get("/files-pri/{file}/{name}", uploads.download),
                web.get("/files-pri/{file}/download/{name}", uploads.download),
                web.get("/local/feed", self._feed.connect),
                *users.routes(),
            ]
        )
        return application


@web.middleware
async def _from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what a page of another site asks for: it must not act in this workspace, nor read it."""
    origin = request.headers.get("Origin", "")
    if request.url.host not in (HOST, "localhost") or origin not in ("", f"http://{request.host}"):
        raise web.HTTPForbidden(text="only this machine's own page may ask")
    return await handler(request)


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


@contextlib.contextmanager
def serving(
    manifest: Path | Mapping[str, Any] = MANIFEST, *, port: int = 0, pace: Pace | None = None
) -> Iterator[LocalSlack]:
    """A local Slack in a thread of its own, for callers that do not run a loop."""
    slack = LocalSlack(manifest, port=port, pace=pace)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="local-slack", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(slack.__aenter__(), loop).result()
        try:
            yield slack
        finally:
            asyncio.run_coroutine_threadsafe(slack.__aexit__(), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def run(manifest: Path | Mapping[str, Any] = MANIFEST, *, port: int = 0) -> None:
    """Serve until interrupted; says where, and what an app needs to connect."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_until_interrupted(LocalSlack(manifest, port=port)))


async def _until_interrupted(slack: LocalSlack) -> None:
    async with slack:
        print(f"Open {slack.url}", flush=True)
        print(f"SLACK_API_URL={slack.api_url}", flush=True)
        print(f"SLACK_BOT_TOKEN={slack.app.bot_token}", flush=True)
        print(f"SLACK_APP_TOKEN={slack.app.app_token}", flush=True)
        print(f"SLACK_SIGNING_SECRET={slack.app.signing_secret}", flush=True)
        await asyncio.Event().wait()
