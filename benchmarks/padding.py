"""Synthetic packs that pad a knowledge base to any size: other vendors' error references and teams' runbooks.

They use the words of the trade as often as real ones do (a few words stand in half of all entries, most in few) and codes of
the same shapes, so that search has to work for what it finds. The same size and seed always give the same packs.
"""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from kb.model import Cause, Entry, Pack, Sign, Source, System

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PER_SYSTEM = 500
VOCABULARY = 20_000

_TRADE = (
    "stream request server error video manifest segment origin player token session channel live playlist encoder audio "
    "track timeout invalid missing expired denied connection format codec header parameter configuration account asset "
    "key license drm storage upload download cache cdn edge endpoint network packet buffer bitrate frame resolution "
    "subtitle caption ad insertion break marker splice event job task queue worker region quota limit rate policy access "
    "permission signature certificate domain host path query response status failed unsupported unavailable retry "
    "publishing point locked exists found conflict throttled schema xml json resource content type method allowed"
).split()
_STARTS = "b br c cl d dr f fl g gr h j k l m n p pl qu r s sk st t tr v w z".split()
_MIDDLES = "a e i o u ai ea io ou".split()
_ENDS = "n r s t l m x nd rt st ck".split()
_STATUSES = (400, 401, 403, 404, 405, 409, 410, 412, 415, 422, 429, 500, 502, 503, 504)
_RETRIES = ("no", "yes", "after a pause", "with back-off")
_LAYERS = ("player", "cdn", "packager", "origin", "encoder", "storage", "api")


class _Words:
    """A vocabulary in which the n-th word is drawn about n times less often than the first (Zipf)."""

    def __init__(self, rng: random.Random) -> None:
        made = dict.fromkeys(_TRADE)
        while len(made) < VOCABULARY:
            syllables = (rng.choice(_STARTS) + rng.choice(_MIDDLES) for _ in range(rng.randint(2, 3)))
            made["".join(syllables) + rng.choice(_ENDS)] = None
        self._words = [*made]
        self._weights = [*accumulate(1 / (n + 4) for n in range(VOCABULARY))]
        self._rng = rng

    def some(self, low: int, high: int) -> str:
        """Between ``low`` and ``high`` words."""
        return " ".join(self._rng.choices(self._words, cum_weights=self._weights, k=self._rng.randint(low, high)))


def filled(ours: Sequence[Pack], entries: int, seed: int = 1) -> Iterator[Pack]:
    """Packs with ``entries`` entries together: ours first, then padding; of ours a part of each when they have more."""
    own = sum(len(pack.entries) for pack in ours)
    if entries >= own:
        yield from ours
        yield from packs(entries - own, seed)
        return
    seen = taken = 0
    for pack in ours:
        seen += len(pack.entries)
        share = entries * seen // own - taken
        taken += share
        yield replace(pack, entries=pack.entries[:share])


def packs(entries: int, seed: int = 1) -> Iterator[Pack]:
    """Packs with ``entries`` entries together, made while they are read."""
    rng = random.Random(seed)  # noqa: S311 - test data, not secrets
    words = _Words(rng)
    for number, start in enumerate(range(0, entries, PER_SYSTEM)):
        yield _pack(number, min(PER_SYSTEM, entries - start), words, rng)


def _pack(number: int, size: int, words: _Words, rng: random.Random) -> Pack:
    name = f"vendor{number} {words.some(1, 1)}"
    system = System(
        id=f"padding-{number}",
        name=name,
        vendor=f"Vendor {number}",
        layer=rng.choice(_LAYERS),  # type: ignore[arg-type]
        docs="https://example.com/",
        aliases=(f"{words.some(1, 1)}{number}",),
        signs=(Sign("host", f".vendor{number}.example", proof=True),),
    )
    return Pack(system, tuple(_entry(system.id, number, n, words, rng) for n in range(size)))


def _entry(system: str, number: int, n: int, words: _Words, rng: random.Random) -> Entry:
    shape = rng.random()
    status = rng.choice(_STATUSES)
    if shape < 0.4:
        code, symbol = f"0xC{number % 0x800:03X}{n:04X}", words.some(2, 5).upper().replace(" ", "_")
    elif shape < 0.7:
        code, symbol = str(10_000 + n), words.some(2, 3).title().replace(" ", "") + "Exception"
    else:
        code, symbol = f"V{number}-{n}", ""
    return Entry(
        system=system,
        code=code,
        symbol=f"{symbol}{n}" if symbol else "",
        status=status,
        title=words.some(3, 6),
        meaning=words.some(8, 16),
        retry=rng.choice(_RETRIES),  # type: ignore[arg-type]
        owner="runbook",
        first_check=words.some(4, 8),
        see=("https://example.com/errors",),
        messages=(f"{words.some(4, 9)} {{id}}.",),
        source=Source("padding", "2026-11-21"),
        causes=(Cause(words.some(4, 10), words.some(4, 10), says=(words.some(2, 5), words.some(2, 5))),),
    )
