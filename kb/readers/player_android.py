"""Errors of ExoPlayer and androidx media3: their error codes, and their exceptions in a trace or in logcat."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.http_client import read_url
from kb.readers.player_part import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES = 400
LONGEST_LINE = 4_000
MOST_EVIDENCE = 40
APART = 2
"""Lines of others between two of the player's."""

_CODE = re.compile(
    r"(?:error ?code\W{1,3}(?P<before>[1-7]\d{3})\D{1,20}?)?\b(?P<name>ERROR_CODE_[A-Z0-9_]{3,60})\b(?:\s?[(:=,]{1,2}\s?(?:code[:=]\s?)?(?P<after>[1-7]\d{3})\b\)?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\berror ?code\W{1,4}(?P<code>[1-7]\d{3})\b", re.IGNORECASE)
_EXCEPTION = re.compile(
    r"(?P<name>(?:com\.google\.android\.exoplayer2?|androidx\.media3)\.[\w.$]{1,200}?(?:Exception|Error))\b(?![\w.$(])(?::[ ]?(?P<message>[^\n]{0,1000}))?"
)
_PLAYBACK = re.compile(
    r"\b(?P<name>ExoPlaybackException|PlaybackException|InvalidResponseCodeException)\b(?::[ ]?(?P<message>[^\n]{0,1000}))?"
)
_STATUS = re.compile(r"\bResponse code: (?P<status>[45]\d\d)\b")
_OURS = re.compile(
    r"ERROR_CODE_[A-Z]{2,12}_|\.exoplayer2?\.|androidx\.media3\.|ExoPlayer|ExoPlaybackException|\bPlaybackException\b|HttpDataSource"
)
_FRAME = re.compile(r"[^\n]{0,100}?(?:\sat [\w.$]{1,300}\(|\.\.\. \d{1,4} more|Caused by: )")
_DIGITS = re.compile(r"\d+")
_CARRIERS = frozenset({"ExoPlaybackException", "PlaybackException"})
_EMPTY = re.compile(r"Response code: \d|Source error|Unexpected runtime error|Remote error|null\b|$")


def find(text: str) -> Iterator[Part]:
    """Every error of these players in a text, with its trace."""
    if not ("ERROR_CODE_" in text or ".exoplayer" in text or "androidx.media3" in text or "PlaybackException" in text):
        return
    at = 0
    while found := _OURS.search(text, at):
        start = text.rfind("\n", max(at, found.start() - LONGEST_LINE), found.start()) + 1 or at
        end = _end(text, found.start())
        evidence = _read(text[start:end])
        if evidence:
            yield Part(*_within_line(text, start, end), evidence)
        at = end
        if at >= len(text):
            return


def _within_line(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the codes of a single line: what stands beside may be a person's words."""
    if "\n" in text[start:end].strip() or _EXCEPTION.search(text, start, end):
        return start, end
    spans = [found.span() for pattern in (_CODE, _NUMBER, _PLAYBACK) for found in pattern.finditer(text, start, end)]
    return min(span[0] for span in spans), max(span[1] for span in spans)


def _end(text: str, start: int) -> int:
    """Where the lines end that belong to the error: frames, causes, and lines that name the player."""
    end = at = _line_end(text, start)
    first = _DIGITS.sub("", text[text.rfind("\n", max(0, start - LONGEST_LINE), start) + 1 : end])
    others = 0
    for _ in range(MOST_LINES):
        if at >= len(text):
            break
        line, at = at + 1, _line_end(text, at + 1)
        ours = _FRAME.match(text, line, at) or _OURS.search(text, line, min(at, line + LONGEST_LINE))
        others = 0 if ours else others + 1
        if _DIGITS.sub("", text[line:at]) == first:  # the same again
            break
        if ours:
            end = at
        elif others > APART:
            break
    return end


def _read(block: str) -> tuple[Evidence, ...]:
    """What the lines of one error say: its code, then the exception at the bottom of the chain, then those above."""
    where = "media3 error"
    evidence: list[Evidence] = []
    for code in _CODE.finditer(block):
        if number := code["after"] or code["before"]:
            evidence.append(Evidence("code", f"androidx-media3 {number}", where))
        evidence.append(Evidence("symbol", code["name"].upper(), where))
    if not evidence and (number := _NUMBER.search(block)):
        evidence.append(Evidence("code", f"androidx-media3 {number['code']}", where))
    thrown = [*_EXCEPTION.finditer(block)] or [*_PLAYBACK.finditer(block)]
    for each in reversed(thrown):
        simple = re.split(r"[.$]", each["name"])[-1]
        if simple not in _CARRIERS:
            evidence.append(Evidence("symbol", simple, where))
        evidence.append(Evidence("exception", each["name"], where))
    if not evidence:
        return ()
    if status := _STATUS.search(block):
        evidence.append(Evidence("status", status["status"], where))
    said = (each["message"] or "" for each in reversed(thrown))
    evidence += (Evidence("message", message.strip(), where) for message in said if not _EMPTY.match(message))
    evidence += [*read_url(block, where), Evidence("layer", "androidx-media3 (player)", where)]
    return tuple(dict.fromkeys(evidence))[:MOST_EVIDENCE]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
