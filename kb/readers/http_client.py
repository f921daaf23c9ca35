"""What HTTP clients say when a server answers with an error: .NET, Java, Python, JavaScript, Go, PHP, FFmpeg, Kodi."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.exchange import URL

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS = re.compile(
    r"""
    (?: returned\ an\ error:\ \(                                 # .NET: The remote server returned an error: (409) Conflict.
      | \b(?:[Ss]tatus|[Rr]esponse)[\ _-]?[Cc]ode                # Response status code does not indicate success: 404
        (?:\ does\ not\ indicate\ success)? (?:\ of\ |:\ ?|\ |=)
      | \b(?:with|unexpected|bad|returned|received|got)\ status\ # Go, curl wrappers, Roku
      | \bServer\ returned\ (?:HTTP\ response\ code:\ )?          # FFmpeg; Java: Server returned HTTP response code: 503
      | \bHTTP\ (?:returned\ )?(?:error|status|response)(?:\ code)?:?\ \(?
      | \bHTTP/[123](?:\.[01])?\ "?
      | \b(?:[Cc]lient|[Ss]erver)\ error\ '                      # httpx: Client error '404 Not Found' for url
      | \bClientResponseError:\ | \bHTTPError:\ | \bHTTP\ Error\ # aiohttp, requests, urllib
    ) (?P<after> [45][0-9]{2} ) (?![\w.])
    | (?<![\w.:-]) (?P<before> [45][0-9]{2} ) \ (?:Client|Server)\ Error\b   # requests: 404 Client Error: Not Found for url
    | \binvalid\ status\ code\ '(?P<name> [A-Za-z]{2,40} )        # Microsoft.Rest: Operation returned an invalid status code
    """,
    re.VERBOSE,
)
_CANDIDATE = re.compile(r"(?<![0-9])[45][0-9]{2}(?![0-9])|invalid status code '")
_NAMES = {status.phrase.replace(" ", "").replace("-", "").casefold(): str(status.value) for status in HTTPStatus}
_OWN_WORDS = re.compile(
    r"The remote server returned an error: |Response status code does not indicate success|Server returned HTTP response code"
    r"|Operation returned an invalid status code|Request failed with status code|[45]\d\d (?:Client|Server) Error: "
    r"|(?:Client|Server) error '|HTTP Error [45]\d\d|One or more errors occurred|Exception of type '|Response code: "
    r"|Unable to connect to the remote server|An error occurred while sending the request|Source error"
    r"|An error occurred while processing this request|Exception from HRESULT: "
)


def status_of(text: str) -> str:
    """The first status that a client reports in its own words, 400 to 599; or ""."""
    found = _STATUS.search(text) if _CANDIDATE.search(text) else None
    if found is None:
        return ""
    return found["after"] or found["before"] or _NAMES.get(found["name"].casefold(), "")


def is_own_words(message: str) -> bool:
    """Say whether a message is a client's own sentence, so that nothing in it comes from the service."""
    return _OWN_WORDS.match(message) is not None


def read_url(text: str, where: str) -> Iterator[Evidence]:
    """Host and path of the first URL in a text; the query is left out.

    Args:
        text: what holds it, a URL alone or a line with one.
        where: where it stood, for people.
    """
    if "://" in text and (link := URL.search(text)):
        yield Evidence("host", link["host"].casefold(), where)
        path = (link["path"] or "").rstrip(".,;:!)'")
        if len(path) > 1:
            yield Evidence("path", path, where)
