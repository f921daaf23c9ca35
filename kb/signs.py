"""Signs: which system the evidence betrays, and whether that proves it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kb.model import Evidence
    from kb.store import Store

HINTS = frozenset({"host", "path", "layer"})
"""Kinds of evidence that name a system though they do not prove it: where a request went, what showed itself."""
SHOWN = 60
"""Characters of evidence that are shown with where it stood."""


def _pointing(store: Store, evidence: Iterable[Evidence]) -> Iterator[tuple[str, bool, Evidence]]:
    """Every system that a piece of evidence betrays: the system, whether that is proof, and the evidence."""
    signs = store.signs()
    for item in evidence:
        for sign, system in signs.get("text" if item.kind == "layer" else item.kind, ()):
            if _betrays(sign.kind, sign.value, item.value.casefold()):
                yield system, sign.proof, item


def _betrays(kind: str, sign: str, value: str) -> bool:
    if kind == "host":
        return bool(host_pattern(sign).fullmatch(value))
    return sign in value


@lru_cache(maxsize=4096)
def host_pattern(sign: str) -> re.Pattern[str]:
    """A host sign as a pattern: ``.example.net`` is any host under it, ``*`` one or more labels."""
    start = "(?:[^.]{1,63}[.]){1,10}" if sign.startswith((".", "*.")) else ""
    rest = re.escape(sign.removeprefix("*").lstrip(".")).replace(r"\*", "[^/:]{1,100}")
    return re.compile(start + rest)


def proved(store: Store, evidence: Sequence[Evidence]) -> dict[str, str]:
    """Systems proved by a sign, or by a path and an exception name together, with what did it.

    What stands in conversation proves nothing: a link in a sentence may be the one that works.
    """
    found: dict[str, str] = {}
    weak: dict[str, dict[str, str]] = {}
    for system, proof, item in _pointing(store, [item for item in evidence if not item.where.startswith("text")]):
        if proof:
            found.setdefault(system, _shown(item))
        else:
            weak.setdefault(system, {})[item.kind] = _shown(item)
    for system, kinds in weak.items():
        if {"path", "exception"} <= kinds.keys():
            found.setdefault(system, f"{kinds['path']} with {kinds['exception']}")
    return found


def _shown(item: Evidence) -> str:
    """A piece of evidence for people: where it stood, and what it was when that does not make a line too long."""
    return f"{item.where} {item.value}" if len(item.value) <= SHOWN else item.where


def hinted(store: Store, evidence: Sequence[Evidence]) -> dict[str, str]:
    """Systems that signs point to without proving them, where only one system is meant."""
    found = {system: item.value for system, proof, item in _pointing(store, evidence) if proof or item.kind in HINTS}
    return found if len(found) == 1 else {}


def products(evidence: Iterable[Evidence]) -> list[str]:
    """The words of hosts and of the products that showed themselves, whoever they are."""
    hosts = [label for item in evidence if item.kind == "host" for label in item.value.casefold().split(".")]
    layers = [word for item in evidence if item.kind == "layer" for word in item.value.casefold().split()]
    return [*hosts, *layers]
