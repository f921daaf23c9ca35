"""The state machine and its mutants at length: ``python -m tests.promise``. Exit status 1 when the promise was broken."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import event

from tests.clock import Clock
from tests.promise.build import mutated, shipped
from tests.promise.conftest import hasty
from tests.promise.mutants import MUTANTS
from tests.promise.steps import SteppedDatabase
from tests.promise.trial import STEPS, held

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = 480
TO_FIND = 200


@contextmanager
def stepped() -> Iterator[tuple[SteppedDatabase, Clock]]:
    """A workspace database whose users go by steps, with a clock that is turned."""
    with tempfile.TemporaryDirectory() as folder, SteppedDatabase.open(f"sqlite:///{folder}/workspace.db") as db:
        event.listen(db._engine, "connect", hasty)
        yield db, Clock(db)


def main() -> int:
    """Try, and say what came of it."""
    with stepped() as (db, clock):
        breach = held(shipped(), db, clock, EXAMPLES)
        found = [mutant.name for mutant in MUTANTS if held(mutated(mutant), db, clock, TO_FIND, shrink=False)]
    print(
        f"State machine: {EXAMPLES * STEPS:,} steps, {breach or 'no breach'}; {len(found)} of {len(MUTANTS)} mutants found out."
    )
    for mutant in MUTANTS:
        if mutant.name not in found:
            print(f"not found out: {mutant.name}", file=sys.stderr)
    return int(bool(breach) or len(found) < len(MUTANTS))


if __name__ == "__main__":
    sys.exit(main())
