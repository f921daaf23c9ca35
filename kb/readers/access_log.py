"""Access logs in the common and combined formats of Apache and nginx, with what CDNs put around them, and Gcore's raw logs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.http_client import read_url
from kb.readers.log_record import WELL, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

_REQUEST = re.compile(
    r"""
    \[(?P<when> \d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d\ [+-]\d{4} )\]\ {1,4}
    " (?: (?P<method> [A-Z]{3,20} )\ (?P<target> [^\s"]{1,8000}+ ) )? (?: [^"\\]|\\. ){0,8000}+ "
    (?: \ HTTP/[\d.]{1,3} )? \ {1,4} (?P<status> [1-5][0-9]{2} ) \b
    (?: \ (?: \d{1,20}|- ) \ "[^"]{0,4000}+" \ "(?P<agent> [^"]{0,1000}+ )" )?
    """,
    re.VERBOSE,
)
_HOST = re.compile(r"(?P<host>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24})(?::\d{1,5})?", re.ASCII)
_FASTLY = re.compile(r"\bcache-[a-z]{3,5}\d{2,6}\b")
_LONGEST_BEFORE = 400

# Where the fields stand in a line of Gcore: each in quotes, one space between.
_WHEN, _ASKED, _STATUS, _AGENT, _GCORE_HOST, _CACHE, _ORIGIN_STATUS = 3, 4, 5, 8, 12, 18, 30
_GCORE_START = re.compile(r'"[0-9a-fA-F.:]{2,45}" "-" "[^"]{0,100}" "\[\d\d/[A-Z][a-z]{2}/')


def read_combined(line: str) -> Line | None:
    """One line of the common or combined format, with a virtual host or syslog's prefix before it or not."""
    opening = line.find("[", 0, _LONGEST_BEFORE)
    found = _REQUEST.search(line, opening, opening + 20_000) if opening >= 0 else None
    if found is None:
        return None
    if found["status"] < "400":
        return WELL
    evidence = [Evidence("status", found["status"], "access log"), *_target(found["target"] or "")]
    evidence += _before(line[: found.start()])
    if (found["agent"] or "-") != "-":
        evidence.append(Evidence("user-agent", found["agent"], "access log"))
    return Line(tuple(dict.fromkeys(evidence)), found["when"])


def read_gcore(line: str) -> Line | None:
    """One line of Gcore's raw logs: edge or shield, as exported to a storage."""
    if not _GCORE_START.match(line):
        return None
    fields = line.strip().strip('"').split('" "')
    if len(fields) <= _GCORE_HOST or not fields[_STATUS].isdecimal():
        return None
    if fields[_STATUS] < "400":
        return WELL
    where = "Gcore raw log"
    evidence = [Evidence("status", fields[_STATUS], where)]
    if _HOST.fullmatch(fields[_GCORE_HOST]):
        evidence.append(Evidence("host", fields[_GCORE_HOST].casefold(), where))
    evidence += _target(fields[_ASKED].partition(" ")[2].partition(" ")[0])
    evidence.append(Evidence("layer", "Gcore (cdn)", where))
    if len(fields) > _CACHE and fields[_CACHE] != "-":
        evidence.append(Evidence("cache", f"upstream_cache_status: {fields[_CACHE]}", where))
    notes: tuple[str, ...] = ()
    if len(fields) > _ORIGIN_STATUS and fields[_ORIGIN_STATUS].isdecimal():
        notes = (f"the origin answered {fields[_ORIGIN_STATUS]}",)
    return Line(tuple(dict.fromkeys(evidence)), fields[_WHEN].strip("[]"), notes)


def _target(target: str) -> Iterator[Evidence]:
    """Host and path of what was asked for: a path, or an absolute URL."""
    if target.startswith("/"):
        path = target.partition("?")[0]
        if len(path) > 1:
            yield Evidence("path", path, "access log")
    else:
        yield from read_url(target, "access log")


def _before(prefix: str) -> Iterator[Evidence]:
    """What stands before the time: a virtual host in front, the node that sent it."""
    first = _HOST.fullmatch(prefix.partition(" ")[0])
    if first and not first["host"].startswith("cache-"):
        yield Evidence("host", first["host"].casefold(), "access log")
    if _FASTLY.search(prefix):
        yield Evidence("layer", "Fastly (cdn)", "access log")
