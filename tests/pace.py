"""Hostile length and the time it may take: a short piece over and over, read within seconds of work."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = 300_000
"""Characters: work that grows faster than the text takes minutes here."""


def repeated(piece: str, length: int = LENGTH) -> str:
    """A piece as often as it fits into a length in characters."""
    return piece * (length // len(piece))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails if what this thread does inside takes this many seconds of processor time, or more.

    What other tests left behind does not count: neither their threads, nor the collector's way through their objects.
    """
    gc.freeze()
    started = time.thread_time()
    try:
        yield
    finally:
        took = time.thread_time() - started
        gc.unfreeze()
    assert took < seconds, f"took {took:.2f} s, may take {seconds} s"
