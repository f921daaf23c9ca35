"""A sign that work goes on: an emoji under the question when the answer takes longer than a second."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Self

from slack_sdk.errors import SlackClientError

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.db.model import Place

SECONDS = 1.0
EMOJI = "hourglass_flowing_sand"

log = logging.getLogger(__name__)


class Patience:
    """A context that puts an emoji under a message when it lasts longer than ``seconds``, and takes it away at its end.

    Where the app may not react, which needs ``reactions:write``, nothing is shown.
    """

    def __init__(self, client: WebClient, question: Place, seconds: float = SECONDS) -> None:
        self._client = client
        self._question = question
        self._shown = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            if self._shown:
                self._react(self._client.reactions_remove)
            self._shown = True

    def _show(self) -> None:
        with self._lock:
            if not self._shown:
                self._shown = self._react(self._client.reactions_add)

    def _react(self, call: object) -> bool:
        try:
            call(channel=self._question.channel, timestamp=self._question.ts, name=EMOJI)  # type: ignore[operator]
        except (SlackClientError, OSError) as error:
            log.debug("no reaction: %s", type(error).__name__)
            return False
        return True
