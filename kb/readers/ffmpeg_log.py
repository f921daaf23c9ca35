"""FFmpeg's log: what failed, with the lines around that belong to it and the URL it was for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.http_client import read_url
from kb.readers.log_record import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES = 200
"""Lines of one failure."""

_LINE = re.compile(
    r"""
    ^ (?: [^\n\[]{0,80} \[[\w,\#:/.\ -]{1,80}\ @\ (?:0x)?[0-9a-fA-F]{4,16}\]      # [hls @ 0x5581a1c0]
        | [^\n]{0,120}? \b(?:ffmpeg:|Error\ opening\ input)
        | \S{3,3000}+ \ (?:Server\ returned|Invalid\ data\ found\ when)
      ) [^\n]{0,4000}
    """,
    re.VERBOSE | re.MULTILINE,
)
_FAILED = re.compile(
    r"HTTP error (?P<status>[45]\d\d)|Server returned (?:(?P<again>[45]\d\d)|(?P<kind>[45]XX [A-Z][a-z]+ [A-Za-z][a-z]+(?: reply)?))"
    r"|(?P<data>Invalid data found when processing input)"
)
_NEW_REQUEST = re.compile(r"\] (?:HTTP error|Opening ')|https?: HTTP error")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,6})?")


def find(text: str) -> Iterator[Block]:
    """Every failure in a text."""
    if "HTTP error " in text or "Server returned " in text or "Invalid data found" in text:
        for lines in _failures(text):
            if evidence := _read([line[0] for line in lines]):
                time = _TIME.match(lines[0][0])
                yield Block(lines[0].start(), lines[-1].end(), evidence, time[0] if time else "")


def _failures(text: str) -> Iterator[list[re.Match[str]]]:
    """The lines of FFmpeg, those of each failure together: a new request after a failure starts the next."""
    lines: list[re.Match[str]] = []
    failed = False
    for line in _LINE.finditer(text):
        apart = bool(lines) and line.start() > lines[-1].end() + 1
        if apart or len(lines) == MOST_LINES or (failed and _NEW_REQUEST.search(line[0])):
            yield lines
            lines, failed = [], False
        lines.append(line)
        failed = failed or _FAILED.search(line[0]) is not None
    if lines:
        yield lines


def _read(lines: list[str]) -> tuple[Evidence, ...]:
    """What the lines of one failure say; the URL nearest to the failure counts, then the one that was opened last."""
    where = "ffmpeg log"
    failures = [failed for line in lines for failed in _FAILED.finditer(line)]
    if not failures:
        return ()
    statuses = dict.fromkeys(failed["status"] or failed["again"] for failed in failures)
    evidence = [Evidence("status", status, where) for status in statuses if status]
    kinds = [failed["kind"] for failed in failures if failed["kind"]]
    if not evidence and kinds:
        evidence.append(Evidence("message", f"Server returned {kinds[0]}", where))
    elif not evidence:
        evidence.append(Evidence("symbol", "AVERROR_INVALIDDATA", f"{where}: {failures[0]['data']}"))
    saying = [line for line in lines if _FAILED.search(line) or "Error opening input" in line]
    others = [line for line in reversed(lines) if "Opening '" in line]
    urls = next((found for line in [*saying, *others] if (found := [*read_url(line, where)])), [])
    return (*evidence, *urls, Evidence("layer", "ffmpeg (player)", where))
