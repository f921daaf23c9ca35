"""Files that people attach: fetched from Slack and read as text, or a reason why not. The token goes to Slack's own hosts only."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError

from bot.cards.mrkdwn import code
from bot.refusal import may_be_done, retry_after
from kb.clean import LONGEST, decode_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import Message

    from slack_sdk import WebClient

LARGEST = LONGEST
"""Bytes of a file that are read; the knowledge base reads no more characters."""
MOST = 3
"""Files of one message that are read."""
SECONDS = 8
HOSTS = ("slack.com", "slack-files.com", "slack-gov.com", "slack-files-gov.com")
TYPES = {
    "application/json",
    "application/xml",
    "application/x-ndjson",
    "application/har+json",
    "application/javascript",
}
ENDINGS = (
    ".txt",
    ".log",
    ".json",
    ".jsonl",
    ".ndjson",
    ".xml",
    ".har",
    ".html",
    ".htm",
    ".csv",
    ".md",
    ".m3u8",
    ".mpd",
    ".ism",
)
HOW_ELSE = "Paste the text, or attach it as a text, log, JSON, XML or HAR file."
NO_SCOPE = (
    "Slack did not hand out {name}: the app lacks the permission `files:read`. Somebody who manages the app can add it under"
    " OAuth & Permissions and install the app again. Until then, paste the text."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files of a message hold.

    Attributes:
        texts: of the files that were read.
        notes: what the person should know, as markup: what was cut, and what could not be read and why.
        failed: what kept us from reading one of them, if that may pass.
    """

    texts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    failed: Exception | None = None


class UnreadableError(Exception):
    """A file can't be read; the message says why and what to do, as markup. What may pass is its cause."""


class _SlackOnly(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to where the token may go."""

    def __init__(self, desk: Fetcher) -> None:
        self._desk = desk

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        if not self._desk.trusts(newurl):
            raise UnreadableError(
                f"Slack sent the file to a host that is not its own, so it was not fetched. {HOW_ELSE}"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]  # an HTTPMessage


class Fetcher:
    """Reads the files of messages.

    Args:
        token: the bot's token, sent to Slack's hosts and that of ``api_url`` only.
        api_url: where the Web API is.
        seconds: that a download may take.
    """

    def __init__(self, token: str, api_url: str, seconds: float = SECONDS) -> None:
        self._token = token
        self._api = urlsplit(api_url)
        self._seconds = seconds
        self._opener = urllib.request.build_opener(_SlackOnly(self))

    def trusts(self, url: str) -> bool:
        """Whether the token may be sent to an address: one of Slack's over TLS, or the server that the Web API is on."""
        try:
            parts = urlsplit(url)
            if (parts.scheme, parts.hostname, parts.port) == (self._api.scheme, self._api.hostname, self._api.port):
                return True
        except ValueError:
            return False
        host = parts.hostname or ""
        own = any(host == slack or host.endswith(f".{slack}") for slack in HOSTS)
        return own and parts.scheme == "https" and parts.port in (None, 443) and "@" not in parts.netloc

    def read(self, files: Iterable[dict[str, Any]], client: WebClient) -> Reading:
        """The texts of the first files that can be read, with notes on the others."""
        texts: list[str] = []
        notes: list[str] = []
        failed: Exception | None = None
        attached = list(files)
        for file in attached[:MOST]:
            try:
                whole = _described(file, client)
                data = self._fetch(whole)
                texts.append(decode_bytes(data[:LARGEST]))
                notes += _cut(whole, len(data))
            except UnreadableError as error:
                notes.append(str(error))
                failed = failed or _passing(error.__cause__)
        if len(attached) > MOST:
            notes.append(f"Only the first {MOST} of {len(attached)} files were read.")
        return Reading(tuple(texts), tuple(notes), failed)

    def _fetch(self, file: dict[str, Any]) -> bytes:
        """At most one byte more than ``LARGEST``."""
        url = file.get("url_private_download") or file.get("url_private") or ""
        if not _is_text(file):
            raise UnreadableError(f"{_name(file)} is not a text. {HOW_ELSE}")
        if file.get("is_external") or not self.trusts(url):
            raise UnreadableError(f"{_name(file)} is not kept by Slack, so it was not fetched. {HOW_ELSE}")
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self._token}"})  # noqa: S310  trusted above
        try:
            with self._opener.open(request, timeout=self._seconds) as response:
                if response.headers.get_content_type() == "text/html" and file.get("mimetype") != "text/html":
                    raise UnreadableError(NO_SCOPE.format(name=_name(file)))
                return bytes(response.read(LARGEST + 1))
        except urllib.error.HTTPError as error:
            if error.code in (401, 403):
                raise UnreadableError(NO_SCOPE.format(name=_name(file))) from error
            raise UnreadableError(
                f"Slack answered {error.code} for {_name(file)}. Try again, or paste the text."
            ) from error
        except (OSError, HTTPException) as error:
            raise UnreadableError(
                f"{_name(file)} could not be fetched from Slack. Try again, or paste the text."
            ) from error


def _passing(error: BaseException | None) -> Exception | None:
    """What kept us from reading a file, if that may pass: Slack is busy or broken, or a connection is."""
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        passing = error.code == 429 or error.code >= 500
    elif isinstance(error, SlackApiError):
        passing = may_be_done(error) or retry_after(error) is not None
    else:
        passing = isinstance(error, (OSError, HTTPException))
    # Where it came from would keep the connection open as long as the error is kept.
    return error.with_traceback(None) if passing and isinstance(error, Exception) else None


def _described(file: dict[str, Any], client: WebClient) -> dict[str, Any]:
    """The file as Slack describes it; one of a shared channel has to be asked for."""
    if "check_file_info" not in (file.get("file_access"), file.get("mode")) and file.get("mode") != "file_access":
        return file
    try:
        return dict(client.files_info(file=str(file.get("id", ""))).get("file") or {})
    except SlackApiError as error:
        if error.response.get("error") == "missing_scope":
            raise UnreadableError(NO_SCOPE.format(name="the file")) from error
        raise UnreadableError(f"Slack does not show me a file of this shared channel. {HOW_ELSE}") from error


def _is_text(file: dict[str, Any]) -> bool:
    kind = str(file.get("mimetype") or "").partition(";")[0]
    if file.get("mode") == "snippet" or kind.startswith("text/") or kind in TYPES or kind.endswith(("+json", "+xml")):
        return True
    return str(file.get("name") or "").casefold().endswith(ENDINGS)


def _cut(file: dict[str, Any], length: int) -> Iterator[str]:
    if length > LARGEST:
        size = file.get("size")
        whole = f" of {size / 1_000_000:.1f} MB" if isinstance(size, int) else ""
        yield f"Only the first {LARGEST / 1_000_000:.0f} MB{whole} of {_name(file)} were read."


def _name(file: dict[str, Any]) -> str:
    return code(str(file.get("name") or "a file"), 80)
