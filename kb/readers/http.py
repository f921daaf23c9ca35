"""HTTP exchanges: status lines, request lines and headers as curl, HTTPie, wget, proxies and loggers print them.

One sighting for each exchange, from its command or request to the blank line before its body. A 1xx or a redirect is
part of the exchange that it leads on to. Headers without a status line count when they name an error, or when at least
two of them tell who answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from kb.model import Sighting
from kb.readers.exchange import URL, Exchange, Target, evidence_of, host_of, is_plain_reason, target_of
from kb.readers.header_lines import (
    LONGEST_MARGIN,
    MARKS,
    MOST_LINES,
    Margin,
    curl_says,
    header,
    line_at,
    marks_before,
    read_header_lines,
)
from kb.readers.response_headers import NAMES_ERROR, is_telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "http"
MOST_SIGHTINGS = 200
MOST_RESPONSES = 2_000
"""Responses that are looked at, most of which a paste that is not hostile will not have."""
LONGEST_BODY_OF_REDIRECT = 3_000

_STATUS_LINE = re.compile(
    r"HTTP/[0-9](?:\.[0-9])?[ \t]{1,4}(?P<status>[1-5][0-9]{2})(?:[ \t`]{1,8}(?P<reason>[^\n]{0,300}+))?(?=\n|\Z)",
    re.ASCII,
)
_LONE_HEADER = re.compile(
    rf"^{MARKS}(?P<name>:?(?:x-|server|via|status|cf-|cache|akamai-|dataserv)[\w-]{{0,60}}):(?!//)",
    re.ASCII | re.IGNORECASE | re.MULTILINE,
)
_REQUEST_LINE = re.compile(
    r"(?P<method>GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|MERGE|CONNECT)[ \t]{1,4}(?P<target>(?:/|https?://)[^\s]{0,4000}|[\w.:-]{3,260})"
    r"(?:[ \t]{1,4}HTTP/[0-9](?:\.[0-9])?)?",
    re.ASCII,
)
_COMMAND = re.compile(
    r"(?:^|[$%#>`][ \t]{0,4})(?:curl|wget|https?|xhs?|await fetch|fetch|Invoke-WebRequest|iwr)\b[ \t(]"
)
_IN_COMMAND = re.compile(r"-|[\"'{}]|\^|body|method|headers|Resolving |Connecting to |HTTP request sent")
_ASKED = re.compile(r"(?<!: )(?<!referer )(?<!-x )(?<!-e )https?://", re.IGNORECASE)
_CONNECTED = re.compile(r"\*[ \t]{1,4}Connected to (?P<host>[\w.-]{1,253}) ", re.ASCII)
_STATUS_HEADER = re.compile(r"(?P<status>[1-5][0-9]{2})(?:[ \t]+(?P<reason>.{0,300}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Seen:
    start: int
    end: int
    exchange: Exchange


def read(text: str) -> Iterable[Sighting]:
    """One sighting for each exchange; of those that ended well only the request ids."""
    whole = [*islice(_joined(text, islice(_with_status_line(text), MOST_RESPONSES)), MOST_SIGHTINGS)]
    lone = islice(_lone(text, whole), MOST_SIGHTINGS - len(whole))
    for seen in sorted([*whole, *lone], key=lambda seen: seen.start):
        yield Sighting(NAME, seen.start, seen.end, evidence_of(seen.exchange), seen.exchange.when)


def _joined(text: str, exchanges: Iterable[_Seen]) -> Iterator[_Seen]:
    """The exchanges, each 1xx and redirect made part of what followed it."""
    before: _Seen | None = None
    for seen in exchanges:
        this = seen
        if before and seen.start - before.end < LONGEST_BODY_OF_REDIRECT:
            this = replace(seen, exchange=seen.exchange.after(before.exchange))
            if not text[before.end : seen.start].strip(" \t\n<>|`"):
                this, before = replace(this, start=before.start), None
        if before:
            yield before
        before = this if this.exchange.leads_on else None
        if before is None:
            yield this
    if before:
        yield before


def _with_status_line(text: str) -> Iterator[_Seen]:
    """The exchanges whose status line is there, in order."""
    floor = 0
    for line in _STATUS_LINE.finditer(text) if "HTTP/" in text else ():
        start = max(text.rfind("\n", max(0, line.start() - LONGEST_MARGIN - 1), line.start()) + 1, floor)
        margin = _margin(text, start, line) if line.start() >= floor else None
        if margin is None:
            continue
        following = min(line.end() + 1, len(text))
        headers, end = read_header_lines(text, following, margin)
        reason = (line["reason"] or "").strip(" \t`")
        if headers or (not margin.log and is_plain_reason(reason)):
            first, target = _request(text, floor, start)
            yield _Seen(first, end, Exchange(int(line["status"]), reason, headers, target))
            floor = end


def _margin(text: str, start: int, line: re.Match[str]) -> Margin | None:
    """What stands before a status line; None where it is in the middle of other text."""
    before = text[start : line.start()]
    if start < line.start() - LONGEST_MARGIN or (start and text[start - 1] != "\n"):
        return None
    if marks_before(before) == len(before):
        return Margin(before)
    return Margin(before, log=True) if before[-1] in " \t|" and not before.startswith("#") else None


def _lone(text: str, taken: list[_Seen]) -> Iterator[_Seen]:
    """Runs of headers that stand without a status line, outside what was taken."""
    floor = 0
    for seen in [*taken, _Seen(len(text), len(text), Exchange(None))]:
        while (found := _LONE_HEADER.search(text, floor, seen.start)) is not None:
            start = _first_header_line(text, floor, found.start())
            line, _ = line_at(text, start)
            headers, end = read_header_lines(text, start, Margin(line[: marks_before(line)]))
            end = min(end, seen.start)
            if headers and _speaks(headers):
                first, target = _request(text, floor, start)
                yield _Seen(first, end, _without_status_line(headers, target))
            floor = max(end, found.end())
        floor = max(floor, seen.end)


def _first_header_line(text: str, floor: int, at: int) -> int:
    """Where the run of header lines begins that goes on to the line at ``at``."""
    for _ in range(MOST_LINES):
        start = max(text.rfind("\n", floor, max(floor, at - 1)) + 1, floor)
        own = text[start : max(start, at - 1)]
        if start == at or header(own[marks_before(own) :].rstrip()) is None:
            return at
        at = start
    return at


def _speaks(headers: tuple[tuple[str, str], ...]) -> bool:
    """Whether headers without a status line are worth reading."""
    names = {name.lstrip(":") for name, value in headers if is_telling(name) or _is_status(name, value)}
    failed = any(name == "x-cache" and value.lower().startswith("error") for name, value in headers)
    return failed or not NAMES_ERROR.isdisjoint(names) or len(names) >= 2


def _is_status(name: str, value: str) -> bool:
    return name in {":status", "status"} and _STATUS_HEADER.fullmatch(value) is not None


def _without_status_line(headers: tuple[tuple[str, str], ...], target: Target) -> Exchange:
    """An exchange whose status, if it is shown, is in a header: HTTP/2's ``:status``, CGI's ``Status``."""
    for name, value in headers:
        if _is_status(name, value) and (status := _STATUS_HEADER.fullmatch(value)):
            return Exchange(int(status["status"]), status["reason"] or "", headers, target, f"header {name}")
    return Exchange(None, "", headers, target)


def _request(text: str, floor: int, at: int) -> tuple[int, Target]:
    """Where the request begins that was answered at ``at``, and whom it asked: read upwards, not above ``floor``."""
    first, end, target, whole = at, at, Target(), False
    for _ in range(MOST_LINES):
        if end <= floor:
            break
        start = max(text.rfind("\n", floor, end - 1) + 1, floor)
        line, _ = line_at(text, start)
        own = line[marks_before(line) :].strip(" \t`")
        if _COMMAND.search(line):
            asked = _ASKED.search(text, start, at)
            command = target_of(text[asked.start() : asked.start() + 5_000], "command") if asked else Target()
            return (start, target if target.host else command) if asked else (first, target)
        if curl_says(line):
            target = _filled(target, _connected(line))
            first = start if whole or target.host else first
        elif not whole and (request := _REQUEST_LINE.fullmatch(own)):
            asked_for = target_of(request["target"], "http request")
            first, target, whole = start, _filled(asked_for, target), request["method"] != "CONNECT"
        elif not whole and URL.fullmatch(own):
            first, target, whole = start, target_of(own, "link above the response"), True
        elif own and not whole and (found := header(own)):
            target = (
                _filled(target, Target(host_of(found[1]), "", "http request"))
                if found[0] in {"host", ":authority"}
                else target
            )
        elif own and not _IN_COMMAND.match(own):
            break
        end = start
    return first, target if whole or first < at else Target()


def _connected(line: str) -> Target:
    match = _CONNECTED.match(line.strip())
    return Target(match["host"] if match else "", "", "curl")


def _filled(target: Target, other: Target) -> Target:
    """A target, with what it lacks taken from another."""
    where = target.where if target.host or not other.host else other.where
    return Target(target.host or other.host, target.path or other.path, where)
