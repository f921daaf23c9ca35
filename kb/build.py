"""Writes the knowledge base: packs in, one SQLite file out, laid out so that a person can read it.

The file is made beside its place in one transaction and renamed into it, so a reader sees the old one or the new one,
never half of one. Nothing here is migrated: a file of another shape is thrown away and built again.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from kb import codes, words
from kb.trade import FILLERS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import sqlite_utils

    from kb.model import Entry, Pack, System

BATCH = 5_000
SPELLED_WORDS = 100_000
"""The most frequent words that a misspelling is corrected to; a vocabulary beyond that is names, which nobody guesses."""

LABELLED = re.compile(r"(?P<label>[A-Za-z][A-Za-z-]{2,30}) (?P<number>\d{1,9})")
"""A code that is a number under a label: ``X-Err-Code 2000``."""

TABLES: dict[str, dict[str, Any]] = {
    "systems": {
        "columns": {"id": str, "name": str, "vendor": str, "layer": str, "lifecycle": str, "docs": str, "entries": int},
        "pk": "id",
    },
    "names": {"columns": {"key": str, "system": str, "name": str}, "pk": ("key", "system")},
    "signs": {"columns": {"kind": str, "value": str, "system": str, "proof": int}},
    "labels": {"columns": {"key": str, "system": str, "label": str}, "pk": ("key", "system")},
    "entries": {
        "columns": {
            "id": int, "system": str, "code": str, "symbol": str, "status": int, "title": str, "meaning": str,
            "retry": str, "owner": str, "first_check": str, "layer": str, "messages": str, "says": str,
            "raised_by": str, "links": str, "document": str, "checked": str, "ours": str,
        },
        "pk": "id",
    },
    "causes": {
        "columns": {"entry": int, "n": int, "reason": str, "fix": str, "says": str, "messages": str, "ours": int},
        "pk": ("entry", "n"),
    },
    "codes": {"columns": {"key": str, "system": str, "kind": str, "entry": int, "written": str}},
    "statuses": {"columns": {"status": int, "system": str, "entry": int, "entries": int}, "pk": ("status", "system")},
    "phrases": {
        "columns": {"id": int, "entry": int, "cause": int, "kind": str, "text": str, "scope": str, "terms": str},
        "pk": "id",
    },
    "terms": {"columns": {"term": str, "phrases": int}, "pk": "term"},
    "compounds": {"columns": {"word": str, "parts": str}, "pk": "word"},
    "spellings": {"columns": {"deletion": str, "word": str, "often": int}},
    "about": {"columns": {"key": str, "value": str}, "pk": "key"},
}  # fmt: skip

VIEWS = {
    "errors": (
        "select s.name as system, e.code, e.symbol, e.status, e.title, e.meaning, c.reason as first_cause, c.fix as first_fix,"
        " e.retry, e.owner, e.first_check, s.lifecycle from entries e join systems s on s.id = e.system"
        " left join causes c on c.entry = e.id and c.n = 0"
    ),
    "fixes": (
        "select e.system, e.code, e.title, c.n, c.reason, c.fix from causes c join entries e on e.id = c.entry"
        " order by e.system, e.code, c.n"
    ),
}


def build(path: Path, packs: Iterable[Pack], revision: str, progress: Callable[[str], None] | None = None) -> None:
    """Write the knowledge base of ``packs`` to ``path``, which it replaces in one step.

    Args:
        path: the file; its folder exists.
        packs: one per system; they may be made while they are read, so a million entries need not stand in memory.
        revision: what the file says of itself in ``about``.
        progress: told now and then how far it is, in words.
    """
    import sqlite_utils

    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        with closing(sqlite_utils.Database(fresh)) as db:
            _write(db, packs, revision, progress or (lambda _: None))
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _write(db: sqlite_utils.Database, packs: Iterable[Pack], revision: str, progress: Callable[[str], None]) -> None:
    db.execute("pragma journal_mode = off")  # when anything goes wrong the file is thrown away
    db.execute("pragma synchronous = off")
    with db.atomic():
        for name, table in TABLES.items():
            db.table(name).create(**table)
        writer = _Writer(db.conn, progress)
        for pack in packs:
            writer.add(pack)
        progress(f"{writer.entries:,} entries written, indexing")
        writer.finish(revision)
        db.table("codes").create_index(["key", "system"])
        db.table("entries").create_index(["system", "code"])
        db.table("entries").create_index(["system", "status"])
        db.table("phrases").create_index(["entry"])
        db.table("spellings").create_index(["deletion"])
        db.table("phrases").enable_fts(["scope", "terms"], tokenize="porter unicode61")
        for name, query in VIEWS.items():
            db.create_view(name, query)


@dataclass(slots=True)
class _Writer:
    """Turns packs into rows, a batch of entries at a time, and counts words on the way.

    Rows go in through the bare connection: sqlite-utils looks at each row before it inserts it, which takes three
    times as long at a million entries.
    """

    connection: sqlite3.Connection
    progress: Callable[[str], None]
    entries: int = 0
    phrases: int = 0
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {name: [] for name in TABLES})
    terms: Counter[str] = field(default_factory=Counter)
    surface: Counter[str] = field(default_factory=Counter)
    compounds: dict[str, str] = field(default_factory=dict)

    def add(self, pack: Pack) -> None:
        system = pack.system
        names = {words.squash(name): name for name in (system.name, system.id, *system.aliases)}
        self._put(
            "systems",
            system.id,
            system.name,
            system.vendor,
            system.layer,
            system.lifecycle,
            system.docs,
            len(pack.entries),
        )
        for key, name in names.items():
            self._put("names", key, system.id, name)
            self.surface.update(dict.fromkeys(words.split(name), SPELLED_WORDS))  # names are always worth correcting to
        for sign in system.signs:
            self._put("signs", sign.kind, sign.value, system.id, int(sign.proof))
        own = _own_terms(system)
        statuses: dict[int, list[tuple[int, Entry]]] = {}
        labels: dict[str, str] = {}
        for entry in pack.entries:
            self._entry(entry, own)
            if entry.status:
                statuses.setdefault(entry.status, []).append((self.entries, entry))
            if match := LABELLED.fullmatch(entry.code):
                labels[words.squash(match["label"])] = match["label"]
            if self.entries % BATCH == 0:
                self._flush()
        for status, found in statuses.items():
            plain = [number for number, entry in found if entry.code == str(status)]
            self._put(
                "statuses", status, system.id, (plain or [number for number, _ in found])[0], len(plain) or len(found)
            )
        for key, label in labels.items():
            self._put("labels", key, system.id, label)

    def finish(self, revision: str) -> None:
        about = {"revision": revision, "entries": self.entries, "phrases": self.phrases}
        self.rows["about"] += [(key, str(value)) for key, value in about.items()]
        self._flush()
        self._insert("terms", self.terms.items())
        self._insert("compounds", self.compounds.items())
        self.surface.update(dict.fromkeys(chain(self.compounds, sorted(FILLERS)), SPELLED_WORDS))
        spelled = [(word, often) for word, often in self.surface.most_common() if spellable(word)][:SPELLED_WORDS]
        self._insert(
            "spellings", ((deletion, word, often) for word, often in spelled for deletion in sorted(deletions(word)))
        )

    def _entry(self, entry: Entry, own: frozenset[tuple[str, ...]]) -> None:
        self.entries += 1
        number = self.entries
        self._put(
            "entries", number, entry.system, entry.code, entry.symbol, entry.status, entry.title, entry.meaning, entry.retry,
            entry.owner, entry.first_check, entry.layer, _json(entry.messages), _json(entry.says), _json(entry.raised_by),
            _json(entry.see), entry.source.document, entry.source.checked, _json(entry.source.ours),
        )  # fmt: skip
        for n, cause in enumerate(entry.causes):
            self._put(
                "causes", number, n, cause.when, cause.fix, _json(cause.says), _json(cause.messages), int(cause.ours)
            )
        for kind, key, written in code_keys(entry):
            self._put("codes", key, entry.system, kind, number, written)
        scope = f"{words.squash(entry.system)} s{entry.status}" if entry.status else words.squash(entry.system)
        for cause_number, kind, text in _phrases(entry):
            spoken = words.literal_words(text)
            found = words.without(words.terms(spoken), own)
            if found:
                self.phrases += 1
                self.terms.update(dict.fromkeys(found, 1))
                self._put("phrases", self.phrases, number, cause_number, kind, text, scope, " ".join(found))
                self.surface.update(spoken)
                if not text.islower():
                    self.compounds |= words.compounds(text)

    def _put(self, table: str, *row: object) -> None:
        self.rows[table].append(row)

    def _flush(self) -> None:
        for table, rows in self.rows.items():
            self._insert(table, rows)
            rows.clear()
        self.progress(f"{self.entries:,} entries")

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(TABLES[table]["columns"]))
        self.connection.executemany(f"insert into {table} values ({marks})", rows)  # noqa: S608 - names from TABLES


def code_keys(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Under which keys an entry's identifiers are looked up: kind, key, and the identifier as the pack has it.

    Kinds: ``hresult`` (canonical), ``symbol`` and ``code`` (squashed), ``tail`` (a symbol without its first part, as in
    MGMT_INVALID_SCHEMA), ``number`` (the digits a code ends in, for "gcore 3000"; it only counts with the system). An HTTP status is no identifier: many entries share one.
    """
    code = entry.code
    if canonical := codes.hresult(code):
        yield "hresult", canonical, code
    elif code != str(entry.status):
        yield "code", words.squash(code), code
        if number := re.search(r"(?<![0-9A-Za-z])-?\d{1,9}$", code):
            yield "number", number[0], code
    if entry.symbol and words.squash(entry.symbol) != words.squash(code):
        yield "symbol", words.squash(entry.symbol), entry.symbol
    family, _, tail = entry.symbol.partition("_")
    if family and "_" in tail:
        yield "tail", words.squash(tail), tail


