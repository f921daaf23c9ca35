"""Someone who uses the local Slack, through the same addresses as its page."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.local.fetching import fetch

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]


class Person:
    """Acts as one user of a local Slack; every method returns what the server answers.

    Args:
        url: of the server.
        user: the id of the user.
    """

    def __init__(self, url: str, user: str) -> None:
        self.url = url
        self.user = user

    def does(self, what: str, **fields: Any) -> Json:
        """Do something that has to work, such as ``message``; see ``bot.local.user_api``."""
        told = self.tries(what, **fields)
        assert told["ok"], told
        return told

    def tries(self, what: str, **fields: Any) -> Json:
        """Do something, whatever comes of it."""
        body = json.dumps({"user": self.user, **fields}).encode()
        return fetch(f"{self.url}/local/{what}", body, Content_Type="application/json").json

    def says(self, channel: str, text: str, **fields: Any) -> Json:
        """Post a message; the message comes back."""
        message: Json = self.does("message", channel=channel, text=text, **fields)["message"]
        return message

    def turns(self, switch: str, **fields: Any) -> Json:
        """Turn one of the switches under ``/local/control``."""
        return self.does(f"control/{switch}", **fields)

    def state(self) -> Json:
        """All that the page begins with."""
        return self._gets("state")

    def reads(self, channel: str, thread_ts: str = "") -> list[Json]:
        """The messages of a channel or a thread, as this user sees them, oldest first."""
        messages: list[Json] = self._gets("messages", channel=channel, thread_ts=thread_ts)["messages"]
        return messages

    def waits_for(self, what: Callable[[], Any], seconds: float = 5.0) -> Any:
        """What a function gives once it gives something true."""
        end = time.monotonic() + seconds
        while not (found := what()):
            assert time.monotonic() < end, "it did not happen in time"
            time.sleep(0.01)
        return found

    def waits_for_message(self, channel: str, text: str, thread_ts: str = "", seconds: float = 5.0) -> Json:
        """The first message with that in its text, once it is there."""

        def found() -> Json | None:
            return next((one for one in self.reads(channel, thread_ts) if text in one["text"]), None)

        message: Json = self.waits_for(found, seconds)
        return message

    def _gets(self, what: str, **query: str) -> Json:
        return fetch(f"{self.url}/local/{what}?{urlencode({'user': self.user, **query})}").json
