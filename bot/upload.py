"""The contents of files, sent to Slack. Nobody sees them until ``Voice.attach`` posts them, so they may be sent again."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slack_sdk import WebClient

SECONDS = 10


@dataclass(frozen=True, slots=True)
class Written:
    """A file.

    Attributes:
        name: of the file.
        title: for people.
        text: what it holds.
    """

    name: str
    title: str
    text: str


def sent(client: WebClient, files: Iterable[Written]) -> list[dict[str, str | None]]:
    """Send files and give what they are known by.

    Raises:
        SlackApiError: Slack refused: without ``files:write``, with ``missing_scope``.
        OSError: the connection broke.
    """
    return [_sent(client, file) for file in files]


def _sent(client: WebClient, file: Written) -> dict[str, str | None]:
    content = file.text.encode("utf-8", "replace")
    told = client.files_getUploadURLExternal(filename=file.name, length=len(content))
    headers = {"Content-Type": "application/octet-stream"}
    request = urllib.request.Request(str(told["upload_url"]), content, headers)  # noqa: S310  Slack gave it
    with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310  the same
        response.read()
    return {"id": str(told["file_id"]), "title": file.title}
