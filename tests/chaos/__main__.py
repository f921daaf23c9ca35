"""All trials at length: ``python -m tests.chaos [--only WORD] [--write README.md]``. Exit status 1 when the promise was broken."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import report
from tests.chaos import table, trials
from tests.chaos.damage import damaged
from tests.chaos.scene import LEASE
from tests.postgres import cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from typing import Any

    from tests.chaos.scene import Finding
    from tests.postgres import Cluster

START, END = "<!-- chaos:start -->", "<!-- chaos:end -->"


def every(pg: Cluster) -> dict[str, Callable[[str], Coroutine[Any, Any, Finding]]]:
    """The trials at length, by name."""
    return {
        "kill -9, SQLite": lambda name: trials.kill_loop(name, 6_000, 200, 30),
        "kill -9, PostgreSQL": lambda name: trials.kill_loop(
            name, 1_500, 40, 20, url=pg.new_database(), cluster=pg, crashes=5
        ),
        "pauses longer than the lease, SQLite": lambda name: trials.pause_loop(name, 1_500, 20, 10),
        "pauses longer than the lease, PostgreSQL": lambda name: trials.pause_loop(
            name, 1_500, 20, 10, url=pg.new_database()
        ),
        "outage longer than Slack tries": lambda name: trials.outage(name, 400),
        "Slack takes nothing": lambda name: trials.storm(name, 500, 50, 10),
        "lock held 5 s": lambda name: trials.locked(name, 500, 60, 5),
        "disk full 5 s": lambda name: trials.full(name, 500, 60, 5),
        "kill -9 over HTTP": lambda name: trials.over_http(name, 500, 20, 10),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Try, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="WORD", help="only trials with that in their name")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between this file's markers")
    options = parser.parse_args(arguments)
    if options.write:
        try:
            report.place_in(options.write, START, END)
        except (report.NoPlaceError, OSError) as error:
            print(error, file=sys.stderr)
            return 2
    for loud in (
        "aiohttp.server",
        "bot",
    ):  # that clients are killed in their calls, and disks are full, is on purpose here
        logging.getLogger(loud).setLevel(logging.CRITICAL)
    found = []
    with cluster() as pg:
        for name, trial in every(pg).items():
            if options.only in name:
                print(f"{name} ...", file=sys.stderr, flush=True)
                found.append(asyncio.run(trial(name)))
    broken = damaged(200)
    told = [
        table.findings(found),
        table.takeover(found, LEASE),
        table.damage(broken),
        f"Measured on {report.machine()}.",
    ]
    print("\n\n".join(told))
    if options.write:
        report.write(options.write, "\n\n".join(told), START, END)
    wrong = [fault for one in found for fault in table.faults(one)]
    print("\n".join(wrong), file=sys.stderr)
    return int(bool(wrong) or broken.right < broken.times)


if __name__ == "__main__":
    sys.exit(main())
