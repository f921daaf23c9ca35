"""Copies out of a browser's developer tools: the Headers tab in its layouts, and what the console prints on a failure.

- Headers tab of Chrome and Edge: ``Request URL: https://...`` line by line; or names and values on lines of their own,
  with or without a colon after the name.
- Headers tab of Safari: ``URL: https://...`` and ``Status: 404 Not Found`` under a heading, then the headers.
- Console: ``GET https://... 404 (Not Found)``;
  ``Failed to load resource: the server responded with a status of 404 ()`` beside its link;
  Firefox's ``[HTTP/2 404 Not Found 2ms]`` behind or below the link.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from kb.model import Sighting
from kb.readers.exchange import Exchange, Target, evidence_of, target_of
from kb.readers.header_lines import MARKS, MOST_LINES, header, is_usual, line_at, marks_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "devtools"
MOST_SIGHTINGS = 200
LONGEST_LINK = 4_200

_FORM = re.compile(rf"^{MARKS}(?:Request )?URL:?[ \t]{{0,16}}\n?{MARKS}(?=https?://)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(
    r"(?P<status>[1-5][0-9]{2})(?:[ \t]{1,8}(?P<reason>[^\n(]{0,300}))?(?:\([^()\n]{0,60}\))?", re.ASCII
)
_STATUS_LINE = re.compile(r"HTTP/[0-9.]{1,3} [1-5][0-9]{2}", re.ASCII)
_FIELD = re.compile(r"(?P<name>[A-Za-z]{3,12}(?: [A-Za-z]{3,10})?):?(?:(?<=:)[ \t]{1,16}(?P<value>[^\n]*))?")
_NAME = re.compile(r":?[A-Za-z][\w-]{0,63}", re.ASCII)
_TITLES = frozenset({
    "general", "summary", "request", "response", "headers", "response headers", "request headers", "view source",
    "view parsed", "raw", "provisional headers are shown", "learn more",
})  # fmt: skip
_FIELDS = frozenset({
    "request url", "url", "request method", "method", "status code", "status", "remote address", "referrer policy",
    "address", "initiator", "source", "version", "transferred", "request priority",
})  # fmt: skip

_FAILURE = re.compile(
    r"(?:(?P<firefox>\[HTTP/[0-9](?:\.[0-9])? )"
    r"|(?P<loading>Failed to load resource: the server responded with a status of )|(?<=\s))"
    r"(?P<status>[45][0-9]{2})(?(firefox)(?P<words>[^\]\n]{0,140})\]| \((?P<reason>[^()\n]{0,120})\))",
    re.ASCII,
)
_LINK = re.compile(r"(?:XHR)?(?P<method>GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH)?(?P<link>https?://\S{1,4000})")
_METHOD = re.compile(r"(?:XHR ?)?(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH)\s{1,4}\Z")
_DURATION = re.compile(r" {0,2}[0-9]{1,9}(?:ms|s)?\Z")


def read(text: str) -> Iterable[Sighting]:
    """One sighting for each request whose headers or failure the browser showed; of one that went well only its ids."""
    forms = [*islice(_forms(text), MOST_SIGHTINGS)]
    failures = islice(_failures(text), MOST_SIGHTINGS - len(forms))
    yield from sorted([*forms, *failures], key=lambda sighting: sighting.start)


def _forms(text: str) -> Iterator[Sighting]:
    """What was copied from the Headers tab."""
    floor = 0
    while form := _FORM.search(text, floor):
        fields, headers, end = _form(text, form.start())
        floor = max(end, form.end())
        shown = _STATUS.fullmatch(fields.get("status code") or fields.get("status") or "")
        link = target_of(fields.get("request url") or fields.get("url") or "", "devtools Request URL")
        status = int(shown["status"]) if shown else None
        exchange = Exchange(
            status, (shown["reason"] or "").strip() if shown else "", headers, link, "devtools Status Code"
        )
        if shown or exchange.names_error:
            yield Sighting(NAME, form.start(), end, evidence_of(exchange), exchange.when)


def _form(text: str, at: int) -> tuple[dict[str, str], tuple[tuple[str, str], ...], int]:
    """The fields and the response's headers from the line at ``at`` on, and where they end."""
    fields: dict[str, str] = {}
    headers: list[tuple[str, str]] = []
    asked = False
    for _ in range(MOST_LINES):
        own, following = _own(text, at)
        title = own.casefold().rstrip(":")
        if title in _TITLES:
            asked = title.startswith("request")
        elif pair := _pair(text, own, following):
            name, value, following = pair
            if name in _FIELDS:
                fields.setdefault(name, value)
            elif not asked:
                headers.append((name, value))
        elif at == len(text) or not (_STATUS_LINE.match(own) or (not own and _more(text, following))):
            break
        at = following
    return fields, tuple(headers), at


def _own(text: str, at: int) -> tuple[str, int]:
    line, following = line_at(text, at)
    return line[marks_before(line) :].strip(" \t`"), following


def _pair(text: str, own: str, following: int) -> tuple[str, str, int] | None:
    """A field or a header that begins in a line: its name in lower case, its value, and where the next one begins."""
    field = _FIELD.fullmatch(own)
    if field and field["name"].casefold() in _FIELDS:
        found: tuple[str, str] | None = (field["name"].casefold(), field["value"] or "")
    else:
        found = header(own)
    if found is None and _NAME.fullmatch(own) and is_usual(own.casefold()):
        found = (own.casefold(), "")
    if found and not found[1]:
        value, behind = _own(text, following)
        return (
            (found[0], "", following) if header(value) and not value.startswith("http") else (found[0], value, behind)
        )
    return (*found, following) if found else None


def _more(text: str, at: int) -> bool:
    """Whether the form goes on behind a blank line."""
    own, following = _own(text, at)
    return own.casefold().rstrip(":") in _TITLES or (bool(own) and _pair(text, own, following) is not None)


def _failures(text: str) -> Iterator[Sighting]:
    """What the console printed."""
    if "http" not in text and "Failed to load resource" not in text:
        return
    for failure in _FAILURE.finditer(text):
        start, target = _link_before(text, failure)
        if target or failure["loading"] or failure["firefox"]:
            reason = _DURATION.sub("", failure["words"]).strip() if failure["firefox"] else failure["reason"]
            exchange = Exchange(int(failure["status"]), reason, (), target or Target(), "browser console")
            yield Sighting(NAME, start, failure.end(), evidence_of(exchange))


def _link_before(text: str, failure: re.Match[str]) -> tuple[int, Target | None]:
    """Where the link begins that a failure is about, with its method, and the link; None where there is no link."""
    begin = max(0, failure.start() - LONGEST_LINK)
    before = text[begin : failure.start()]
    words = before.rsplit(None, 2)[-2:] or [""]
    word = words[0] if words[-1].startswith("net::ERR_") else words[-1]
    link = _LINK.fullmatch(word)
    if link is None:
        return failure.start(), None
    at = before.rindex(word)
    method = _METHOD.search(before, max(0, at - 16), at)
    if not (method or link["method"] or failure["loading"] or failure["firefox"]):
        return failure.start(), None
    return begin + (method.start() if method else at), target_of(link["link"], "browser console")
