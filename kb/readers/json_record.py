"""What one JSON record says about an error.

Shapes read: OData v2 and v3, Azure Resource Manager, AWS (``__type``, ``errorType``, API Gateway, boto3), Gcore (``exception_class``,
a video's ``error``), Event Grid, EventBridge, GraphQL, problem details, MediaTailor's CloudWatch records, access logs with a status.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.json_fields import objects
from kb.readers.service_code import read_code, read_exception

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kb.readers.json_fields import Field, Fields

LONGEST_MESSAGE = 2_000
MOST_OF_A_KIND = 8

NAMING = frozenset({"hresult", "status", "code", "symbol", "message"})
"""Kinds of evidence without which there is no error."""
_LATER = {"status": 1, "message": 2}
"""Where kinds stand in the order of evidence; 0 for the others."""

_WELL = frozenset({"ok", "success", "succeeded", "true", "complete", "completed", "finished"})
_BAD_LEVELS = frozenset({"error", "err", "fatal", "critical", "crit", "emergency", "alert", "panic"})
_BESIDE_A_MESSAGE = frozenset(
    ["message", "msg", "code", "type", "status", "statuscode", "requestid", "traceid", "path", "timestamp"]
)
_PLAYERS = (frozenset({"details", "fatal"}), frozenset({"severity", "category", "code"}))
"""Fields of hls.js and of Shaka Player."""

_MEDIATAILOR = frozenset(
    [
        "awsaccountid",
        "originid",
        "customerid",
        "sessiontype",
        "eventtimestamp",
        "adsrequesturl",
        "originrequesturl",
        "mediatailorpath",
        "avail",
    ]
)
_MEDIATAILOR_RECORD = frozenset({"awsaccountid", "originid", "eventtype"})
_NOT_ERRORS = frozenset(
    [
        "GENERATED_MANIFEST",
        "ORIGIN_MANIFEST",
        "SESSION_INITIALIZED",
        "TRACKING_RESPONSE",
        "MAKING_ADS_REQUEST",
        "VAST_RESPONSE",
        "VAST_REDIRECT",
        "REDIRECTED_VAST_RESPONSE",
        "PLANNED_AVAIL",
        "FILLED_AVAIL",
        "FILLED_OVERLAY_AVAIL",
        "BEACON_FIRED",
        "VOD_TIME_BASED_AVAIL_PLAN_SUCCESS",
        "VOD_TIME_BASED_AVAIL_PLAN_VAST_RESPONSE_FOR_OFFSET",
    ]
)
"""What MediaTailor logs when all is well."""

_STATUS = re.compile(r"(?:HTTP/[\d.]{1,3} )?([1-5]\d\d)(?!\d)", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,20}")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+", re.ASCII)
_IDENTIFIER = re.compile(r"[A-Za-z0-9](?=[a-z]{0,100}[A-Z0-9_.:#-])[\w.:#-]{2,100}", re.ASCII)  # not just a word
_PLACE = re.compile(
    r"(?:[A-Z]{3,7} )?(?:[A-Za-z][A-Za-z0-9+.-]{1,10}://(?:[^\s/@]{1,100}@)?(?P<host>[^\s/:?#@]{1,253})(?::\d{1,5})?)?"
    r"(?P<path>/[^\s?#]{0,1000})?"
)
_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,10}", re.ASCII)
_ARN = re.compile(r"arn:aws[a-z-]{0,10}:(?!iam:)[a-z0-9-]{2,40}:")
_AWS = re.compile(r"aws\.|arn:aws")
_ACCOUNT = re.compile(r"\d{12}:")


def read_record(record: Mapping[str, object]) -> tuple[tuple[Evidence, ...], str]:
    """The evidence of one object, most telling first, and its time as written; no evidence when it tells of no error."""
    parts = objects(record)
    markers = [item for fields in parts for item in _markers(fields)]
    label = next((_label(item.value) for item in markers if _AWS.match(item.value)), "")
    named = [item for fields in parts for item in _named(fields, label)]
    if not any(item.kind in NAMING for item in named) or any(_is_players(fields, label) for fields in parts):
        return (), ""
    named.sort(key=lambda item: _LATER.get(item.kind, 0))
    around = [item for fields in parts for field in fields.all if field.text for item in _around(field)]
    times = (field.text[:40] for fields in parts for field in fields.of("time"))
    return tuple(_few([*named, *markers, *around])), next(times, "")


def _label(marker: str) -> str:
    """Whose numbers an AWS event holds: ``aws-mediaconvert`` for ``aws.mediaconvert`` and ``arn:aws:mediaconvert:``."""
    return f"aws-{marker.rstrip(':').replace(':', '.').rpartition('.')[2]}"


def _few(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """Each thing once, and the first of each kind: a record with a hundred links says no more than one with eight."""
    count = Counter[str]()
    seen: set[tuple[str, str]] = set()
    for item in evidence:
        if (item.kind, item.value) not in seen and count[item.kind] < MOST_OF_A_KIND:
            seen.add((item.kind, item.value))
            count[item.kind] += 1
            yield item


def _named(fields: Fields, label: str) -> Iterator[Evidence]:
    """What one object calls its error."""
    for field in fields.all:
        if field.role == "errors" and isinstance(field.value, list):
            yield from (
                _message(each, field) for each in field.value if isinstance(each, str) and "://" not in each[:10]
            )
    if fields.by_role:
        is_error = _is_error(fields)
        for field in fields.all:
            if field.role and field.text:
                yield from _named_by(field, fields, label, is_error)


def _named_by(field: Field, fields: Fields, label: str, is_error: bool) -> Iterator[Evidence]:
    text = field.text
    match field.role:
        case "exception":
            yield from read_exception(text, field.where)
        case "error code":
            yield from read_code(text, field.where, "X-Err-Code" if field.key == "xerrcode" else label)
        case "code" if is_error:
            yield from read_code(text, field.where)
        case "error message":
            yield _message(text, field)
        case "message" if is_error and not text.isdecimal():
            yield _message(text, field)
        case "error" if _IDENTIFIER.fullmatch(text):
            yield from read_code(text, field.where)
        case "error":
            yield _message(text, field)
        case "status" if (status := _status(field)) >= 400:
            yield Evidence("status", str(status), field.where)
        case "event" if _CONSTANT.fullmatch(text) and text not in _NOT_ERRORS and len(fields.keys & _MEDIATAILOR) > 1:
            yield Evidence("symbol", text, field.where)


def _message(text: str, field: Field) -> Evidence:
    return Evidence("message", text.strip()[:LONGEST_MESSAGE], field.where)


def _status(field: Field) -> int:
    """The HTTP status a field holds, or 0."""
    status = _STATUS.match(field.text)
    return int(status[1]) if status else 0


def _is_error(fields: Fields) -> bool:
    """Whether an object tells of an error, so that what it calls message and code are the error's."""
    if fields.under == "error" or fields.of("exception") or any(_status(field) >= 400 for field in fields.of("status")):
        return True
    if _is_well(fields):
        return False
    if fields.of("error code") or any(field.text.casefold() in _BAD_LEVELS for field in fields.of("level")):
        return True
    if any(field.role == "error" and field.value is True for field in fields.all):
        return True
    said, code = fields.of("message"), fields.of("code")
    return bool(said) and (bool(code) or (fields.under == "record" and fields.keys <= _BESIDE_A_MESSAGE))


