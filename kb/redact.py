"""Secrets out of pasted text, before it is shown, stored or logged.

A secret is replaced by ``(hidden)``: plain in a JSON string, in XML text and in a URL, and no word of it is a word
that a search would look for. What stands around it (``sig=``, ``Authorization: Bearer``) stays and tells what it was.

Kept on purpose: the scheme of an ``Authorization`` header, cookie names, the scope of an AWS credential, ``se``, ``sp``,
``acl``, ``exp`` and ``Key-Pair-Id`` of a signed URL, user names and hosts of URLs, key ids (KID), request ids.
What counts as a secret is in ``secret_shapes.py``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.secret_shapes import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb.secret_shapes import Rule

MARK = "(hidden)"
LONGEST_BEFORE = 64  # characters: the longest local part of an e-mail address, RFC 5321


@dataclass(frozen=True, slots=True)
class Redacted:
    """Text without its secrets.

    Attributes:
        text: the text, each secret replaced by ``MARK``.
        hidden: kinds of secrets that were replaced, with how many of each, by kind.
    """

    text: str
    hidden: tuple[tuple[str, int], ...] = ()


def redact(text: str, rules: tuple[Rule, ...] = RULES) -> Redacted:
    """Hide the secrets of a text.

    Text that was redacted before comes back as it is. The time is linear in the text.

    Args:
        text: anything, already cleaned: a name spelled with look-alike or invisible letters is not known before those
            are folded.
        rules: what counts as a secret; where two find the same one, the first names it.

    Returns:
        The text with every secret replaced by ``(hidden)``, and how many of which kind those were.
    """
    folded = _fold(text)
    live = [rule for rule in rules if _stands(rule.gate, folded) and (not rule.beside or _stands(rule.beside, folded))]
    if not live:
        return Redacted(text)
    ends = [mark.start() for mark in re.finditer(re.escape(MARK), text)] + [len(text)]
    finds = _merged(
        sorted((*span, rank) for rank, rule in enumerate(live) for span in _spans(rule, text, folded, ends))
    )
    kept: list[str] = []
    at = 0
    for start, end, _ in finds:
        kept += (text[at:start], MARK)
        at = end
    kinds = Counter(live[rank].kind for _, _, rank in finds)
    return Redacted("".join((*kept, text[at:])), tuple(sorted(kinds.items())))


def _fold(text: str) -> str:
    """The text in lower case, character for character: only a dotted capital I would become two."""
    return text.replace("İ", "i").lower()


def _stands(literals: tuple[str, ...], folded: str) -> bool:
    """Whether one of the literals stands in the text."""
    return any(literal in folded for literal in literals)


def _merged(finds: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Start, end and rank of the rule of every find, in order, overlapping ones as one under the first rule."""
    merged: list[tuple[int, int, int]] = []
    for start, end, rank in finds:
        if merged and start < merged[-1][1]:
            first, last, other = merged.pop()
            merged.append((first, max(last, end), min(other, rank)))
        else:
            merged.append((start, end, rank))
    return merged


def _spans(rule: Rule, text: str, folded: str, ends: list[int]) -> Iterator[tuple[int, int]]:
    """Where a rule finds secrets: start and end, in characters. None reaches past the next of ``ends``."""
    matching = None
    for literal in rule.gate:
        past = 0
        at = folded.find(literal)
        while at >= 0:
            matching = matching or rule.shape.pattern.match
            begin = at - _before(rule, text[max(past, at - LONGEST_BEFORE) : at]) if rule.before else at
            past = at + 1
            if match := matching(text, begin, ends[bisect_left(ends, at)]):
                for start, end in _secrets(rule, match):
                    yield start, end
                    past = max(past, end)
            at = folded.find(literal, past)


def _before(rule: Rule, text: str) -> int:
    """How many characters at the end of a text belong to the match of the literal that follows."""
    before = rule.before.pattern.match(text[::-1]) if rule.before else None
    return before.end() if before else 0


def _secrets(rule: Rule, match: re.Match[str]) -> list[tuple[int, int]]:
    """Where the secret stands that a match found, or the secrets within what it found."""
    group = match.lastindex or 0
    start, end = match.span(group)
    if not rule.within:
        return [(start, end)]
    return [(start + found.start(1), start + found.end(1)) for found in rule.within.pattern.finditer(match[group])]
