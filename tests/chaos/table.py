"""The findings as a table for the README, and what was not as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.report import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.chaos.damage import Damage
    from tests.chaos.scene import Finding

WORDS = {"ratelimit": "429s", "lose_answer": "lost answers"}
"""What the local Slack calls its faults, and what people do."""


def findings(found: Sequence[Finding]) -> str:
    """A row for each trial."""
    head = ("trial", "messages", "to answer", "lost", "twice", "unwanted", "miscounted", "leaks in logs", "seconds")
    return table(head, [[*_row(one)] for one in found])


def _row(found: Finding) -> Iterator[str]:
    outcome = found.outcome
    yield f"{found.name}: {', '.join(f'{count:,} {WORDS.get(what, what)}' for what, count in found.done.items())}"
    yield from (f"{outcome.said:,}", f"{outcome.asked:,}")
    counts = (outcome.lost, outcome.twice, outcome.unwanted, outcome.miscounted, found.leaks)
    yield from (f"{len(one):,}" for one in counts)
    yield f"{found.seconds:,.0f}"


def damage(found: Damage) -> str:
    """What came of damaged knowledge bases, in a sentence."""
    return f"A knowledge base damaged {found.times} times: opened {found.opened} times, right {found.right} times."


def takeover(found: Sequence[Finding], lease: float) -> str:
    """How long work that a dead process had in hand took others, in a sentence."""
    longest = max((one.takeover for one in found), default=0.0)
    return (
        f"What a killed process had in hand was finished by another within {longest:.1f} s; the lease was {lease:g} s."
    )


def faults(found: Finding) -> list[str]:
    """What a trial found that must not be, in words; none when all is well."""
    outcome = found.outcome
    wrong = {
        "lost": outcome.lost,
        "answered twice": outcome.twice,
        "answered unwanted": outcome.unwanted,
        "miscounted": outcome.miscounted,
        "leaked": found.leaks,
    }
    told = [f"{found.name}: {len(what)} {how}: {', '.join(what[:3])}" for how, what in wrong.items() if what]
    if outcome.sorry:
        told.append(f"{found.name}: {outcome.sorry} apologies")
    if found.ended_badly:
        told.append(f"{found.name}: {found.ended_badly} processes did not end well")
    if found.left:
        told.append(f"{found.name}: {found.left} deliveries were left")
    return told
