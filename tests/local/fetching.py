"""Plain HTTP for the tests, as a browser or a curl would do it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from email.message import Message


@dataclass(frozen=True)
class Fetched:
    """What came back, whatever its status."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The object that came back."""
        told: dict[str, Any] = json.loads(self.body)
        return told

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers.get_content_type()


def fetch(url: str, body: bytes | None = None, **headers: str) -> Fetched:
    """GET a page of the test's own server, or POST to it; ``_`` in the name of a header is ``-``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(url, body, named), timeout=30) as response:  # noqa: S310  no other server is asked
            return Fetched(response.status, response.headers, response.read())
    except HTTPError as error:
        with error:
            return Fetched(error.code, error.headers, error.read())
