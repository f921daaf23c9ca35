"""A long, even load, and what it does to the memory of the bot: ``python -m tests.chaos.soak [--minutes 60] [--rate 10]``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from benchmarks import report
from tests.chaos.scene import scene, talk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.chaos.scene import Finding, Scene

SAMPLES = 120
"""How often the memory is looked at."""
MOST_MB = 10.0


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of it: the finding, and the bot's resident memory over time, in MB."""

    finding: Finding
    memory: tuple[float, ...]

    @property
    def growth(self) -> float:
        """MB by which the last tenth is larger than the tenth after the warm-up, each by its median."""
        tenth = max(1, len(self.memory) // 10)
        begin, end = sorted(self.memory[tenth : 2 * tenth]), sorted(self.memory[-tenth:])
        return end[len(end) // 2] - begin[len(begin) // 2]


async def soak(messages: int, rate: float) -> Soaked:
    """Let the crowd talk to one bot for ``messages / rate`` seconds, and look at its memory meanwhile."""
    memory: list[float] = []

    async def watch(here: Scene) -> None:
        process = psutil.Process(here.replicas[0].pid)
        for _ in range(SAMPLES):
            await asyncio.sleep(messages / rate / SAMPLES)
            memory.append(process.memory_info().rss / 1e6)

    async with scene("soak", replicas=1) as here:
        await talk(here, messages, rate, [watch])
    return Soaked(here.finding, tuple(memory))


def told(soaked: Soaked, minutes: float, rate: float) -> str:
    """What came of it, in a sentence or two."""
    outcome, memory = soaked.finding.outcome, soaked.memory
    return (
        f"{minutes:g} minutes at {rate:g} messages a second: {outcome.asked:,} to answer, {len(outcome.lost)} lost,"
        f" {len(outcome.twice)} twice; memory {memory[len(memory) // 10]:.0f} MB after a tenth of the time,"
        f" {memory[-1]:.0f} MB at the end, grown by {soaked.growth:.1f} MB. Measured on {report.machine()}."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Soak, and say what came of it. Exit status 1 when the memory grew by more than 10 MB, or the promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60, help="how long, default 60")
    parser.add_argument("--rate", type=float, default=10, help="messages a second, default 10")
    options = parser.parse_args(arguments)
    soaked = asyncio.run(soak(round(options.minutes * 60 * options.rate), options.rate))
    print(told(soaked, options.minutes, options.rate))
    broken = soaked.finding.outcome.lost or soaked.finding.outcome.twice
    return int(bool(broken) or soaked.growth > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
