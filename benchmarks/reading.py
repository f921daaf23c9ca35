"""How long pasted logs take to read, and whether ten times the log takes ten times as long: ``python -m benchmarks.reading``.

Beside ``KnowledgeBase.answer`` stand two floors, measured on the same text in the same run: every three digits found by one
regular expression, which is the least that anyone looking for statuses does, and hiding secrets, which comes before all reading.
Time alone would praise a reader that gives up early, so the errors that the answer counts stand beside those that the log has.
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

    from kb.model import Answer

SIZES = "0.1,0.3,1"
TEN_TIMES = 12.0
"""What ten times the log may cost at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Median seconds for one log: to answer, to find every three digits, to hide secrets.

    Attributes:
        size: characters.
        errors: lines of the log that tell of an error.
        counted: errors that the answer counts; more than ``errors`` when it takes other lines for errors.
    """

    kind: str
    size: int
    errors: int
    counted: int
    answer: float
    digits: float
    redaction: float


def read(kb: KnowledgeBase, kind: str, size: int, runs: int) -> Reading:
    """Time one log of ``size`` characters, ``runs`` times each way."""
    made = log(kind, size)
    return Reading(
        kind,
        size,
        made.errors,
        counted(kb.answer(made.text)),
        answer=_seconds(lambda: kb.answer(made.text), runs),
        digits=_seconds(lambda: re.findall(r"\d{3}", made.text), runs),
        redaction=_seconds(lambda: redact(made.text), runs),
    )


def counted(answer: Answer) -> int:
    """How many errors an answer tells of, each as often as it was seen."""
    return sum(error.count for error in answer.errors) if answer.errors else int(bool(answer.matches))


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
    yield "| log | MB | errors | counted | answer s | three digits s | redaction s | answer over digits |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
    for one in readings:
        times = f"{one.answer:.3f} | {one.digits:.4f} | {one.redaction:.3f} | {one.answer / one.digits:,.0f}"
        yield f"| {one.kind} | {one.size / 1e6:g} | {one.errors} | {one.counted} | {times} |"
    yield ""
    for kind in dict.fromkeys(one.kind for one in readings):
        some = [one for one in readings if one.kind == kind]
        missed = "" if all(one.counted >= one.errors for one in some) else "; not every error was counted"
        yield f"{kind}: ten times the log takes {growth(some):.1f} times as long (target: at most {TEN_TIMES:g}){missed}"


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
        kb.answer(log("mixed", 5000).text)  # what is set up once is not part of reading
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
