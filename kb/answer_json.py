"""An answer as other programs read it: plain dictionaries that ``json.dumps`` takes, always with the same keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from kb.model import Answer, Entry, ErrorSeen, Evidence, Layer, Match, Outcome, Retry, Route, System


class EvidenceRecord(TypedDict):
    """One thing that was read, and where it stood."""

    kind: str
    value: str
    where: str


class MeaningRecord(TypedDict):
    """Which error an entry is for and what it means, as every record of an entry begins."""

    system: str
    code: str
    symbol: str
    status: int | None
    title: str
    meaning: str


class MatchRecord(MeaningRecord):
    """An entry that fits. ``cause`` is the reason that the text points to, or None; its fix is the first of ``fixes``."""

    cause: str | None
    fixes: list[str]
    links: list[str]
    retry: Retry
    owner: str
    layer: Layer
    score: float
    why: str


class ErrorRecord(TypedDict):
    """One distinct error of a paste that holds several; ``first`` and ``last`` are times as written, or ""."""

    count: int
    first: str
    last: str
    outcome: Outcome
    matches: list[MatchRecord]


class AnswerRecord(TypedDict):
    """A whole answer. ``redacted`` is how many secrets were hidden, ``kb`` the revision of the knowledge base."""

    outcome: Outcome
    route: Route
    certain: bool
    said: str
    evidence: list[EvidenceRecord]
    matches: list[MatchRecord]
    decoded: list[str]
    notes: list[str]
    errors: list[ErrorRecord]
    request_ids: dict[str, str]
    redacted: int
    kb: str


class SystemRecord(TypedDict):
    """A system, and how many entries the knowledge base has for it."""

    id: str
    name: str
    vendor: str
    layer: Layer
    lifecycle: str
    docs: str
    aliases: list[str]
    entries: int


class CauseRecord(TypedDict):
    """One reason behind an entry; ``ours`` when the advice is the project's own."""

    when: str
    fix: str
    ours: bool


class EntryRecord(MeaningRecord):
    """An entry as a reference work shows it, with every cause. ``ours`` names the fields that are our own advice."""

    causes: list[CauseRecord]
    retry: Retry
    owner: str
    first_check: str
    layer: Layer
    messages: list[str]
    raised_by: list[str]
    links: list[str]
    document: str
    checked: str
    ours: list[str]


def answer_record(answer: Answer) -> AnswerRecord:
    """Turn an answer into its record."""
    return {
        "outcome": answer.outcome,
        "route": answer.route,
        "certain": answer.certain,
        "said": answer.said,
        "evidence": [_evidence(evidence) for evidence in answer.evidence],
        "matches": [match_record(match) for match in answer.matches],
        "decoded": [*answer.decoded],
        "notes": [*answer.notes],
        "errors": [_error(error) for error in answer.errors],
        "request_ids": answer.request_ids,
        "redacted": sum(count for _, count in answer.redacted),
        "kb": answer.revision,
    }


def match_record(match: Match) -> MatchRecord:
    """Turn one match into its record; the layer is the system's own unless the entry blames another."""
    entry = match.entry
    return {
        **_meaning(entry),
        "cause": None if match.cause is None else entry.causes[match.cause].when,
        "fixes": [cause.fix for cause in match.causes],
        "links": links(entry, match.system),
        "retry": entry.retry,
        "owner": entry.owner,
        "layer": entry.layer or match.system.layer,
        "score": round(match.score, 4),
        "why": match.why,
    }


def system_record(system: System, entries: int) -> SystemRecord:
    """Turn a system into its record."""
    return {
        "id": system.id,
        "name": system.name,
        "vendor": system.vendor,
        "layer": system.layer,
        "lifecycle": system.lifecycle,
        "docs": system.docs,
        "aliases": [*system.aliases],
        "entries": entries,
    }


def entry_record(entry: Entry, system: System) -> EntryRecord:
    """Turn an entry of a system into its record."""
    return {
        **_meaning(entry),
        "causes": [{"when": cause.when, "fix": cause.fix, "ours": cause.ours} for cause in entry.causes],
        "retry": entry.retry,
        "owner": entry.owner,
        "first_check": entry.first_check,
        "layer": entry.layer or system.layer,
        "messages": [*entry.messages],
        "raised_by": [*entry.raised_by],
        "links": links(entry, system),
        "document": entry.source.document,
        "checked": entry.source.checked,
        "ours": [*entry.source.ours],
    }


def links(entry: Entry, system: System) -> list[str]:
    """Where an entry is documented; the system's documentation when it has no page of its own."""
    return [*entry.see] or [system.docs]


def _meaning(entry: Entry) -> MeaningRecord:
    return {
        "system": entry.system,
        "code": entry.code,
        "symbol": entry.symbol,
        "status": entry.status,
        "title": entry.title,
        "meaning": entry.meaning,
    }


def _evidence(evidence: Evidence) -> EvidenceRecord:
    return {"kind": evidence.kind, "value": evidence.value, "where": evidence.where}


def _error(error: ErrorSeen) -> ErrorRecord:
    return {
        "count": error.count,
        "first": error.first,
        "last": error.last,
        "outcome": error.answer.outcome,
        "matches": [match_record(match) for match in error.answer.matches],
    }
