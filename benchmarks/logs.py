"""Synthetic logs of any size, for timing how they are read. The same kind, size and seed always give the same log."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_STATUSES = (200,) * 90 + (206,) * 4 + (404, 404, 403, 500, 502, 504)
_AGENTS = ("AppleCoreMedia/1.0.0.21G93", "Mozilla/5.0 (X11; Linux x86_64)", "ExoPlayerLib/2.19.1", "curl/8.5.0")
_ERRORS = ("TIMEOUT_ERROR", "NO_MEDIA_PLAYLIST", "PARSING_ERROR", "CONNECTION_ERROR")
_EVENTS = ("GENERATED_MANIFEST",) * 16 + _ERRORS


class Line(NamedTuple):
    """A line, and whether it tells of an error."""

    text: str
    error: bool


@dataclass(frozen=True, slots=True)
class Log:
    """A log, and how many of its lines tell of an error."""

    text: str
    errors: int


def nginx(rng: random.Random, n: int) -> Line:
    """The n-th line of an access log in nginx's combined format: mostly 200, a few errors."""
    address = f"203.0.113.{rng.randrange(256)}"
    path = f"/hls/ch{rng.randrange(9)}/seg_{18_000 + n}.ts"
    status = rng.choice(_STATUSES)
    request = f'"GET {path} HTTP/1.1" {status} {rng.randrange(2_000_000)}'
    text = f'{address} - - [04/Nov/2026:{_clock(n)} +0000] {request} "-" "{rng.choice(_AGENTS)}"'
    return Line(text, error=status >= 400)


def mediatailor(rng: random.Random, n: int) -> Line:
    """The n-th line of MediaTailor's manifest service log as CloudWatch exports it: one JSON object."""
    event = rng.choice(_EVENTS)
    session = f"{rng.getrandbits(32):08x}-0000-4000-8000-{rng.getrandbits(48):012x}"
    record = {
        "awsAccountId": "111122223333",
        "customerId": "7d1f3a90c2b5",
        "originId": "live-sports",
        "sessionId": session,
        "sessionType": rng.choice(("HLS", "DASH")),
        "requestId": f"{rng.getrandbits(32):08x}-5a0b-4b3f-9c59-{rng.getrandbits(48):012x}",
        "eventType": event,
        "eventTimestamp": f"2026-11-04T{_clock(n)}.{rng.randrange(1000):03}Z",
        "originRequestUrl": f"https://origin.example.com/out/v1/9c1e/index_{rng.randrange(9)}.m3u8",
        "mediaTailorPath": f"/v1/manifest/7d1f3a90c2b5/live-sports/{session}/{rng.randrange(9)}.m3u8",
    }
    if event == "TIMEOUT_ERROR":
        record["errorMessage"] = "Read timed out"
    return Line(json.dumps(record, separators=(",", ":")), error=event in _ERRORS)


def mixed(rng: random.Random, n: int) -> Line:
    """A line of either log, as one gets them from a collector."""
    return rng.choice((nginx, mediatailor))(rng, n)


def _clock(n: int) -> str:
    return f"{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}"


LOGS: dict[str, Callable[[random.Random, int], Line]] = {
    "nginx access": nginx,
    "MediaTailor JSON": mediatailor,
    "mixed": mixed,
}


def log(kind: str, size: int, seed: int = 1) -> Log:
    """A log of that kind of ``LOGS``, in whole lines, with at most ``size`` characters (all ASCII), all but filled."""
    rng = random.Random(seed)  # noqa: S311  test data, not secrets
    line_of = LOGS[kind]
    lines: list[Line] = []
    left = size
    while (left := left - len((line := line_of(rng, len(lines))).text) - 1) >= 0:
        lines.append(line)
    return Log("".join(f"{line.text}\n" for line in lines), sum(line.error for line in lines))
