"""When an answer is good enough to be said without being asked.

A known identifier that no other service uses; or a system proved by a sign, with a code or a status that has one entry; or a
literal service message that only one entry has. Words alone never are, nor is a system that is only mentioned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.codes import looks_like_symbol
from kb.words import squash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.decision import Decision
    from kb.model import Evidence
    from kb.slots import Slots

LONG_MESSAGE = 4
"""Words from which a literal message is taken for the service's own; "Access denied." is anybody's."""


def is_certain(decision: Decision, slots: Slots, evidence: Sequence[Evidence]) -> bool:
    """Whether this decision may be said unasked."""
    if decision.outcome != "answer":
        return False
    match = decision.matches[0]
    proved = match.entry.system in slots.proved
    if decision.route == "identifier":
        keys = {code.key for code in slots.known}
        return proved or any(_is_its_own(item) for item in evidence if keys & {item.value, squash(item.value)})
    if decision.route == "system+status":
        return proved and match.entry.code == str(match.entry.status)
    return decision.route == "message" and (proved or len(decision.literal.split()) >= LONG_MESSAGE)


def _is_its_own(item: Evidence) -> bool:
    """Whether an identifier is nobody else's: an HRESULT written as one, or a constant of three parts or more."""
    if item.kind == "hresult":
        return not item.where.startswith("number")
    return (
        item.kind == "symbol" and item.value.isupper() and item.value.count("_") >= 2 and looks_like_symbol(item.value)
    )
