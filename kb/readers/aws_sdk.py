"""What the AWS SDKs put into their errors: service, operation, status, request id, the service's name for it and its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

WHERE = "AWS SDK error"
"""Where evidence stood, for people."""
LONGEST = 2_000
"""Characters of one sentence of an SDK."""

_GAP = r"[\s\u2502|]{1,12}"  # Terraform breaks long lines, with a bar before each
_GO = re.compile(
    rf"operation error (?P<service>[A-Za-z0-9][A-Za-z0-9 ]{{0,60}}):{_GAP}(?P<operation>[A-Za-z0-9]{{1,80}}),"
)
_GO_STATUS = re.compile(rf"StatusCode:{_GAP}(?P<status>[1-5]\d\d)\b")
_GO_REQUEST = re.compile(rf"RequestID:{_GAP}(?P<id>[\w-]{{8,100}})")
_NAME = r"[A-Za-z0-9][A-Za-z0-9.]{0,100}"
_GO_API = re.compile(
    rf"(?:\bapi{_GAP}error{_GAP}(?P<api>{_NAME})|,{_GAP}(?P<model>[A-Z][A-Za-z0-9]{{2,80}}(?:Exception|Error|Fault))):"
)

_PYTHON = re.compile(
    rf"An error occurred \((?P<name>{_NAME})\) when calling the (?P<operation>[A-Za-z0-9]{{1,80}}) operation"
    r"(?: \(reached max retries: \d{1,3}\))?(?::|$)"
)
_JAVA = re.compile(
    rf"\(Service: (?P<service>[A-Za-z0-9][A-Za-z0-9 ]{{0,60}})[;,] Status Code: (?P<status>[1-5]\d\d)"
    rf"(?:[;,] Error Code: (?P<name>{_NAME}))?(?:[;,] Request ID: (?P<id>[\w-]{{8,100}}))?[^()\n]{{0,300}}\)"
)
_GO_1 = re.compile(
    rf"(?P<name>{_NAME}): (?P<message>[^\n]{{0,2000}})\n\s{{1,8}}status code: (?P<status>[1-5]\d\d), request id: (?P<id>[\w-]{{8,100}})"
)
_SECOND_LINE = re.compile(r"\n\s{1,8}status code: ")
_CODE = re.compile(r"(?<![\w.])[A-Z][A-Za-z0-9]{2,80}(?=: )")
_FIELDS = re.compile(
    r"""["']?(?P<key>httpStatusCode|statusCode|requestId|\$service|code)["']?\s{0,4}:\s{0,4}["']?(?P<value>[\w.-]{1,100})"""
)
_ENDS = re.compile(r"""[\n`]|\\n|"(?=\s{0,4}[,}\]])""")


def read_python(text: str, start: int) -> tuple[list[Evidence], int] | None:
    """What botocore's sentence at ``start`` says, and where it ends; None when none stands there."""
    found = _PYTHON.match(text, start)
    if found is None:
        return None
    end = _end(text, found.end())
    said = text[found.end() : end].strip()
    if not said:  # the AWS CLI breaks the line after the colon
        end = _end(text, end + 1)
        said = text[found.end() : end].strip()
    named = _named(found["name"])
    return [*named, *_said(said), *_operation(f"{found['operation']} operation")], end


def read_go(text: str, start: int) -> tuple[list[Evidence], int] | None:
    """What the sentence of the SDK for Go (version 2) at ``start`` says, and where it ends; None when none stands there."""
    found = _GO.match(text, start)
    if found is None:
        return None
    rest = text[found.end() : found.end() + LONGEST].partition("\n\n")[0]
    marker = _operation(f"operation error {found['service']}: {found['operation']}")
    status, request, api = (pattern.search(rest) for pattern in (_GO_STATUS, _GO_REQUEST, _GO_API))
    end = found.end() + max((part.end() for part in (status, request, api) if part), default=0)
    evidence: list[Evidence] = []
    if api:
        end = _end(text, found.end() + api.end())
        evidence += _named(api["api"] or api["model"])
    evidence += [Evidence("status", status["status"], WHERE)] if status and status["status"] >= "400" else []
    if api:
        evidence += _said(text[found.end() + api.end() : end].strip())
    evidence += [Evidence("request-id", f"requestid: {request['id']}", WHERE)] if request else []
    return [*evidence, *marker], end


def read_java(message: str) -> tuple[str, list[Evidence]]:
    """A message without what the SDK for Java puts after it in brackets; and what that says."""
    found = _JAVA.search(message) if "(Service: " in message else None
    if found is None:
        return message, []
    evidence = [*_named(found["name"])] if found["name"] else []
    evidence += _answered(found)
    evidence += _operation(f"Service: {found['service']}")
    return message[: found.start()].strip(), evidence


def read_go_1(text: str, start: int) -> tuple[list[Evidence], int] | None:
    """What an error of the SDK for Go (version 1) at ``start`` says in its two lines; None when none stands there."""
    found = _GO_1.match(text, start)
    if found is None:
        return None
    return [*_named(found["name"]), *_answered(found), *_said(found["message"])], found.end()


def read_fields(text: str) -> Iterator[Evidence]:
    """What the properties say that the SDKs for JavaScript, and Go's structs, print behind an error."""
    for field in _FIELDS.finditer(text):
        key, value = field["key"], field["value"]
        if key in ("httpStatusCode", "statusCode") and len(value) == 3 and "400" <= value <= "599":
            yield Evidence("status", value, WHERE)
        elif key == "requestId":
            yield Evidence("request-id", f"requestid: {value}", WHERE)
        elif key == "$service":
            yield Evidence("text", f"Service: {value}", WHERE)
        elif key == "code" and value.endswith(("Exception", "Error", "Fault")):
            yield from _named(value)


def sentences(text: str) -> Iterator[tuple[int, int, list[Evidence]]]:
    """Sentences of SDKs that stand by themselves, without a trace: where each starts and ends, and what it says."""
    for literal, reading in (("operation error ", read_go), ("An error occurred (", read_python)):
        at = text.find(literal)
        while at >= 0:
            found = reading(text, at)
            if found:
                yield at, found[1], found[0]
            at = text.find(literal, found[1] if found else at + 1)
    for status in _SECOND_LINE.finditer(text):
        line = text.rfind("\n", max(0, status.start() - LONGEST), status.start()) + 1
        name = _CODE.search(text, line, status.start())
        if name and (two := read_go_1(text, name.start())):
            yield name.start(), two[1], two[0]


def _named(name: str) -> Iterator[Evidence]:
    if name.isdecimal():
        if len(name) == 3 and "400" <= name <= "599":  # a HEAD request of S3 has no body that could name it
            yield Evidence("status", name, WHERE)
        return
    if name.endswith(("Exception", "Error", "Fault")):
        yield Evidence("symbol", name, WHERE)
        yield Evidence("exception", name, WHERE)
    else:
        yield Evidence("code", name, WHERE)


def _answered(found: re.Match[str]) -> Iterator[Evidence]:
    """The status and the request id that a pattern found."""
    if found["status"] >= "400":
        yield Evidence("status", found["status"], WHERE)
    if found["id"]:
        yield Evidence("request-id", f"requestid: {found['id']}", WHERE)


def _said(message: str) -> list[Evidence]:
    message = message.strip(" \t\r\n`\u2502")
    return [Evidence("message", message[:LONGEST], WHERE)] if message else []


def _operation(marker: str) -> list[Evidence]:
    return [Evidence("text", " ".join(marker.split()), WHERE)]


def _end(text: str, start: int) -> int:
    """Where the message ends that starts at ``start``: with its line, or the quote it stands in."""
    limit = min(len(text), start + LONGEST)
    found = _ENDS.search(text, start, limit)
    return found.start() if found else limit
