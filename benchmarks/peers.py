"""Peers: what else one could search the same entries with. Each indexes one text per entry and returns entry numbers, best first."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from kb.model import Entry, System

    Ask = Callable[[str], list[int]]

BEST = 5


class Peer(Protocol):
    """One way to search."""

    def index(self, texts: Iterable[str], file: Path) -> None:
        """Take in the texts, numbered from 0; ``file`` is for peers that keep them on disk."""

    def open(self) -> AbstractContextManager[Ask]:
        """What answers a question with the numbers of the best texts, at most ``BEST``."""


def text_of(entry: Entry, system: System) -> str:
    """An entry as one line: system, code, symbol, title, messages and what people say."""
    causes = [text for cause in entry.causes for text in (*cause.messages, *cause.says)]
    parts = (system.name, entry.code, entry.symbol, entry.title, *entry.messages, *entry.says, *causes)
    return " ".join(" ".join(parts).split())


class Scan:
    """``rapidfuzz.process.extract``: a score for every text, every time. Texts are folded once, as its manual advises."""

    def __init__(self, scorer: str) -> None:
        self._scorer = scorer
        self._texts: list[str] = []

    def index(self, texts: Iterable[str], file: Path) -> None:  # noqa: ARG002  see Peer
        """Fold the texts."""
        from rapidfuzz.utils import default_process

        self._texts = [default_process(text) for text in texts]

    @contextmanager
    def open(self) -> Iterator[Ask]:
        """Score all, keep the best."""
        from rapidfuzz import fuzz, process
        from rapidfuzz.utils import default_process

        scorer = getattr(fuzz, self._scorer)

        def ask(question: str) -> list[int]:
            found = process.extract(default_process(question), self._texts, scorer=scorer, processor=None, limit=BEST)
            return [number for _, _, number in found]

        yield ask


class FullText:
    """SQLite's FTS5 alone: the words of the question joined by OR, ranked by its BM25."""

    def __init__(self, tokenizer: str) -> None:
        self._tokenizer = tokenizer
        self._file: Path | None = None

    def index(self, texts: Iterable[str], file: Path) -> None:
        """Write the table to ``file``."""
        file.unlink(missing_ok=True)
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("pragma synchronous = off")
            db.execute(f"create virtual table texts using fts5(text, tokenize = '{self._tokenizer}')")
            db.executemany("insert into texts (rowid, text) values (?, ?)", enumerate(texts))
            db.execute("insert into texts (texts) values ('optimize')")
        self._file = file

    @contextmanager
    def open(self) -> Iterator[Ask]:
        """Open the file, read only."""
        assert self._file, "index comes first"
        address = f"{self._file.absolute().as_uri()}?mode=ro&immutable=1"
        query = f"select rowid from texts where texts match ? order by rank limit {BEST}"  # noqa: S608  a constant
        with closing(sqlite3.connect(address, uri=True)) as db:

            def ask(question: str) -> list[int]:
                words = dict.fromkeys(re.findall(r"\w+", question.casefold()))
                return [number for (number,) in db.execute(query, [" OR ".join(f'"{word}"' for word in words) or '""'])]

            yield ask


class Bm25:
    """bm25s: BM25 scores computed while indexing, summed with numpy when asked. Its own tokenizer, with English stop words."""

    def __init__(self) -> None:
        self._index: Any = None

    def index(self, texts: Iterable[str], file: Path) -> None:  # noqa: ARG002  see Peer
        """Compute the scores."""
        import bm25s

        self._index = bm25s.BM25()
        self._index.index(bm25s.tokenize([*texts], show_progress=False), show_progress=False)

    @contextmanager
    def open(self) -> Iterator[Ask]:
        """Answer from memory."""
        import bm25s

        def ask(question: str) -> list[int]:
            words = bm25s.tokenize([question], return_ids=False, show_progress=False)
            found = self._index.retrieve(words, k=BEST, show_progress=False, return_as="documents")
            return [int(number) for number in found[0]]

        yield ask


PEERS: dict[str, Callable[[], Peer]] = {
    "rapidfuzz WRatio": lambda: Scan("WRatio"),
    "rapidfuzz token_set_ratio": lambda: Scan("token_set_ratio"),
    "FTS5 unicode61": lambda: FullText("unicode61"),
    "FTS5 trigram": lambda: FullText("trigram"),
    "bm25s": Bm25,
}
