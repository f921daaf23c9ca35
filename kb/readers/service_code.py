"""What a service writes where it names its error, in XML and JSON alike: an HRESULT, an exception, a status, its own code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb import codes
from kb.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 300

_CONSTANT = re.compile(
    r"[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+", re.ASCII
)  # MPE_INGEST_..., FragmentDrop_OverlapTimestamp
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)*", re.ASCII)
_REASONS = {re.sub(r"\W", "", phrase): str(status) for status, phrase in codes.REASONS.items() if 400 <= status <= 511}
_SAYS_NOTHING = frozenset({"Error", "Exception", "error", "exception"})
_SUCCESS = frozenset({"s_ok", "ok", "success", "succeeded", "none", "null", "noerror", "no_error"})


def read_code(text: str, where: str, label: str = "") -> Iterator[Evidence]:
    """What a code says: one piece of evidence, for a name with its namespace two, for SharePoint's "number, exception" three.

    Args:
        text: the code as it stood: ``0x8088002E``, ``-2147024891, System.UnauthorizedAccessException``, ``ResourceNotFound``,
            ``404``, ``com.amazon.elemental.midas.mms.coral#ConflictException``.
        where: where it stood, for people.
        label: whose number it is when it is just a number: ``aws-mediaconvert``. Without one, only numbers that are an
            HTTP status or an HRESULT say anything.
    """
    for part in text[:LONGEST].split(","):
        code = "".join(part.split())
        if value := codes.hresult(code):
            yield Evidence("hresult", value, where)
        elif code.isdecimal() and code.isascii():
            yield from _number(code, where, label)
        elif code.casefold() not in _SUCCESS:
            yield from _name(code, where)


def read_exception(text: str, where: str) -> Iterator[Evidence]:
    """An exception's name, from a place that holds nothing else: as a symbol without, as an exception with its namespace.

    Args:
        text: ``NotFoundError``, ``com.amazon.coral#ConflictException``, ``GatewayTimeoutException:http://internal...``.
        where: where it stood, for people.
    """
    literal = text.strip()[:LONGEST]
    name = literal.partition(":")[0].rpartition("#")[2].rpartition(".")[2]
    if _NAME.fullmatch(name) and name not in _SAYS_NOTHING:
        yield Evidence("symbol", name, where)
        yield Evidence("exception", literal, where)


def _number(digits: str, where: str, label: str) -> Iterator[Evidence]:
    if label:
        yield Evidence("code", f"{label} {digits}", where)
    elif len(digits) == 3 and "400" <= digits <= "599":
        yield Evidence("status", digits, where)


def _name(code: str, where: str) -> Iterator[Evidence]:
    if code in _REASONS:
        yield Evidence("status", _REASONS[code], where)  # Azure Resource Manager: "NotFound", "Conflict"
    elif "#" in code or ":" in code or code.endswith("Exception"):
        yield from read_exception(code, where)
    elif _CONSTANT.fullmatch(code):
        yield Evidence("symbol", code, where)
    elif _NAME.fullmatch(code):
        yield Evidence("code", code, where)
