"""What a run of the benchmark says: tables for the one who ran it, ratios and their targets for the README."""

from __future__ import annotations

import datetime
import os
import platform
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.startup import Startup
    from benchmarks.trial import Trial

START, END = "<!-- speed:start -->", "<!-- speed:end -->"
TYPICAL, GROWN_FROM = 100_000, 10_000
"""Entries that answers are judged at, and entries that growth is counted from."""


class NoPlaceError(Exception):
    """A file has no place for the ratios; the message names the file and the markers."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything measured in one run: ours and the peers by rising number of entries, and the start-up."""

    ours: tuple[Trial, ...]
    peers: tuple[Trial, ...]
    startup: Startup | None = None

    def ours_at(self, entries: int) -> Trial:
        """Our trial with that many entries, or with the most there was below; else the smallest."""
        return next((trial for trial in reversed(self.ours) if trial.entries <= entries), self.ours[0])

    def ratio(self, peer: Trial) -> float:
        """A peer's warm median over ours, of the questions that both were asked."""
        count = len(peer.asked.laps.questions)
        return peer.asked.laps.warm.median / self.ours_at(peer.entries).asked.laps.start(count).warm.median


def machine() -> str:
    """The machine and what runs on it, and the day."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()} {platform.system()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {datetime.datetime.now(datetime.UTC):%Y-%m-%d}"
    )


def tables(run: Run) -> str:
    """Everything measured, as Markdown."""
    names = ["build s", "file MB", "build RSS MB", "open ms", "questions"]
    names += ["cold ms", "cold p99", "warm ms", "warm p99", "RSS MB", "times ours"]
    everything = table(("entries", "what", *names), (_trial_row(run, trial) for trial in (*run.ours, *run.peers)))
    judged = table(("measured", "value", "target"), [*latencies(run), *costs(run)])
    return f"{everything}\n\n{judged}\n\n{machine()}"


def ratios(run: Run) -> str:
    """The table for the README: our speed as ratios, and what building, memory and start-up come to on this machine."""
    sizes = sorted({peer.entries for peer in run.peers})
    lines = {peer.name: {p.entries: p for p in run.peers if p.name == peer.name} for peer in run.peers}
    rows = [(name, *(_ratio(run.ratio(found[size])) for size in sizes)) for name, found in lines.items()]
    head = ("median time over ours", *(f"{size:,} entries" for size in sizes))
    parts = [table(head, rows)] if rows else []
    return "\n\n".join([*parts, table(("measured", "value", "target"), costs(run)), f"Measured on {machine()}."])


def latencies(run: Run) -> list[tuple[str, str, str]]:
    """Warm answers at a typical size: name, value, target."""
    typical = run.ours_at(TYPICAL)
    warm = typical.asked.laps.warm
    return [
        (f"median, {typical.entries:,} entries", f"{figure(warm.median)} ms", "at most 1 ms"),
        (f"p99, {typical.entries:,} entries", f"{figure(warm.p99)} ms", "at most 5 ms"),
    ]


def costs(run: Run) -> list[tuple[str, str, str]]:
    """Growth, distance to scanning, building, memory and start-up: name, value, target."""
    largest, small = run.ours[-1], run.ours_at(GROWN_FROM)
    rows: list[tuple[str, str, str]] = []
    if small is not largest:
        growth = largest.asked.laps.warm.median / small.asked.laps.warm.median
        rows.append((f"median, {largest.entries:,} entries over {small.entries:,}", f"{growth:.2f}", "below 2"))
    if scans := [peer for peer in run.peers if "rapidfuzz" in peer.name]:
        most = scans[-1].entries
        least = min(run.ratio(scan) for scan in scans if scan.entries == most)
        rows.append((f"the faster rapidfuzz scan over ours, {most:,} entries", _ratio(least), "at least 100"))
    size = f"{largest.entries:,} entries"
    rows += [
        (f"build, {size}", f"{figure(largest.built.seconds)} s", "below 5 min"),
        (f"peak memory of the build, {size}", f"{largest.built.peak_mb:,.0f} MB", "below 500 MB"),
        (f"peak memory of answering, {size}", f"{largest.asked.peak_mb:,.0f} MB", "below 500 MB"),
    ]
    if run.startup:
        rows += [
            ("`streamerr explain 0x8088002A`, from start to end", f"{run.startup.ours_ms:.0f} ms", "at most 300 ms"),
            ('the same over `python -c "import sqlite_utils"`', f"{run.startup.ratio:.2f}", ""),
        ]
    return rows


def place_in(file: Path, start: str = START, end: str = END) -> tuple[str, str]:
    """The text of a file up to its place between two markers, and from there.

    Raises:
        NoPlaceError: the markers are not there, or not once and in order.
        OSError: the file can't be read.
    """
    text = file.read_text(encoding="utf-8")
    before, found, rest = text.partition(start)
    _, ended, after = rest.partition(end)
    if not found or not ended or start in rest or end in before + after:
        raise NoPlaceError(f"{file}: needs one line {start} and after it one line {end}")
    return f"{before}{start}\n", f"\n{end}{after}"


def write(file: Path, content: str, start: str = START, end: str = END) -> None:
    """Put ``content`` between two markers of a file, in place of what stood there."""
    before, after = place_in(file, start, end)
    file.write_text(f"{before}{content}{after}", encoding="utf-8")


def _trial_row(run: Run, trial: Trial) -> Iterator[str]:
    built, asked = trial.built, trial.asked
    cold, warm = asked.laps.cold, asked.laps.warm
    yield from (f"{trial.entries:,}", trial.name)
    yield from (figure(built.seconds), f"{built.file_mb:,.1f}", f"{built.peak_mb:,.0f}", figure(asked.open_ms))
    yield str(len(asked.laps.questions))
    yield from map(figure, (cold.median, cold.p99, warm.median, warm.p99))
    yield from (f"{asked.peak_mb:,.0f}", _ratio(run.ratio(trial)))


def figure(value: float) -> str:
    """Three figures that tell something: 0.123, 1.23, 12.3, 1,234."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _ratio(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def table(head: Sequence[str], rows: Iterator[Iterator[str]] | Sequence[Sequence[str]]) -> str:
    """A Markdown table, numbers on the right."""
    lines = [head, ("---", *["--:"] * (len(head) - 1)), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
