"""An answer as a line of JSON, and back. Entries are named, not copied: what comes back is what is known of them now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kb.model import Answer, ErrorSeen, Evidence, Match

if TYPE_CHECKING:
    from kb import KnowledgeBase

IN_WORDS = "a question in words"
"""What is left of what was understood where that would repeat what somebody typed."""


def dump(answer: Answer) -> str:
    """The record of an answer; without what people typed."""
    return json.dumps(_told(answer), separators=(",", ":"))


def load(record: str, kb: KnowledgeBase) -> Answer | None:
    """The answer of a record; None when the entry that it was about is no longer known."""
    return _answer(json.loads(record), kb)


def _told(answer: Answer) -> dict[str, Any]:
    return {
        "outcome": answer.outcome,
        "route": answer.route,
        "certain": answer.certain,
        "said": IN_WORDS if answer.route in ("words", "none") else answer.said,
        "evidence": [[one.kind, one.value, one.where] for one in answer.evidence if one.kind != "words"],
        "matches": [[*_name(match), round(match.score, 4), match.why, match.cause] for match in answer.matches],
        "decoded": answer.decoded,
        "notes": answer.notes,
        "redacted": answer.redacted,
        "errors": [[error.count, error.first, error.last, _told(error.answer)] for error in answer.errors],
        "revision": answer.revision,
    }


def _name(match: Match) -> tuple[str, str, str]:
    return (match.entry.system, match.entry.code, match.entry.symbol)


def _answer(told: dict[str, Any], kb: KnowledgeBase) -> Answer | None:
    matches = tuple(found for match in told["matches"] if (found := _match(match, kb)))
    if told["matches"] and not matches:
        return None
    errors = [(count, first, last, _answer(error, kb)) for count, first, last, error in told["errors"]]
    return Answer(
        outcome=told["outcome"],
        route=told["route"],
        certain=told["certain"],
        said=told["said"],
        evidence=tuple(Evidence(*one) for one in told["evidence"]),
        matches=matches,
        decoded=tuple(told["decoded"]),
        notes=tuple(told["notes"]),
        redacted=tuple((kind, number) for kind, number in told["redacted"]),
        errors=tuple(ErrorSeen(error, count, first, last) for count, first, last, error in errors if error),
        revision=told["revision"],
    )


def _match(told: list[Any], kb: KnowledgeBase) -> Match | None:
    system, code, symbol, score, why, cause = told
    if (found := kb.find(system, code, symbol)) is None:
        return None
    known = cause if cause is not None and cause < len(found.entry.causes) else None
    return Match(found.entry, found.system, score, why, known)
