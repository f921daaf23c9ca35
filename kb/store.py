"""The knowledge base file: there, whole and up to date when it is opened; then read, never written.

Beside ``kb.db`` lies ``kb.db.sum``: the fingerprint of what it was built from and the SHA-256 of what was written. A file
whose sum differs is damaged, one whose fingerprint differs is out of date; both are built again. (SQLite's own
``quick_check`` misses a good part of random damage.)
"""

from __future__ import annotations

import glob
import hashlib
import json
import math
import sqlite3
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kb import pack
from kb.model import Cause, Entry, Sign, Source, System

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

LOCK_SECONDS = 600
MAPPED_BYTES = 128 << 20
KEPT_WEIGHTS = 8_000
KEPT_ENTRIES = 2_000


def fingerprint(folders: Iterable[Path]) -> str:
    """A digest of what the file is made from: the packs in the folders, and the code that makes it."""
    digest = hashlib.sha256(pack.fingerprint(folders).encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def ensure(path: Path, folders: Sequence[Path] = (), progress: Callable[[str], None] | None = None) -> str:
    """See to it that ``path`` is the knowledge base of our packs and those in ``folders``; return its revision.

    It is built when it is missing, damaged or out of date. Of several processes that start at once, one builds.

    Raises:
        PackError: a pack is at fault; it says which, where and why.
        OSError: the folder cannot be written to.
    """
    sources = (pack.PACKS, *folders)
    wanted = fingerprint(sources)
    if _whole(path, wanted):
        return wanted[:12]
    from filelock import FileLock

    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock", timeout=LOCK_SECONDS):
        if not _whole(path, wanted):
            for left in path.parent.glob(f"{path.name}.*.new"):  # by a build that was killed
                left.unlink(missing_ok=True)
            from kb.build import build

            (progress or (lambda _: None))("building the knowledge base")
            for left_over in path.parent.glob(f"{glob.escape(path.name)}.*.new"):  # by a build that was killed
                left_over.unlink()
            build(path, pack.read_packs(sources), wanted[:12], progress)
            seal(path, wanted)
    return wanted[:12]


def seal(path: Path, wanted: str) -> None:
    """Write down beside the file what it was built from and what it must hash to."""
    fresh = path.with_name(f"{path.name}.sum.new")
    fresh.write_text(json.dumps({"fingerprint": wanted, "sha256": _sha256(path)}))
    fresh.replace(path.with_name(f"{path.name}.sum"))


def _whole(path: Path, wanted: str) -> bool:
    try:
        kept = json.loads(path.with_name(f"{path.name}.sum").read_bytes())
        return bool(kept == {"fingerprint": wanted, "sha256": _sha256(path)})
    except (OSError, ValueError, RecursionError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Code:
    """One identifier found: which entry of which system it names, its kind, and how the pack writes it."""

    key: str
    system: str
    kind: str
    entry: int
    written: str


@dataclass(frozen=True, slots=True)
class StatusOf:
    """What a system has under an HTTP status: how many entries, and the one that speaks for the status as such."""

    system: str
    entry: int
    entries: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """One text of an entry, as its terms; ``cause`` is the cause it belongs to, or None."""

    id: int
    entry: int
    cause: int | None
    kind: str
    text: str
    terms: tuple[str, ...]


class Store:
    """An open knowledge base file. Safe to use from several threads, which take turns.

    They share one connection, for the file may be replaced while it is open: a thread that came later would read another
    one. (With a connection each they would not be faster, since Python lets them run one at a time.)

    Args:
        path: a file that ``ensure`` saw to, or that ``kb.build`` wrote.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # The file is replaced, never changed, so SQLite needs neither locks nor checks for writers.
        uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=512)
        self._connection.execute(f"pragma mmap_size = {MAPPED_BYTES}")
        self._turn = threading.Lock()
        about = dict(self._rows("select key, value from about"))
        self.revision: str = about["revision"]
        self.phrase_count = int(about["phrases"])
        self._weights: dict[str, float] = {}
        self.entry = lru_cache(maxsize=KEPT_ENTRIES)(self._entry)
        self._systems: dict[str, System] = {}
        self._signs: Mapping[str, list[tuple[Sign, str]]] | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with self._turn:
            return self._connection.execute(query, values).fetchall()

    def codes(self, keys: Collection[str]) -> list[Code]:
        """Everything that goes by one of these keys (see ``kb.build.code_keys``), at most 200."""
        where, values = _among("key", keys)
        rows = self._rows(f"select key, system, kind, entry, written from codes where {where} limit 200", values)
        return [Code(*row) for row in rows]

    def systems_near(self, canonical: str) -> list[str]:
        """The systems that have HRESULTs with the same upper half as this one."""
        first = canonical[:6]
        query = "select distinct system from (select system from codes where key between ? and ? limit 5000)"
        return [row[0] for row in self._rows(query, (f"{first}0000", f"{first}FFFF"))]

    def names(self, keys: Collection[str]) -> list[tuple[str, str]]:
        """Which of these squashed names are a system's: pairs of name and system."""
        where, values = _among("key", keys)
        return self._rows(f"select key, system from names where {where} limit 200", values)

    def labels(self, keys: Collection[str]) -> list[tuple[str, str, str]]:
        """Which of these squashed names are labels of codes: (squashed, system, as written)."""
        where, values = _among("key", keys)
        return self._rows(f"select key, system, label from labels where {where} limit 50", values)

    def labels_of(self, systems: Collection[str]) -> list[tuple[str, str, str]]:
        """The labels under which these systems number their codes: (squashed, system, as written)."""
        where, values = _among("system", systems)
        return self._rows(f"select key, system, label from labels where {where}", values)

    def with_status(self, status: int, systems: Collection[str] = (), limit: int = 12) -> list[StatusOf]:
        """The systems that have this HTTP status, in the order of the packs."""
        where, values = _among("system", systems) if systems else ("true", [])
        rows = self._rows(
            f"select system, entry, entries from statuses where status = ? and {where} order by entry limit {limit}",
            [status, *values],
        )
        return [StatusOf(*row) for row in rows]

    def entries_with_status(self, system: str, status: int, limit: int = 100) -> list[int]:
        """The entries of one system with this HTTP status."""
        query = f"select id from entries where system = ? and status = ? order by id limit {limit}"
        return [row[0] for row in self._rows(query, (system, status))]

    def entries_of(self, system: str, limit: int = -1) -> list[int]:
        """The entries of a system, in the order of its pack."""
        return [
            row[0] for row in self._rows("select id from entries where system = ? order by id limit ?", (system, limit))
        ]

    def counts(self, terms: Collection[str]) -> dict[str, int]:
        """In how many phrases each of these terms stands; a term that no phrase has is left out."""
        where, values = _among("term", terms)
        return dict(self._rows(f"select term, phrases from terms where {where}", values))

    def weight_of(self, count: int) -> float:
        """What a term tells that stands in ``count`` phrases: 1 when nobody uses it, towards 0 when everybody does."""
        total = self.phrase_count + 1
        return math.log1p(total / (count + 0.5)) / math.log1p(total / 0.5)

    def weights(self, terms: Collection[str]) -> Mapping[str, float]:
        """What each of these terms tells. Kept, up to a bound, since the same words come again."""
        kept = self._weights
        if missing := [term for term in terms if term not in kept]:
            if len(kept) > KEPT_WEIGHTS:
                kept = {term: kept[term] for term in terms if term in kept}
            counts = self.counts(missing)
            kept |= {term: self.weight_of(counts.get(term, 0)) for term in missing}
            self._weights = kept
        return kept

    def spelled_like(self, deletions: Collection[str]) -> dict[str, int]:
        """Words that share one of these deletions (see ``kb.build.deletions``), with how often they are used."""
        where, values = _among("deletion", deletions)
        return dict(self._rows(f"select distinct word, often from spellings where {where} limit 500", values))

    def compounds(self, joined: Collection[str]) -> dict[str, str]:
        """Which of these words are CamelCase names typed in lower case, with the words they are made of."""
        where, values = _among("word", joined)
        return dict(self._rows(f"select word, parts from compounds where {where}", values))

    def phrases_matching(self, query: str, limit: int) -> list[int]:
        """Ids of phrases that an FTS5 query finds, at most ``limit``, in the order of the packs."""
        rows = self._rows(f"select rowid from phrases_fts where phrases_fts match ? limit {limit}", (query,))
        return [row[0] for row in rows]

    def phrases(self, ids: Collection[int]) -> list[Phrase]:
        """Phrases by id."""
        where, values = _among("id", ids)
        query = f"select id, entry, cause, kind, text, terms from phrases where {where}"
        return [_phrase(*row) for row in self._rows(query, values)]

    def phrases_of(self, entries: Collection[int]) -> list[Phrase]:
        """All phrases of these entries, in order."""
        where, values = _among("entry", entries)
        query = f"select id, entry, cause, kind, text, terms from phrases where {where} order by id"
        return [_phrase(*row) for row in self._rows(query, values)]

    def _entry(self, number: int) -> Entry:
        """One entry, whole."""
        causes = tuple(
            Cause(reason, fix, tuple(json.loads(says)), tuple(json.loads(messages)), bool(ours))
            for reason, fix, says, messages, ours in self._rows(
                "select reason, fix, says, messages, ours from causes where entry = ? order by n", (number,)
            )
        )
        row = self._rows("select * from entries where id = ?", (number,))[0]
        (_, system, code, symbol, status, title, meaning, retry, owner, first_check, layer) = row[:11]
        messages, says, raised_by, see = (tuple(json.loads(value)) for value in row[11:15])
        return Entry(
            system=system, code=code, symbol=symbol, status=status, title=title, meaning=meaning, retry=retry, owner=owner,
            first_check=first_check, layer=layer, messages=messages, says=says, raised_by=raised_by, see=see,
            source=Source(row[15], row[16], tuple(json.loads(row[17]))), causes=causes,
        )  # fmt: skip

    def system(self, name: str) -> System:
        """One system, with what it is called and what betrays it."""
        if name not in self._systems:
            query = "select name, vendor, layer, docs, lifecycle from systems where id = ?"
            called, vendor, layer, docs, lifecycle = self._rows(query, (name,))[0]
            aliases = tuple(r[0] for r in self._rows("select name from names where system = ?", (name,)))
            signs = tuple(sign for some in self.signs().values() for sign, owner in some if owner == name)
            self._systems[name] = System(name, called, vendor, layer, docs, lifecycle, aliases, signs)
        return self._systems[name]

    def system_ids(self) -> list[str]:
        """All systems, in the order of the packs."""
        return [row[0] for row in self._rows("select id from systems order by rowid")]

    def signs(self) -> Mapping[str, list[tuple[Sign, str]]]:
        """Every sign by its kind, with the system it betrays."""
        if self._signs is None:
            signs: dict[str, list[tuple[Sign, str]]] = {}
            for kind, value, proof, system in self._rows("select kind, value, proof, system from signs"):
                signs.setdefault(kind, []).append((Sign(kind, value, bool(proof)), system))
            self._signs = signs
        return self._signs


def _phrase(number: int, entry: int, cause: int | None, kind: str, text: str, terms: str) -> Phrase:
    return Phrase(number, entry, cause, kind, text, tuple(terms.split()))


def _among(column: str, values: Collection[object]) -> tuple[str, list[object]]:
    """``column in (...)`` for these values, padded with NULL to a power of two so that few statements are prepared."""
    size = 1 << max(0, len(values) - 1).bit_length()
    return f"{column} in ({','.join('?' * size)})", [*values, *[None] * (size - len(values))]
