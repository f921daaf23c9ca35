"""HTTP archives (HAR 1.2) as browsers and proxies save them: the requests that failed, also when the file is cut off.

Source of the format: http://www.softwareishard.com/blog/har-12-spec/. Chrome adds ``_error`` where no response came.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.clean import clean, decode_bytes
from kb.model import Evidence, Sighting
from kb.readers import html as html_pages
from kb.readers import json as json_bodies
from kb.readers import xml as xml_bodies
from kb.readers.exchange import Exchange, evidence_of, target_of
from kb.readers.json_text import loose
from kb.readers.response_headers import most_telling_first
from kb.redact import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kb.readers import Reader

NAME = "har"
MOST_SIGHTINGS = 200
MOST_BROKEN = 3
MOST_HEADERS = 100
LONGEST_BODY = 6_000
LONGEST_ERROR = 300

_HEAD = re.compile(r'\{\s{0,80}"log"\s{0,20}:\s{0,20}\{')
_ENTRIES = re.compile(r'"entries"\s{0,20}:\s{0,20}\[')
_ENTRY = re.compile(r'\{\s{0,80}"(?:startedDateTime|_[A-Za-z]{1,40}|pageref|connection|request)"\s{0,20}:')
_BETWEEN = re.compile(r"[\s,]*+")
_CLOSING = re.compile(r"[\s}\]]*+")
_CANCELLED = "net::ERR_ABORTED"  # a player gives up a segment when it changes the rendition; that is no failure
_BODIES: tuple[Reader, ...] = (json_bodies, xml_bodies, html_pages)
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)


@dataclass(frozen=True, slots=True)
class _Failure:
    end: int
    evidence: tuple[Evidence, ...]
    when: str


@dataclass(frozen=True, slots=True)
class _Archive:
    """What was read of an archive.

    Attributes:
        start, end: its span.
        failures: the requests that failed, in order.
        notes: what the person should know about the reading.
    """

    start: int
    end: int
    failures: tuple[_Failure, ...]
    notes: tuple[str, ...]


def read(text: str) -> Iterable[Sighting]:
    """One sighting for each failed request, together spanning the archive; one without evidence if none failed."""
    if '"request"' not in text or '"response"' not in text:
        return
    entries = _ENTRIES.search(text)
    first = entries or (_ENTRY.search(text) if '"startedDateTime"' in text else None)
    if first is None:
        return
    head = _HEAD.search(text, 0, first.start())
    archive = _read(text, head.start() if head else first.start(), entries.end() if entries else first.start())
    start = archive.start
    for failure in archive.failures[:-1]:
        yield Sighting(NAME, start, failure.end, failure.evidence, failure.when)
        start = failure.end
    last = archive.failures[-1] if archive.failures else _Failure(archive.end, (), "")
    if archive.failures or archive.notes:
        yield Sighting(NAME, start, archive.end, last.evidence, last.when, archive.notes)


def _read(text: str, start: int, at: int) -> _Archive:
    """Read the entries from ``at`` on, as far as they go."""
    count, broken, more = 0, 0, False
    failures: list[_Failure] = []
    for entry, end, whole in _entries(text, at):
        at = end
        broken = broken or (0 if whole else count + 1)
        if "request" not in entry:
            continue
        count += 1
        if len(failures) == MOST_SIGHTINGS:
            more = more or _exchange(entry).names_error
        elif evidence := _evidence(entry):
            failures.append(_Failure(end, evidence, str(entry.get("startedDateTime") or "")[:40]))
    notes = (
        f"none of the requests in the HAR failed ({count} read)" if count and not failures else "",
        f"only the first {MOST_SIGHTINGS} failed requests in the HAR were read" if more else "",
        f"the HAR is broken at request {broken}" if broken else "",
    )
    end = _end(text, start, at, broken=bool(broken))
    return _Archive(start, end, tuple(failures), tuple(filter(None, notes)))


def _entries(text: str, at: int) -> Iterator[tuple[dict[str, object], int, bool]]:
    """The entries from ``at`` on: each with where it ends, and whether it was whole."""
    broken = 0
    while broken < MOST_BROKEN:
        at = _behind(_BETWEEN, text, at)
        if not text.startswith("{", at):
            return
        entry, end = _strict(text, at)
        whole = entry is not None
        if entry is None:
            broken += 1
            piece, _ = loose(text, at)
            entry, end = (piece.value, piece.end) if piece else ({}, at + 1)
        if isinstance(entry, dict):
            yield entry, end, whole
        following = None if whole else _ENTRY.search(text, end)
        at = following.start() if following else end


def _strict(text: str, at: int) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at


def _end(text: str, start: int, at: int, *, broken: bool) -> int:
    """Where the archive ends whose last entry ends at ``at``; a broken one ends with the paragraph."""
    if broken:
        end = text.find("\n\n", at)
        return end if end >= 0 else len(text)
    whole, end = _strict(text, start)
    return end if whole is not None else _behind(_CLOSING, text, at)


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _evidence(entry: dict[str, object]) -> tuple[Evidence, ...]:
    """What an entry shows, if its request failed; nothing otherwise."""
    exchange, response = _exchange(entry), _object(entry, "response")
    if exchange.names_error:
        return most_telling_first([*_of_body(_object(response, "content")), *evidence_of(exchange)])
    error = str(response.get("_error") or "")[:LONGEST_ERROR]
    if exchange.status is None and error and error != _CANCELLED:
        symbol = Evidence("symbol", error.removeprefix("net::"), "har _error")
        return most_telling_first([symbol, Evidence("message", error, "har _error"), *evidence_of(exchange)])
    return ()


def _exchange(entry: dict[str, object]) -> Exchange:
    """An entry as an exchange; browsers write status 0 or -1 where no response came."""
    request, response = _object(entry, "request"), _object(entry, "response")
    status, headers = response.get("status"), response.get("headers")
    return Exchange(
        status if type(status) is int and status > 0 else None,
        str(response.get("statusText") or ""),
        tuple(_headers(headers[:MOST_HEADERS] if isinstance(headers, list) else [])),
        target_of(str(request.get("url") or ""), "har request"),
        "har status",
    )


def _headers(headers: list[object]) -> Iterator[tuple[str, str]]:
    for header in headers:
        name, value = (header.get("name"), header.get("value")) if isinstance(header, dict) else (None, None)
        if isinstance(name, str) and isinstance(value, str):
            yield name.lower(), value


def _of_body(content: dict[str, object]) -> tuple[Evidence, ...]:
    """What the body of a response says about the error: JSON, XML or an error page, in Base64 or not."""
    text = content.get("text")
    if not isinstance(text, str) or not text:
        return ()
    if content.get("encoding") == "base64":
        text = _decoded(text)
    body = redact(clean(text, LONGEST_BODY).text).text
    for reader in _BODIES:
        for sighting in reader.read(body):
            if sighting.evidence:
                return sighting.evidence
    return ()


def _decoded(text: str) -> str:
    try:
        return decode_bytes(base64.b64decode(text[: 4 * LONGEST_BODY]))
    except (binascii.Error, ValueError):
        return ""


def _object(holder: dict[str, object], name: str) -> dict[str, object]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}
