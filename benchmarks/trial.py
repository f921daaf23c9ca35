"""Trials: what one process does to be measured. Each runs in a process of its own, and returns what it found."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks import laps
from benchmarks.padding import filled
from benchmarks.peers import PEERS, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kb.model import Pack


@dataclass(frozen=True, slots=True)
class Built:
    """What it took to get ready.

    Attributes:
        seconds: from entries to something that can be asked.
        file_mb: size of the file; 0 for what is kept in memory.
        peak_mb: memory of the process.
    """

    seconds: float
    file_mb: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What it took to answer: milliseconds to open, the laps, and the memory of the process."""

    open_ms: float
    laps: laps.Laps
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to answer, over one number of entries."""

    name: str
    entries: int
    built: Built
    asked: Asked


def build_ours(file: Path, entries: int) -> Built:
    """Build the knowledge base of that many entries. The time it takes to make the padding up is not counted."""
    from kb.build import build
    from kb.pack import PACKS, read_packs

    start = perf_counter()
    source = _Making(filled(read_packs([PACKS]), entries))
    build(file, source, f"padded to {entries}")
    return Built(perf_counter() - start - source.seconds, file.stat().st_size / 1e6, laps.peak_mb())


class _Making:
    """Packs that are made while they are read, and the seconds that took."""

    def __init__(self, packs: Iterator[Pack]) -> None:
        self._packs = packs
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Pack]:
        while True:
            start = perf_counter()
            pack = next(self._packs, None)
            self.seconds += perf_counter() - start
            if pack is None:
                return
            yield pack


def ask_ours(file: Path, questions: Sequence[str]) -> Asked:
    """Open a knowledge base that is not in the system's cache, and ask."""
    from kb.knowledge_base import KnowledgeBase
    from kb.store import Store

    laps.drop_from_cache(file)
    start = perf_counter()
    with KnowledgeBase(Store(file)) as kb:
        open_ms = (perf_counter() - start) * 1000
        return Asked(open_ms, laps.run(kb.answer, questions), laps.peak_mb())


def write_texts(texts: Path, entries: int) -> None:
    """Write the same entries for the peers, a line each."""
    from kb.pack import PACKS, read_packs

    with texts.open("w", encoding="utf-8") as out:
        for pack in filled(read_packs([PACKS]), entries):
            out.writelines(f"{text_of(entry, pack.system)}\n" for entry in pack.entries)


def ask_peer(name: str, texts: Path, file: Path, questions: Sequence[str], seconds: float) -> tuple[Built, Asked]:
    """Index the lines of ``texts`` and ask, as ours is asked; a peer that keeps a file gets ``file``."""
    peer = PEERS[name]()
    file.unlink(missing_ok=True)
    with texts.open(encoding="utf-8") as lines:
        start = perf_counter()
        peer.index((line.rstrip("\n") for line in lines), file)
        indexed = perf_counter() - start
    built = Built(indexed, file.stat().st_size / 1e6 if file.exists() else 0.0, laps.peak_mb())
    if file.exists():
        laps.drop_from_cache(file)
    start = perf_counter()
    with peer.open() as ask:
        open_ms = (perf_counter() - start) * 1000
        return built, Asked(open_ms, laps.run(ask, questions, seconds), laps.peak_mb())