def spellable(word: str) -> bool:
    """Whether a word is one that misspellings are corrected to: letters only, neither very short nor very long."""
    return 4 <= len(word) <= 24 and word.isalpha()


def deletions(word: str) -> set[str]:
    """A word's first seven letters with up to two of them left out: words two typing slips apart share one of these.

    (Symmetric deletion, after Garbe's SymSpell.)
    """
    head = word[:7]
    return {head} | {
        "".join(ch for i, ch in enumerate(head) if i not in gone)
        for count in (1, 2)
        for gone in combinations(range(len(head)), count)
    }


def _own_terms(system: System) -> frozenset[tuple[str, ...]]:
    names = (words.terms(words.split(name)) for name in (system.name, *system.aliases))
    return frozenset(tuple(name) for name in names if name)


def _phrases(entry: Entry) -> Iterator[tuple[int | None, str, str]]:
    """Every text of an entry that a question may resemble: cause or None, kind, text."""
    yield None, "title", entry.title
    if entry.symbol:
        yield None, "symbol", entry.symbol
    if not codes.hresult(entry.code) and not entry.code.isdigit() and entry.code != entry.symbol:
        yield None, "symbol", entry.code
    yield from ((None, "message", text) for text in entry.messages)
    yield from ((None, "says", text) for text in entry.says)
    yield None, "meaning", entry.meaning
    for n, cause in enumerate(entry.causes):
        yield n, "when", cause.when
        yield n, "fix", cause.fix
        yield from ((n, "says", text) for text in cause.says)
        yield from ((n, "message", text) for text in cause.messages)


def _json(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)
