"""Laps: the same questions asked three times over, each timed; and the memory and the cache that go with them."""

from __future__ import annotations

import math
import os
import resource
import statistics
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Times:
    """How long single answers took, in milliseconds."""

    each: tuple[float, ...]

    @property
    def median(self) -> float:
        """The time that half of the answers took at most."""
        return statistics.median(self.each)

    @property
    def p99(self) -> float:
        """The time that 99 of 100 answers took at most (nearest rank)."""
        return sorted(self.each)[math.ceil(0.99 * len(self.each)) - 1]


@dataclass(frozen=True, slots=True)
class Laps:
    """Questions in the order they were asked, and milliseconds for each.

    Attributes:
        first: of the first lap, which finds the caches empty.
        later: of the second lap, then of the third.
    """

    questions: tuple[str, ...]
    first: tuple[float, ...]
    later: tuple[tuple[float, ...], tuple[float, ...]]

    @property
    def cold(self) -> Times:
        """Each question asked once."""
        return Times(self.first)

    @property
    def warm(self) -> Times:
        """Each question asked again, twice."""
        return Times(self.later[0] + self.later[1])

    def start(self, count: int) -> Laps:
        """The same laps as far as the first ``count`` questions."""
        second, third = self.later
        return replace(
            self,
            questions=self.questions[:count],
            first=self.first[:count],
            later=(second[:count], third[:count]),
        )


def run(ask: Callable[[str], object], questions: Sequence[str], seconds: float = math.inf) -> Laps:
    """Ask each question three times, in order.

    Args:
        ask: answers one question.
        questions: at least one.
        seconds: after which the first lap breaks off; the other two ask only what it asked.
    """
    first: list[float] = []
    end = perf_counter() + seconds
    for question in questions:
        first.append(_timed(ask, question))
        if perf_counter() >= end:
            break
    asked = tuple(questions[: len(first)])
    second, third = (tuple(_timed(ask, question) for question in asked) for _ in range(2))
    return Laps(asked, tuple(first), (second, third))


def _timed(ask: Callable[[str], object], question: str) -> float:
    start = perf_counter()
    ask(question)
    return (perf_counter() - start) * 1000


def apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What ``work`` returns in a fresh Python process, which no memory, cache or import of this one makes faster."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return fresh.submit(work, *args, **kwargs).result()


def peak_mb() -> float:
    """The most memory this process has had at once, in MB.

    On Linux a child's ``ru_maxrss`` starts at the peak of its parent; VmHWM is its own.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def drop_from_cache(file: Path) -> None:
    """Let the system forget a file's pages, so that reading it goes to the disk.

    Where it can't be asked to (macOS), and in memory file systems, the file stays where it is.
    """
    if hasattr(os, "posix_fadvise"):
        with file.open("rb") as opened:
            os.fsync(opened.fileno())  # pages that are not yet written are not dropped
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
