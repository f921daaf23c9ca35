"""What is made to go wrong on demand: faults that are planned for the next calls, and faults that come like weather."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

from bot.local.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.local.model import Json

KINDS = ("ratelimit", "server_error", "lose_call", "lose_answer", "hang")
POSTING = {"chat.postMessage", "chat.postEphemeral", "chat.update"}
"""The methods that the limit of one message a second and channel is about."""
SPEAKING = ("chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral", "response_url")
"""What weather is about unless it says otherwise: all ways in which an app changes what people see."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A fault for the ``left`` next calls of ``method``, or of any method when that is empty.

    Before the call is carried out, and instead of it: ``ratelimit`` (``seconds`` is then told in ``Retry-After``),
    ``server_error`` (a page with status 500), ``lose_call`` (the connection dies). After it was carried out:
    ``lose_answer`` (the connection dies before the answer), ``hang`` (the answer comes after ``seconds``).
    """

    kind: str
    method: str = ""
    left: int = 1
    seconds: float = 1


@dataclass(frozen=True, slots=True)
class Weather:
    """Faults at random: each call of one of ``methods`` meets at most one.

    Attributes:
        rates: the chance of each kind, from 0 to 1; at most 1 together.
        methods: names of methods; ``response_url`` is one too.
        seconds: what a rate limit tells in ``Retry-After``.
        hang_seconds: how late a hanging answer comes.
        seed: the same seed lets the same calls meet the same faults; None for others each time.
    """

    rates: Mapping[str, float]
    methods: tuple[str, ...] = SPEAKING
    seconds: float = 1
    hang_seconds: float = 1
    seed: int | None = None


def forecast(asked: Json) -> Weather:
    """The weather that a request asks for, or ``invalid_arguments``: a slip must not pass for fine weather.

    Args:
        asked: a rate for each kind of fault, and the other fields of ``Weather``; without ``hang_seconds`` an answer
            hangs for ``seconds``.
    """
    rates = {kind: asked[kind] for kind in KINDS if kind in asked}
    methods, seed = asked.get("methods", list(SPEAKING)), asked.get("seed")
    seconds: Any = asked.get("seconds", 1)
    hang: Any = asked.get("hang_seconds", seconds)
    understood = (
        asked.keys() <= {*KINDS, "methods", "seconds", "hang_seconds", "seed", "user"}
        and all(_from_zero(number) for number in (*rates.values(), seconds, hang))
        and sum(rates.values()) <= 1
        and isinstance(methods, list)
        and all(isinstance(method, str) for method in methods)
        and (seed is None or isinstance(seed, int))
    )
    if not understood:
        raise RefusedError("invalid_arguments", kinds=list(KINDS))
    return Weather(rates, tuple(methods), seconds, hang, seed)


def _from_zero(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < float("inf")


class Faults:
    """The faults that calls meet: planned ones, each used up as calls come in, then those of the weather."""

    def __init__(self) -> None:
        self.one_a_second = False
        """Whether a channel takes one post a second only, as Slack's does."""
        self.met: Counter[str] = Counter()
        """How often each kind of fault was met, and ``one_a_second``; it only grows."""
        self._planned: list[Planned] = []
        self._posted: dict[str, float] = {}
        self._weather: Weather | None = None
        self._random = Random()  # noqa: S311  what goes wrong when is no secret

    def plan(self, fault: Planned) -> None:
        """Let something go wrong from now on."""
        self._planned.append(fault)

    def turn(self, weather: Weather) -> None:
        """Let the weather change."""
        self._weather = weather
        self._random = Random(weather.seed)  # noqa: S311  the same faults again with the same seed

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._planned.clear()
        self._weather = None
        self.one_a_second = False

    def due(self, method: str) -> Planned | None:
        """The fault that a call of a method meets now, if any; it counts as used, and as met."""
        fault = self._next(method) or self._struck(method)
        if fault:
            self.met[fault.kind] += 1
        return fault

    def too_soon(self, method: str, channel: str) -> bool:
        """Whether a post comes within a second of the last one in its channel; counts it when it does not."""
        if not self.one_a_second or method not in POSTING:
            return False
        now = time.monotonic()
        if now - self._posted.get(channel, float("-inf")) < 1:
            self.met["one_a_second"] += 1
            return True
        self._posted[channel] = now
        return False

    def _next(self, method: str) -> Planned | None:
        for number, fault in enumerate(self._planned):
            if fault.method in ("", method):
                self._planned[number : number + 1] = [replace(fault, left=fault.left - 1)] if fault.left > 1 else []
                return fault
        return None

    def _struck(self, method: str) -> Planned | None:
        weather = self._weather
        if weather is None or method not in weather.methods:
            return None
        drawn = self._random.random()
        for kind in KINDS:
            rate = weather.rates.get(kind, 0)
            if drawn < rate:
                return Planned(kind, method, seconds=weather.hang_seconds if kind == "hang" else weather.seconds)
            drawn -= rate
        return None
