"""Exceptions as programs print them: .NET, Java, Python, JavaScript, and the sentences of the AWS SDKs without a trace.

The numbers of source lines are part of a trace and never a status.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from kb import codes
from kb.model import Evidence, Sighting
from kb.readers import aws_sdk, azure_sdk, trace
from kb.readers.http_client import is_own_words, read_url, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kb.readers.trace import Thrown

NAME = "stack"

MOST_SIGHTINGS = 200
LONGEST_MESSAGE = 2_000

_OF_CLIENTS = re.compile(
    r"(?:HttpRequest|HttpResponse|HttpErrorResponse|HttpClientError|HttpServerError|HttpStatus|HTTPStatus"
    r"|HTTP|Http|Client|ClientResponse|Axios|StatusCode|Fetch|Web|Socket|Aggregate|Storage|RequestFailed|DataServiceClient"
    r"|DataServiceRequest|DataServiceQuery|Runtime|Execution|Completion|IO|Cloud|ErrorResponse|ApiError|Platform|COM)?"
    r"(?:Exception|Error)"
)
"""Names of what carries an answer, not of what the service answered: they are exceptions, but name no error."""

_CLIENT = re.compile(r"@aws-sdk/client-[a-z0-9-]{1,60}")


def read(text: str) -> Iterable[Sighting]:
    """One sighting for each exception with what caused it, and for each sentence of an AWS SDK."""
    if not any(literal in text for literal in ("Exception", "Error", "Fault", "error occurred (", "operation error ")):
        return
    found = sorted([*_traces(text), *_sentences(text)], key=lambda sighting: (sighting.start, -sighting.end))
    yield from islice(_apart(found), MOST_SIGHTINGS)


def _apart(found: Iterable[Sighting]) -> Iterator[Sighting]:
    """The sightings that do not lie within the one before."""
    end = -1
    for sighting in found:
        if sighting.start >= end:
            end = sighting.end
            yield sighting


def _traces(text: str) -> Iterator[Sighting]:
    for each in islice(trace.find(text), MOST_SIGHTINGS):
        evidence = [item for thrown in each.thrown for item in _read(text, thrown)]
        evidence += aws_sdk.read_fields(each.properties)
        evidence += azure_sdk.read_lines(text, each.start, each.end)
        evidence += (Evidence("text", client[0], "trace") for client in _CLIENT.finditer(text, each.start, each.end))
        yield Sighting(NAME, each.start, each.end, _once(evidence))


def _sentences(text: str) -> Iterator[Sighting]:
    for start, end, evidence in islice(aws_sdk.sentences(text), MOST_SIGHTINGS):
        yield Sighting(NAME, start, end, _once(evidence))


def _once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence without what says the same again from elsewhere."""
    first: dict[tuple[str, str], Evidence] = {}
    for item in evidence:
        first.setdefault((item.kind, item.value), item)
    return tuple(first.values())


def _read(text: str, thrown: Thrown) -> Iterator[Evidence]:
    """What one exception of a chain says."""
    where = "exception"
    if thrown.hresult and (value := codes.hresult(thrown.hresult)):
        yield Evidence("hresult", value, where)
    if not _OF_CLIENTS.fullmatch(thrown.simple_name):
        yield Evidence("symbol", thrown.simple_name, where)
    yield Evidence("exception", thrown.name, where)
    message, said = _message(text, thrown)
    yield from said
    if status := status_of(message):
        yield Evidence("status", status, "exception message")
    for found in codes.find_hresults(message):
        yield Evidence("hresult", found.value, "exception message")
    if message and not said and not is_own_words(message):
        yield Evidence("message", message[:LONGEST_MESSAGE], "exception message")
    yield from read_url(message, "exception message")


def _message(text: str, thrown: Thrown) -> tuple[str, list[Evidence]]:
    """A message without what an AWS SDK put around it; and what that says."""
    start = thrown.start + len(text[thrown.start : thrown.end]) - len(text[thrown.start : thrown.end].lstrip())
    for reading in (aws_sdk.read_python, aws_sdk.read_go):
        if sentence := reading(text, start):
            return thrown.message, sentence[0]
    message, trailer = aws_sdk.read_java(thrown.message)
    if trailer and message:
        trailer.append(Evidence("message", message[:LONGEST_MESSAGE], "exception message"))
    return message, trailer
