"""FFmpeg's log: a request that failed, with the lines that repeat it and the URL it was for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.http_client import read_url
from kb.readers.log_record import Block, line_end

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES = 20
LONGEST_LINE = 4_000

_FAILED = re.compile(
    r"HTTP error (?P<status>[45]\d\d)|Server returned (?:(?P<again>[45]\d\d)|(?P<kind>[45]XX [A-Z][a-z]+ [A-Za-z][a-z]+(?: reply)?))"
)
_MODULE = r"\[[\w,#:/. -]{1,80} @ (?:0x)?[0-9a-fA-F]{4,16}\]"
_OURS = re.compile(
    rf"(?:[^\n\[]{{0,80}}){_MODULE}|[^\n]{{0,120}}\bffmpeg\b|\S{{3,3000}}: Server returned |[^\n]{{0,120}}Error opening input"
)
_REPEATS = re.compile(
    rf"(?:[^\n\[]{{0,80}}){_MODULE}(?! (?:HTTP error|Opening '))|\S{{3,3000}}: Server returned |[^\n]{{0,120}}Error opening input"
)
_OPENING = re.compile(rf"(?:[^\n\[]{{0,80}}){_MODULE} Opening '(?P<url>[^'\n]{{1,2000}})' for reading")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,6})?")


def find(text: str) -> Iterator[Block]:
    """Every failed request in a text."""
    if "HTTP error " not in text and "Server returned " not in text:
        return
    end = 0
    for failed in _FAILED.finditer(text):
        start = text.rfind("\n", max(0, failed.start() - LONGEST_LINE), failed.start()) + 1
        if start < end or not _OURS.match(text, start):
            continue
        before, end = end, _end(text, failed.end())
        asked = _OPENING.match(text, max(before, text.rfind("\n", max(0, start - LONGEST_LINE), max(0, start - 1)) + 1))
        evidence = _read(text[start:end], asked["url"] if asked else "")
        time = _TIME.match(text, start)
        yield Block(start, end, evidence, time[0] if time else "")


def _end(text: str, at: int) -> int:
    """Where the last line ends that repeats the failure."""
    end = at = line_end(text, at)
    for _ in range(MOST_LINES):
        if at >= len(text) or not _REPEATS.match(text, at + 1):
            break
        at = line_end(text, at + 1)
        if _FAILED.search(text, end, at) or "Error opening input" in text[end:at]:
            end = at
    return end


def _read(lines: str, asked: str) -> tuple[Evidence, ...]:
    """What the lines say.

    Args:
        lines: of one failure.
        asked: the URL that the line before them opened, or "".
    """
    where = "ffmpeg log"
    failures = [*_FAILED.finditer(lines)]
    statuses = dict.fromkeys(failed["status"] or failed["again"] for failed in failures)
    evidence = [Evidence("status", status, where) for status in statuses if status]
    if not evidence:
        evidence = [Evidence("message", f"Server returned {failures[0]['kind']}", where)]
    urls = [*read_url(lines, where)] or [*read_url(asked, where)]
    return (*evidence, *urls, Evidence("layer", "ffmpeg (player)", where))
