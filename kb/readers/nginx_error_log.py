"""The error log of nginx: what went wrong, for which request, with which upstream."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.http_client import read_url
from kb.readers.log_record import WELL, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(
    r"(?P<when>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) \[(?P<level>[a-z]{2,8})\] \d{1,10}#\d{1,10}: (?:\*\d{1,20} )?(?P<said>.{1,8000})"
)
_TAIL = re.compile(r", (?:client|server|request|upstream|host|referrer|subrequest): ")
_FIELD = re.compile(
    r", (?P<name>server|request|upstream|host): (?:\"(?P<quoted>[^\"]{0,4000})\"|(?P<bare>[^,\s]{1,300}))"
)
_ERRORS = frozenset({"error", "crit", "alert", "emerg"})
_HOST = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}", re.ASCII)


def read_nginx_error(line: str) -> Line | None:
    """One line; what nginx logs below the level "error" tells of no error."""
    found = _LINE.match(line)
    if found is None:
        return None
    if found["level"] not in _ERRORS:
        return WELL
    where = "nginx error log"
    said = found["said"]
    tail = _TAIL.search(said)
    message = said[: tail.start()] if tail else said
    fields = {field["name"]: field["quoted"] or field["bare"] or "" for field in _FIELD.finditer(said)}
    evidence = (
        Evidence("message", message, where),
        *_request(fields, where),
        Evidence("layer", "nginx (server)", where),
    )
    return Line(tuple(dict.fromkeys(evidence)), found["when"])


def _request(fields: dict[str, str], where: str) -> Iterator[Evidence]:
    """The hosts, nearest the viewer first, and the path."""
    for name in ("host", "server"):
        host = fields.get(name, "").partition(":")[0].casefold()
        if _HOST.fullmatch(host):
            yield Evidence("host", host, where)
    upstream = [*read_url(fields.get("upstream", ""), f"{where} upstream")]
    yield from (item for item in upstream if item.kind == "host")
    target = fields.get("request", "").partition(" ")[2].partition(" ")[0]
    if target.startswith("/") and len(target) > 1:
        yield Evidence("path", target.partition("?")[0], where)
