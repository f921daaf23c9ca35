"""How long pasted logs take to read, and whether ten times the log takes ten times as long: ``python -m benchmarks.reading``.

Beside ``KnowledgeBase.answer`` stand two floors, measured on the same text in the same run: every three digits found by one
regular expression, which is the least that anyone looking for statuses does, and hiding secrets, which comes before all reading.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.logs import LOGS, log
from benchmarks.report import machine
from kb.clean import LONGEST
from kb.knowledge_base import KnowledgeBase
from kb.redact import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SIZES = "0.1,0.3,1"
TEN_TIMES = 12.0
"""What ten times the log may cost at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Median seconds for one log: to answer, to find every three digits, to hide secrets."""

    kind: str
    size: int
    answer: float
    digits: float
    redaction: float


def read(kb: KnowledgeBase, kind: str, size: int, runs: int) -> Reading:
    """Time one log of ``size`` characters, ``runs`` times each way."""
    text = log(kind, size)
    return Reading(
        kind,
        size,
        answer=_seconds(lambda: kb.answer(text), runs),
        digits=_seconds(lambda: re.findall(r"\d{3}", text), runs),
        redaction=_seconds(lambda: redact(text), runs),
    )


def _seconds(work: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return statistics.median(times)


def growth(readings: Sequence[Reading]) -> float:
    """What ten times the log costs, from the smallest and the largest log of a kind: 10.0 is in proportion."""
    small, large = min(readings, key=lambda one: one.size), max(readings, key=lambda one: one.size)
    return 10 * (large.answer / small.answer) / (large.size / small.size)


def lines(readings: Sequence[Reading]) -> Iterator[str]:
    """The table, as Markdown, and for each kind what ten times the log costs."""
    yield "| log | MB | answer s | three digits s | redaction s | answer over digits |"
    yield "| --- | --: | --: | --: | --: | --: |"
    for one in readings:
        times = f"{one.answer:.3f} | {one.digits:.4f} | {one.redaction:.3f} | {one.answer / one.digits:,.0f}"
        yield f"| {one.kind} | {one.size / 1e6:g} | {times} |"
    yield ""
    for kind in dict.fromkeys(one.kind for one in readings):
        cost = growth([one for one in readings if one.kind == kind])
        yield f"{kind}: ten times the log takes {cost:.1f} times as long (target: at most {TEN_TIMES:g})"


def _sizes(value: str) -> list[int]:
    sizes = sorted({round(float(size) * 1e6) for size in value.split(",")})
    if sizes[0] < 1000 or sizes[-1] > LONGEST:
        raise argparse.ArgumentTypeError(f"from 0.001 to {LONGEST / 1e6:g} MB, which is all that is read of a text")
    return sizes


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help=f"of the logs, in MB, default {SIZES}")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts, default 3")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.open(Path(folder) / "kb.db") as kb:
        kb.answer(log("mixed", 5000))  # what is set up once is not part of reading
        readings = []
        for kind in LOGS:
            for size in options.sizes:
                print(f"{kind}, {size / 1e6:g} MB", file=sys.stderr, flush=True)
                readings.append(read(kb, kind, size, options.runs))
    print("\n".join(lines(readings)))
    print(f"\n{machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
