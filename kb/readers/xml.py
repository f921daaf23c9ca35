r"""XML errors: IIS Smooth Streaming management, OData (Azure Media Services v2), Azure Storage, AWS and S3, and their kin.

A document counts when it holds an element that names an error; a state or settings response without one is left alone. Slack's
``&lt;``, JSON's ``\u003c`` and ``\"``, fences, quoted lines and what stands around the XML in a log line do not matter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb import clean, codes
from kb.model import Evidence, Sighting
from kb.readers.service_code import read_code
from kb.readers.xml_elements import PLAIN, SLACK, Element, Scan, parse, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "xml"
NAMING = frozenset({"hresult", "code", "symbol", "message"})
"""Kinds of evidence without which there is no error."""

MOST_DOCUMENTS = 1_000
MOST_SIGHTINGS = 200
MOST_BESIDE = 10
LONGEST_MESSAGE = 2_000

_ROOTS = (
    "SmoothStreaming|Errors?|ErrorResponse|Response|State|LastError|ErrorCode|ErrorMessage|InternalError|Code|error"
)
_START = re.compile(
    rf"(?P<declaration>(?:<|&lt;)\?xml[^<>?]{{0,200}}\?(?:>|&gt;)(?:\s|\\[nrt]){{0,20}})?"
    rf"(?P<bracket><|&lt;|\\u003[cC])(?=(?:[A-Za-z_][\w.-]{{0,20}}:)?(?:{_ROOTS})[\s/>&\\])"
)
_FRAGMENT = frozenset({"errorcode", "errormessage", "internalerror", "code", "message", "requestid"})
_CODES = frozenset({"errorcode", "code", "lasterror"})
_MESSAGES = frozenset({"errormessage", "message"})
_REQUEST_IDS = frozenset({"requestid", "hostid", "x-ms-request-id", "clientrequestid"})
_STATUSES = frozenset({"statuscode", "httpstatuscode"})

_IN_JSON = re.compile(r'=\\{1,3}"|>\\{1,3}[nr]|<\\/|\\u003c', re.IGNORECASE)
_JSON_ESCAPE = re.compile(r'\\{1,3}(?:(?P<sign>["/])|(?P<space>[nrt])|u003(?P<bracket>[ceCE]))')
_STORAGE_TRAIL = re.compile(r"RequestId:(?P<id>[0-9A-Za-z-]{1,80})(?:\s{1,5}Time:(?P<time>[0-9T:.Z+-]{1,40}))?")
_STATUS = re.compile(r"[45][0-9]{2}", re.ASCII)


def read(text: str) -> Iterable[Sighting]:
    """One sighting for each error in each XML document or fragment of the text."""
    if "<" not in text and "&lt;" not in text and "\\u003" not in text:
        return
    seen = at = 0
    for _ in range(MOST_DOCUMENTS):
        start = _START.search(text, at)
        if start is None:
            return
        found = scan(text, start.start("bracket"), start["bracket"].casefold(), _FRAGMENT)
        at = max(found.end, start.end())
        for sighting in _sightings(text, start.start(), start.start("bracket"), found):
            yield sighting
            seen += 1
            if seen == MOST_SIGHTINGS:
                return


def _sightings(text: str, start: int, first_tag: int, found: Scan) -> Iterator[Sighting]:
    root, fault = _read(text[first_tag : found.end], found)
    notes: tuple[str, ...] = ()
    if fault:
        before = text.count("\n", start, first_tag)
        notes = (f"the XML {fault[1]} at line {before + fault[0]}",)
    beside = [*_beside(root)][:MOST_BESIDE]
    for line in root.walk():
        if _is_error(line[-1]):
            named, when = _error(line[-1])
            if any(item.kind in NAMING for item in named):
                yield Sighting(
                    NAME, start, found.end, tuple(dict.fromkeys([*named, *_around(line), *beside])), when, notes
                )


def _read(document: str, found: Scan) -> tuple[Element, tuple[int, str] | None]:
    """The elements of a document; and where it is broken, its line with the way it is."""
    clear = _clear(document)
    root = found.root if clear == document else scan(clear, 0, PLAIN, _FRAGMENT).root
    if not found.whole:
        return root, (clear.count("\n") + 1, "breaks off")
    parsed = parse(clear)
    if isinstance(parsed, Element):
        return parsed, None
    return root, (parsed, "is not well-formed")


def _clear(document: str) -> str:
    """The document as it was before Slack or JSON escaped it."""
    if document.startswith(SLACK):
        return clean.unescape_once(document)
    if _IN_JSON.search(document):
        return _JSON_ESCAPE.sub(_json_escaped, document)
    return document


def _json_escaped(escape: re.Match[str]) -> str:
    if escape["bracket"]:
        return "<" if escape["bracket"] in "cC" else ">"
    return escape["sign"] or " "


def _is_error(element: Element) -> bool:
    names = {child.local for child in element.children}
    if names & {"errorcode", "errormessage", "lasterror"}:
        return True
    if not element.name:
        return {"code", "message"} <= names
    return element.local == "error" and not names.isdisjoint({"code", "message"})


def _error(error: Element) -> tuple[list[Evidence], str]:
    """What an error's own elements say, codes before messages; and when it happened."""
    named: list[Evidence] = []
    said: list[Evidence] = []
    when = ""
    for child in error.children:
        where = f"xml {child.name}"
        if child.local in _CODES:
            named += (item for item in read_code(child.text, where) if not child.cut or item.kind == "hresult")
        elif child.local == "internalerror" and (value := codes.hresult("".join(child.text.split()))):
            named.append(Evidence("internal", value, where))
        elif child.local in _MESSAGES and child.text:
            message, trail, when = _without_trail(child.text)
            said += [Evidence("message", message[:LONGEST_MESSAGE], where)] if message else []
            said += [Evidence("request-id", f"requestid: {trail}", where)] if trail else []
    return [*named, *said], when


def _without_trail(message: str) -> tuple[str, str, str]:
    """A message without the request id and time that Azure Storage puts after it; these two."""
    trail = _STORAGE_TRAIL.search(message)
    if trail is None:
        return message, "", ""
    return message[: trail.start()].rstrip(), trail["id"], trail["time"] or ""


def _around(line: tuple[Element, ...]) -> Iterator[Evidence]:
    """The namespaces that hold at an error, and the outermost element."""
    for element in line:
        for uri in element.namespaces:
            if "//www.w3.org/" not in uri:
                yield Evidence("namespace", uri, f"xml {element.name}")
    outermost = line[1] if len(line) > 1 else line[0].children[0]
    yield Evidence("element", outermost.name, "xml")


def _beside(root: Element) -> Iterator[Evidence]:
    """Request ids and statuses, which stand anywhere in a document."""
    for *_, element in root.walk():
        if element.local in _REQUEST_IDS and element.text and not element.cut:
            yield Evidence("request-id", f"{element.name.casefold()}: {element.text[:100]}", f"xml {element.name}")
        elif element.local in _STATUSES and _STATUS.fullmatch(element.text):
            yield Evidence("status", element.text, f"xml {element.name}")
