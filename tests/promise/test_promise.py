"""The promise holds, whatever happens in whatever order."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.promise.build import shipped
from tests.promise.machine import try_out

if TYPE_CHECKING:
    from tests.clock import Clock
    from tests.promise.steps import SteppedDatabase

STEPS = int(os.environ.get("PROMISE_STEPS", "2500"))
"""Things that happen; 24,000 of them are tried before a release."""
ON_POSTGRES = STEPS // 5


def test_what_was_taken_in_is_said_once_whatever_happens(stepped: tuple[SteppedDatabase, Clock]) -> None:
    try_out(shipped(), *stepped, STEPS, thorough=True)


def test_on_postgresql_too(on_postgres: tuple[SteppedDatabase, Clock]) -> None:
    try_out(shipped(), *on_postgres, ON_POSTGRES, thorough=True)
