"""What the Azure SDKs put below their exceptions, one property a line: status, error code, message, request id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.service_code import read_code

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(
    r"^[ \t]{0,8}(?P<name>Status|ErrorCode|Code|HttpStatusCode|RequestID|Message|StatusMessage):[ \t]{0,4}(?P<value>[^\n]{1,500})",
    re.MULTILINE,
)
_STATUS = re.compile(r"[45][0-9]{2}(?![0-9])")


def read_lines(text: str, start: int, end: int) -> Iterator[Evidence]:
    """What the properties in a stretch of text say.

    Args:
        text: what holds them.
        start: where the exception starts, in characters.
        end: where its trace ends.
    """
    for line in _LINE.finditer(text, start, end):
        name, value = line["name"], line["value"].strip()
        where = f"exception {name}"
        if name in ("Status", "HttpStatusCode"):
            if status := _STATUS.match(value):
                yield Evidence("status", status[0], where)
        elif name in ("ErrorCode", "Code"):
            yield from read_code(value, where)
        elif name == "RequestID":
            yield Evidence("request-id", f"requestid: {value[:100]}", where)
        else:
            yield Evidence("message", value, where)
