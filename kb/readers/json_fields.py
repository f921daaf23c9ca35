"""The fields of a JSON record with what each is for, by its name, which services spell in their own ways."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DEEPEST = 100
MOST_VALUES = 20_000

_NAMES = {
    "exception": "__type errortype exceptionclass exceptiontype exception xamznerrortype",
    "code": "code",
    "error code": "errorcode resultcode latencyresultcode warningcode alertcode hresult skippedreason errcode xerrcode",
    "message": "message msg detail title reason",
    "error message": "errormessage errordescription errormsg alertmessage warningmessage",
    "error": "error odataerror err lasterror",
    "errors": "errors",
    "status": "status statuscode httpstatus httpstatuscode responsestatus responsestatuscode responsecode httpcode",
    "request id": "requestid traceid xamzntraceid correlationid activityid cfray rayid xamzcfid xamzid2 hostid",
    "place": "request host hostname domainname",
    "time": "eventtimestamp eventtime timestamp time datetime date ts",
    "log group": "log loggroup loggroupname",
    "event": "eventtype detailtype",
    "source": "source",
    "level": "level severity loglevel",
    "retry-after": "retryafter",
    "cache": "xcache cfcachestatus",
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split()}
_ENDINGS = {"requestid": "request id", "url": "place", "uri": "place", "path": "place"}
_BODIES = frozenset({"body", "responsebody", "response", "payload"})
_DECODER = json.JSONDecoder(strict=False)
_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        name: as it stood: ``request_id``.
        key: in lower case without separators: ``requestid``.
        role: what it is for: ``request id``; "" when no one knows.
        value: what ``json`` makes of it; a string that is itself JSON already read.
    """

    name: str
    key: str
    role: str
    value: object

    @property
    def text(self) -> str:
        """The value as text; "" for containers, null, true and false."""
        if isinstance(self.value, str):
            return self.value.strip()
        return str(self.value) if isinstance(self.value, int) and not isinstance(self.value, bool) else ""

    @property
    def where(self) -> str:
        """Where it stood, for people."""
        return f"json {self.name[:80]}"


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one object of a record.

    Attributes:
        under: "record" for the outermost object and for a body in it, "error" for what stands for an error and all in it, else "".
        all: the fields, in order.
        by_role: those that have a role and a text.
    """

    under: str
    all: tuple[Field, ...]
    by_role: Mapping[str, Sequence[Field]]

    def of(self, role: str) -> Sequence[Field]:
        """The fields of a role that have a text."""
        return self.by_role.get(role, ())

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all fields."""
        return frozenset(field.key for field in self.all)


def objects(record: Mapping[str, object]) -> list[Fields]:
    """The fields of each object of a record, outer objects before inner ones; also of objects in a string that is JSON, once."""
    found: list[Fields] = []
    waiting: list[tuple[object, str, int, bool]] = [(record, "record", 0, True)]
    count = 0
    while waiting and count < MOST_VALUES:
        value, under, depth, opening = waiting.pop()
        inner: list[tuple[object, str, int, bool]] = []
        if isinstance(value, dict):
            fields: list[Field] = []
            by_role: dict[str, list[Field]] = {}
            for name, each in _pairs(value):
                field = _field(name, each, opening=opening)
                fields.append(field)
                if field.role and field.text:
                    by_role.setdefault(field.role, []).append(field)
                opened = field.value is not each
                inner.append((field.value, _within(under, field, opened), depth + 1, opening and not opened))
            found.append(Fields(under, tuple(fields), by_role))
        elif isinstance(value, list):
            inner = [(each, under, depth + 1, opening) for each in value]
        count += 1 + len(inner)
        if depth < DEEPEST:
            waiting += reversed(inner)
    return found


def _within(under: str, field: Field, opened: bool) -> str:
    """What the value of a field is under: a body inside a record is a record of its own."""
    if under == "error" or field.role in ("error", "errors"):
        return "error"
    return "record" if opened or field.key in _BODIES else ""


@lru_cache(maxsize=2_000)
def role(name: str) -> tuple[str, str]:
    """The key of a field and its role: ``X-Amzn-RequestId`` is ``xamznrequestid``, a request id."""
    key = _SEPARATORS.sub("", name.casefold())
    found = _ROLES.get(name) or _ROLES.get(key)
    if not found:
        found = next((role for ending, role in _ENDINGS.items() if key.endswith(ending)), "")
    return key, found


def _pairs(value: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    """The fields of an object; a header that stands as ``{"name": ..., "value": ...}`` is a field of that name."""
    if value.keys() == {"name", "value"}:
        return [(str(value["name"]), value["value"])]
    return ((str(name), each) for name, each in value.items())


def _field(name: str, value: object, *, opening: bool) -> Field:
    key, known = role(name)
    if opening and isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        value = _opened(value)
    if known == "message" and isinstance(value, dict) and isinstance(said := value.get("value"), str):
        value = said  # OData: {"lang": "en-US", "value": "..."}
    return Field(name, key, known, value)


def _opened(text: str) -> object:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return text
