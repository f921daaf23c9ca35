"""Start-up: how long ``streamerr explain 0x8088002A`` takes from its start to its end, and the floor under that.

The command runs as ``python -m bot``, which is what the installed script does, so that nothing needs to be installed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
OURS = (sys.executable, "-m", "bot", "explain", "0x8088002A")
FLOOR = (sys.executable, "-c", "import sqlite_utils")


@dataclass(frozen=True, slots=True)
class Startup:
    """Medians of wall time, in milliseconds, of our command and of ``python -c "import sqlite_utils"``."""

    ours_ms: float
    floor_ms: float

    @property
    def ratio(self) -> float:
        """Ours over the floor."""
        return self.ours_ms / self.floor_ms


def start_up(home: Path, runs: int) -> Startup:
    """Run both ``runs`` times, in turns, once the knowledge base in ``home`` is built and everything is compiled.

    Raises:
        CalledProcessError: one of them failed.
    """
    environ = {**os.environ, "STREAMERR_HOME": str(home), "STREAMERR_PACKS": ""}
    for command in (OURS, FLOOR):
        _milliseconds(command, environ)
    pairs = [(_milliseconds(OURS, environ), _milliseconds(FLOOR, environ)) for _ in range(runs)]
    ours, floor = (statistics.median(times) for times in zip(*pairs, strict=True))
    return Startup(ours, floor)


def _milliseconds(command: tuple[str, ...], environ: dict[str, str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)  # noqa: S603  our own
    return (perf_counter() - start) * 1000
