"""Files: what kind they are, how they come in and how they are downloaded."""

from __future__ import annotations

import mimetypes
import secrets
import time
from pathlib import PurePath
from typing import TYPE_CHECKING

from aiohttp import web

from bot.local.accident import answered, limited
from bot.local.model import File, RefusedError

if TYPE_CHECKING:
    from bot.local.faults import Faults
    from bot.local.workspace import Workspace

LARGEST = 64 << 20
"""Bytes of the largest file that is taken."""
SNIPPET = 1 << 20
"""Bytes of the largest text that Slack shows as a snippet."""
KINDS = {
    "": ("text", "Plain Text", "text/plain"),
    "txt": ("text", "Plain Text", "text/plain"),
    "log": ("text", "Plain Text", "text/plain"),
    "json": ("json", "JSON", "application/json"),
    "har": ("har", "HAR", "application/json"),
    "xml": ("xml", "XML", "text/xml"),
    "html": ("html", "HTML", "text/html"),
    "m3u8": ("text", "Plain Text", "application/vnd.apple.mpegurl"),
    "mpd": ("xml", "XML", "application/dash+xml"),
    "md": ("markdown", "Markdown", "text/markdown"),
    "csv": ("csv", "CSV", "text/csv"),
    "py": ("python", "Python", "text/x-python"),
    "zip": ("zip", "Zip", "application/zip"),
    "png": ("png", "PNG", "image/png"),
    "jpg": ("jpg", "JPEG", "image/jpeg"),
    "pdf": ("pdf", "PDF", "application/pdf"),
}
"""For an ending: Slack's file type, its name for people, and the media type."""
LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body><h1>Sign in</h1></body></html>"


class Uploads:
    """Takes files in, in Slack's three steps: an address, the content, then where to share it."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self._workspace = workspace
        self._faults = faults
        self._expected: dict[str, File] = {}
        self._received: dict[str, File] = {}

    def expect(self, user: str, name: str, length: int, snippet: str = "") -> tuple[File, str]:
        """The file to come, and the address for its content."""
        if not 0 < length <= LARGEST:
            raise RefusedError("file_upload_size_restricted" if length > LARGEST else "invalid_arguments")
        file = described(self._workspace.new_id("F"), user, name, b"", snippet)
        ticket = secrets.token_urlsafe(24)
        self._expected[ticket] = file
        return file, f"{self._workspace.url}/upload/v1/{ticket}"

    async def receive(self, request: web.Request) -> web.Response:
        """Take the content of an expected file, as a form's file or as the body."""
        file = self._expected.pop(request.match_info["ticket"], None)
        if file is None:
            raise web.HTTPNotFound(text="no such upload")
        content = await _content(request)
        self._received[file.id] = described(file.id, file.user, file.name, content, file.filetype)
        return web.Response(text=f"OK - {len(content)}")

    def complete(self, file_id: str, user: str, title: str) -> File:
        """A received file as one of the workspace's, or ``file_not_found``."""
        file = self._received.pop(file_id, None)
        if file is None or file.user != user:
            raise RefusedError("file_not_found")
        return keep(self._workspace, described(file.id, user, file.name, file.content, file.filetype, title))

    async def download(self, request: web.Request) -> web.Response:
        """A file's content for a bearer of a token that may read it; Slack's login page for everyone else."""

        async def handed_out() -> web.Response:
            return self._content(request)

        return await answered(request, self._faults.due("download"), limited, handed_out)

    def _content(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        file = self._workspace.files.get(request.match_info["file"].partition("-")[2])
        app = next((app for app in self._workspace.apps.values() if secrets.compare_digest(app.bot_token, token)), None)
        if app is None or "files:read" not in app.scopes:
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        if file is None or not any(app.user in self._workspace.channels[id_].members for id_ in file.shared_in):
            return web.Response(status=404, text="<html><body>Not found</body></html>", content_type="text/html")
        return web.Response(body=file.content, content_type=file.mimetype)


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    form = await request.post()
    for part in form.values():
        if isinstance(part, web.FileField):
            return part.file.read()
    raise web.HTTPBadRequest(text="no file in the form")


def described(id_: str, user: str, name: str, content: bytes, snippet: str = "", title: str = "") -> File:
    """A file with its kind told from its name; text is a snippet when it was made as one (``snippet`` names its type)."""
    ending = PurePath(name).suffix.removeprefix(".").lower()
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    filetype, pretty, mimetype = KINDS.get(ending, (ending or "binary", ending.upper() or "Binary", guessed))
    is_snippet = bool(snippet) and len(content) <= SNIPPET
    return File(
        id=id_,
        name=name,
        title=title or name,
        user=user,
        content=content,
        created=int(time.time()),
        mimetype="text/plain" if is_snippet else mimetype,
        filetype=filetype,
        pretty_type=pretty,
        mode="snippet" if is_snippet else "hosted",
    )


def keep(workspace: Workspace, file: File) -> File:
    """Make a file one of the workspace's; nobody sees it before it is shared."""
    workspace.files[file.id] = file
    return file
