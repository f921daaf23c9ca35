"""Hostile input: ``python -m benchmarks.hostile [--count N] [--seed N]``.

Generates texts that are built to break a reader (bombs, floods, cut and shuffled pastes, near-misses repeated), asks the knowledge
base each of them, and prints exceptions, time and memory. Targets: no exception, p99 at most 50 ms, none over 250 ms, memory flat.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kb import KnowledgeBase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PASTES = Path(__file__).parent.parent / "tests" / "pastes"
LONGEST = 100_000

_BITS = (
    "0x8088002E", "0x8088", "-2138570710", "2156396586", "404 ", "HTTP/1.1 404 Not Found\n", "< HTTP/2 503\n", "x-err-code: 2000\n",
    "X-Err-Code", "mediatailor ", "publishing point ", "<Error>", "</Error>", "<ErrorCode>0x80880030</ErrorCode>", "<m:error>", "&lt;",
    "&amp;lt;", "<![CDATA[", "<!DOCTYPE x [<!ENTITY a \"", "&a;", "]]>", "{\"error\":", "{", "[", "]", "}", "\"", "'", "\\", "\\u0000",
    "null,", "1e999,", "NaN", "eyJhbGciOiJIUzI1NiJ9.", "sig=", "Authorization: Bearer ", "X-Amz-Signature=", "hdnts=exp=1~hmac=", "@",
    "a@b.example ", "ExoPlaybackException: ", "\tat com.example.A.b(C.java:404)\n", "Caused by: ", "Traceback (most recent call last):\n",
    "Error Domain=X Code=-1 ", "CODE:4 ", "category: 4 code: 4037 ", "type: \"networkError\", details: \"manifestLoadError\", ",
    "[hls @ 0x7f] HTTP error 404 Not Found\n", "2026-11-21T02:14:00Z ", "[21/Nov/2026:02:14:00 +0000] \"GET / HTTP/1.1\" 503 ", "```", "> ",
    "Server is busy. More than 120 requests per second can be throttled. ", "\u0301", "\u200b", "\u202e", "\ud800", "\x00", "\x1b[31m",
    "\u2028", "\U0001f600", "\u64ad\u653e\u5668", "MPE_", "_", "-", ".", "/", ":", "=", ",", " ", "\n", "\r\n", "9", "f", "a", "Aa",
)  # fmt: skip


def texts(count: int, seed: int = 1) -> Iterator[str]:
    """``count`` hostile texts, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - test data, not secrets
    pastes = [path.read_text(encoding="utf-8") for path in sorted(PASTES.rglob("*")) if _is_paste(path)]
    makers: tuple[Callable[[random.Random, list[str]], str], ...] = (
        _mixed,
        _flood,
        _nested,
        _noise,
        _cut,
        _spliced,
        _lines,
    )
    for _ in range(count):
        yield rng.choice(makers)(rng, pastes)[:LONGEST]


def _is_paste(path: Path) -> bool:
    return path.is_file() and not path.name.endswith(".expect.toml")


def _size(rng: random.Random) -> int:
    """Mostly short, now and then as long as can be."""
    return int(10 ** rng.uniform(0.3, 5 if rng.random() < 0.03 else 3.7))


def _mixed(rng: random.Random, _: list[str]) -> str:
    return "".join(rng.choices(_BITS, k=max(1, _size(rng) // 8)))


def _flood(rng: random.Random, _: list[str]) -> str:
    unit = "".join(rng.choices(_BITS, k=rng.randint(1, 3)))
    return unit * (_size(rng) // len(unit) + 1) + rng.choice(_BITS)


def _nested(rng: random.Random, _: list[str]) -> str:
    opening, closing = rng.choice(
        (("<a>", "</a>"), ("[", "]"), ('{"a":', "}"), ("(", ")"), ("&lt;a&gt;", "&lt;/a&gt;"), ("<Error>", ""))
    )
    depth = _size(rng) // len(opening)
    return opening * depth + rng.choice(_BITS) + closing * rng.randint(0, depth)


def _noise(rng: random.Random, _: list[str]) -> str:
    kind = rng.random()
    size = _size(rng)
    if kind < 0.4:
        return rng.randbytes(size).decode("latin-1")
    if kind < 0.7:
        return "".join(chr(rng.randrange(0x110000)) for _ in range(size // 2 + 1))
    return "".join(rng.choices("abcdef0123456789-_.:/ \n", k=size))


def _cut(rng: random.Random, pastes: list[str]) -> str:
    paste = rng.choice(pastes)
    start, end = sorted((rng.randrange(len(paste) + 1), rng.randrange(len(paste) + 1)))
    return paste[start:end] * rng.randint(1, 3)


def _spliced(rng: random.Random, pastes: list[str]) -> str:
    paste = rng.choice(pastes)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(paste) + 1)
        paste = paste[:at] + rng.choice(_BITS) * rng.choice((1, 1, 2, 50)) + paste[at + rng.randint(0, 5) :]
    return paste


def _lines(rng: random.Random, pastes: list[str]) -> str:
    lines = [line for paste in rng.sample(pastes, 3) for line in paste.splitlines(keepends=True)]
    rng.shuffle(lines)
    return "".join(lines) * rng.choice((1, 1, 1, 10))


def main() -> int:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    times: list[float] = []
    worst: list[tuple[float, str]] = []
    failed: list[tuple[BaseException, str]] = []
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.open(Path(folder) / "kb.db") as kb:
        quarter = 0
        for number, text in enumerate(texts(options.count, options.seed), 1):
            start = time.perf_counter()
            try:
                kb.answer(text)
            except Exception as error:  # noqa: BLE001 - whatever gets out is what this looks for
                failed.append((error, text))
            times.append(time.perf_counter() - start)
            worst = sorted([*worst, (times[-1], text)])[-5:]  # the texts of the others are not kept
            if number == options.count // 4:
                quarter = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times.sort()
    print(f"{options.count:,} texts, {len(failed)} exceptions")
    print(f"median {times[len(times) // 2] * 1e3:.2f} ms, p99 {times[len(times) * 99 // 100] * 1e3:.1f} ms, "
          f"worst {times[-1] * 1e3:.0f} ms")  # fmt: skip
    print(f"peak memory {peak / 1024:.0f} MB, {quarter / 1024:.0f} MB after the first quarter")
    for seconds, text in worst:
        print(f"  {seconds * 1e3:6.0f} ms  {len(text):,} characters  {text[:60]!r}")
    for raised, text in failed[:10]:
        print(f"  {raised!r}  {text[:100]!r}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