def _is_well(fields: Fields) -> bool:
    """Whether an object says that nothing went wrong."""
    marks = (*fields.of("status"), *fields.of("code"), *fields.of("error code"))
    return any(field.text == "0" or 100 <= _status(field) < 400 or field.text.casefold() in _WELL for field in marks)


def _is_players(fields: Fields, label: str) -> bool:
    """Whether an object is a player's error: the numbers of players are told apart elsewhere."""
    if any(keys <= fields.keys for keys in _PLAYERS):
        return True
    numbers = [field for field in fields.of("code") if _NUMBER.fullmatch(field.text)]
    return any(not [*read_code(field.text, "", label)] for field in numbers) and _is_error(fields)


def _markers(fields: Fields) -> Iterator[Evidence]:
    """Which service wrote an object."""
    if fields.of("event") and fields.keys >= _MEDIATAILOR_RECORD:
        yield Evidence("element", "mediatailor log record", "json")
    for field in fields.of("event"):
        if "." in field.text or " " in field.text:
            yield Evidence("text", field.text[:100], field.where)
    for field in fields.of("source"):
        if field.text.startswith("aws."):
            yield Evidence("text", field.text[:100], field.where)
    for field in fields.of("log group"):
        if "/" in field.text and " " not in field.text:
            yield Evidence("text", _ACCOUNT.sub("", field.text[:200], count=1), field.where)
    for field in fields.all:
        for each in field.value[:MOST_OF_A_KIND] if isinstance(field.value, list) else [field.value]:
            if isinstance(each, str) and (arn := _ARN.match(each)):
                yield Evidence("text", arn[0], field.where)


def _around(field: Field) -> Iterator[Evidence]:
    """What a field says besides: an id, a host and path, a header."""
    text, name = field.text[:LONGEST_MESSAGE], field.name.casefold()
    match field.role:
        case "request id" if len(text) <= 200:
            yield Evidence("request-id", f"{name}: {text}", field.where)
        case "place":
            yield from _place(text, field)
        case "exception" if "-" in name:
            yield Evidence("header", f"{name}: {text}", field.where)
        case "retry-after":
            yield Evidence("retry-after", text, field.where)
        case "cache":
            yield Evidence("cache", f"{name}: {text}", field.where)


def _place(text: str, field: Field) -> Iterator[Evidence]:
    if field.key.endswith(("host", "hostname", "domainname")):
        if _HOST.fullmatch(text):
            yield Evidence("host", text.casefold(), field.where)
    elif place := _PLACE.match(text):
        if place["host"]:
            yield Evidence("host", place["host"].casefold(), field.where)
        if place["path"] and place["path"] != "/":
            yield Evidence("path", place["path"], field.where)
