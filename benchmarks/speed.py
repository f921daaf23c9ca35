"""How fast questions are answered, as the knowledge base grows, beside peers: ``python -m benchmarks.speed [--write README.md]``.

For each number of entries (our packs, padded with synthetic ones) it builds the file in one process and asks the project's own
questions in another: cold, when the file has been dropped from the system's cache, then warm, twice more. Peers index the same
entries and are asked the same questions in the same way, each in a process of its own; a slow one breaks off after ``--seconds``
a lap and is compared on what it was asked. The files should lie on a disk: in a file system in memory nothing is ever cold.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import report, trial
from benchmarks.laps import apart
from benchmarks.peers import PEERS
from benchmarks.questions import load
from benchmarks.startup import start_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES = "100,10000,100000,1000000"
SEED = 1


def questions(count: int | None = None) -> tuple[str, ...]:
    """The project's own questions in an order that is always the same; the first ``count`` of them, or all."""
    texts = [question.text for question in load()]
    random.Random(SEED).shuffle(texts)  # noqa: S311  an order, not a secret
    return tuple(texts[:count])


def measure_ours(folder: Path, entries: int, asked: Sequence[str]) -> trial.Trial:
    """Build our file in ``folder``, then ask."""
    file = folder / f"kb-{entries}.db"
    built = apart(trial.build_ours, file, entries)
    return trial.Trial("streamerr", entries, built, apart(trial.ask_ours, file, asked))


def measure_peers(folder: Path, entries: int, asked: Sequence[str], seconds: float) -> Iterator[trial.Trial]:
    """Let each peer index the same entries, then ask it for at most ``seconds`` a lap."""
    texts, file = folder / f"texts-{entries}.txt", folder / "peer.db"
    apart(trial.write_texts, texts, entries)
    for name in PEERS:
        _say(f"{entries:,} entries: {name}")
        yield trial.Trial(name, entries, *apart(trial.ask_peer, name, texts, file, asked, seconds))


def measure(options: argparse.Namespace, folder: Path) -> report.Run:
    """Everything, one after the other; says on standard error how far it is."""
    asked = questions(options.questions)
    ours: list[trial.Trial] = []
    peers: list[trial.Trial] = []
    for entries in options.sizes:
        _say(f"{entries:,} entries: streamerr, {len(asked)} questions")
        ours.append(measure_ours(folder, entries, asked))
        if entries <= options.peers_up_to:
            peers += measure_peers(folder, entries, asked, options.seconds)
    _say(f"start-up, {options.starts} times")
    return report.Run(tuple(ours), tuple(peers), start_up(folder / "home", options.starts))


def _say(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


def _sizes(value: str) -> list[int]:
    sizes = sorted({int(size) for size in value.split(",")})
    if sizes[0] < 5:
        raise argparse.ArgumentTypeError("at least 5 entries")
    return sizes


def count(value: str) -> int:
    """A number that an option takes: at least 1."""
    if (number := int(value)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help=f"numbers of entries, default {SIZES}")
    parser.add_argument("--questions", type=count, help="ask so many, default all")
    parser.add_argument("--peers-up-to", type=int, default=100_000, help="entries, default 100000; 0 for no peers")
    parser.add_argument("--seconds", type=float, default=20, help="a peer's longest lap, default 20")
    parser.add_argument("--starts", type=count, default=15, help="start-ups to time, default 15")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the ratios between this file's markers")
    parser.add_argument("--folder", type=Path, help="keep the files here; default a temporary folder")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write if asked to. Exit status 2 when the file has no place for the ratios."""
    options = _options(arguments)
    if options.write:
        try:
            report.place_in(options.write)
        except (report.NoPlaceError, OSError) as error:
            print(error, file=sys.stderr)
            return 2
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        run = measure(options, folder)
    print(report.tables(run))
    if options.write:
        report.write(options.write, report.ratios(run))
    return 0


if __name__ == "__main__":
    sys.exit(main())
