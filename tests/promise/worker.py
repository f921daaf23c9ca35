"""A worker, step by step, and the app that workers hand deliveries to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.card import note
from bot.db.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import BoltRequest

    from bot.db.model import Lease
    from tests.promise.build import Build
    from tests.promise.slack import Slack
    from tests.promise.steps import Steps


@dataclass(slots=True)
class Worker:
    """Somebody who takes deliveries and works on them.

    Attributes:
        steps: the work that they are at; None when they are idle.
        lease: on what they have in hand.
        key, word: of what they took, and by which they have it.
        settled: whether they said what came of it.
        lost: whether something got lost that counts as a try.
        stopped: seconds for which they were stopped, together.
        shut: a channel that they were told to leave alone, and until when.
        found: when what they are to say was marked, as they found it at first; 0 when it was not.
        knows: when the marks were made that they made, or looked for.
    """

    steps: Steps | None = None
    lease: Lease | None = None
    key: str = ""
    word: str = ""
    settled: bool = False
    lost: bool = False
    stopped: float = 0.0
    shut: tuple[str, float] | None = None
    found: float | None = None
    knows: set[float] = field(default_factory=set)

    @property
    def at(self) -> Any:
        """Where they stopped; None when they are idle."""
        return self.steps.at if self.steps else None

    def rests(self) -> None:
        """Their work is over."""
        self.steps, self.lease, self.key, self.word = None, None, "", ""
        self.settled, self.lost, self.stopped, self.shut = False, False, 0.0, None
        self.found, self.knows = None, set()


class Handed:
    """What workers hand deliveries to: each is answered by saying something, and failures are met as everywhere.

    Args:
        build: of the failures.
        voice: says it.
        slack: where.
    """

    def __init__(self, build: Build, voice: Any, slack: Slack) -> None:
        self.client = slack
        self._voice = voice
        build.failure.register(self, voice)

    def error(self, met: Callable[..., BoltResponse]) -> Callable[..., BoltResponse]:
        """How failures are met."""
        self._met = met
        return met

    def dispatch(self, request: BoltRequest) -> BoltResponse:
        """Answer a delivery."""
        key = str(request.body["key"])
        team, channel, ts = key.split(":")
        try:
            self._voice.say(self.client, key, Place(team, channel, ts), note("an answer"), ts)
        except Exception as error:  # noqa: BLE001  as Bolt does
            return self._met(error, request.body)
        return BoltResponse(status=200)


@dataclass(slots=True)
class Tries:
    """How often work on a delivery came to nothing: at least and at the most."""

    least: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
