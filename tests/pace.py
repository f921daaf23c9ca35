"""Hostile length and the time it may take: a short piece over and over, read within seconds of work."""

from __future__ import annotations

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
    """Fails if what is done inside takes this many seconds of processor time, or more."""
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took < seconds, f"took {took:.2f} s, may take {seconds} s"
