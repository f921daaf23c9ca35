"""Logs that programs write in their own ways: a time or a level in front, then text, ``key=value`` pairs or a JSON object.

Such a line counts when it holds an HRESULT, an HTTP status that stands like one, or at the level "error" the name of an error.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kb import codes
from kb.model import Evidence
from kb.readers.exchange import URL
from kb.readers.http_client import read_url, status_of
from kb.readers.json_record import read_record
from kb.readers.log_record import WELL, Line
from kb.readers.service_code import read_code

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 8_000
LONGEST_MESSAGE = 500

_DAY = r"\d{4}-\d\d-\d\d|\d{4}/\d\d/\d\d|\d{1,2}/\d{1,2}/\d{4},?|\d\d-[A-Z][a-z]{2}-\d{4}|\d\d-\d\d|[A-Z][a-z]{2}[ ][ \d]\d"
_CLOCK = r"\d{1,2}:\d\d:\d\d(?:[.,:]\d{1,9})?(?:[ ]?[AP]M\b)?(?:[ ]?(?:Z\b|UTC\b|[+-]\d\d:?\d\d\b))?"
_START = re.compile(
    rf"""
    (?:<\d{{1,3}}>(?:\d\ )?)? (?:[\w.-]{{1,40}}\s{{1,4}}\|\ )?          # syslog's priority, docker compose's name
    (?: \[?(?P<when> (?:{_DAY})[T\ ]{_CLOCK} | \d\d:\d\d:\d\d[.,]\d{{3}} )(?:\ [A-Z][a-z]{{2,20}}/\w{{2,20}})?\]?
      | \[[\w.]{{1,60}}\]\[(?:warning|error|critical)\]                  # streamlink
      | (?:ERROR|CRITICAL|WARNING):[\w.]{{1,60}}:                        # logging's default in Python
      | [EFW]/[\w.$]{{1,60}}[(:] )
    """,
    re.VERBOSE,
)
_LEVEL = re.compile(
    r"(?<![\w.])(?:error|fatal|critical|crit|emerg|alert|severe|err)\b(?! ?=)|(?<![\w/])[EF]/[\w.$]{1,60}[(:]",
    re.IGNORECASE,
)
_AFTER_LEVEL = re.compile(r"[\]>)\s:|-]{1,8}(?:<\w{1,20}>:? ?)?")
_MAYBE = re.compile(
    r"[45]\d\d|0[xX][0-9a-fA-F]{8}|-\d{9,10}|[8cC][0-9a-fA-F]{7}|[A-Za-z]_[A-Z]|[a-z](?:Error|Exception)|invalid status"
)
_ASKED = re.compile(
    r"""(?<![\w/])"?(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH)\ (?:
      (?P<target>(?:https?://|/)[^\s"]{1,4000}+)"?(?:\ HTTP/[\d.]{1,3})?"?[\ ,:]{1,3}(?:->\ |status[=:]\ ?)?(?P<after>[1-5]\d\d)
      |(?P<before>[1-5]\d\d)\ (?P<path>(?:https?://|/)[^\s"]{1,4000}+))(?![\w.])""",
    re.VERBOSE,
)
_LABELLED = re.compile(
    r"\b(?:sc[-_])?(?:http[-_ ]?)?(?:status|status[-_ ]?code|response[-_ ]?code|rc)[\"']?\s{0,2}[=:]\s{0,2}[\"']?(?P<status>[45]\d\d)(?![\w.])",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?<![\w./@:-])[a-z0-9](?:[a-z0-9-]{0,62}\.){2,8}[a-z]{2,12}(?![\w./-])")
_REQUEST_ID = re.compile(
    r"\b(?P<name>x-amzn-requestid|x-amz-cf-id|request[-_ ]?id|req[-_]id|trace[-_]id)[\"']?\s{0,2}[=:]\s{0,2}[\"']?(?P<id>[\w+/=-]{8,100})",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![\w./-])[A-Za-z][A-Za-z0-9]{1,60}(?:_[A-Za-z0-9]{1,40}){0,12}(?![\w/])")
_MAYBE_NAME = re.compile(r"[A-Z0-9]_[A-Z]|[a-z](?:E[rx]|Fa|Time|Denied|NotFound|Unavail)")
_SAYS_ERROR = re.compile(
    r"ERR|FAIL|NOT|NO_|INVALID|TIMEOUT|TIMED|DENIED|EXCEED|UNAVAIL|FORBID|UNAUTH|MISSING|ALLOWED|UNKNOWN|UNSUPP|CONFLICT|ABORT"
    r"|REFUSED|EXPIRED|LOCKED|LOST|BAD_|MPE_|[a-z]"
)
_TAG = re.compile(r"[\w.-]{1,100} [\w./-]{1,60}\[\d{1,10}\]: ")
_PRODUCTS = (
    ("inputstream", "inputstream.adaptive (player)"),
    ("CCurlFile", "Kodi (player)"),
    ("ffmpeg: ", "ffmpeg (player)"),
    ("[stream.", "streamlink (player)"),
)

_PAIR = re.compile(
    r"""(?:^|[ \t])(?P<key>[A-Za-z_][\w.-]{0,60})=(?:"(?P<quoted>(?:[^"\\]|\\.){0,4000}+)"|(?P<bare>[^\s"]{0,2000}+))"""
)
_FEWEST_PAIRS = 3
_TELLING = re.compile(r"rror|RROR|xception|[Ff]ail|[Cc]ode|[Ss]tatus|[Ee]vent|[Rr]eason|type")
_STATUS_KEYS = frozenset(
    "status status_code statuscode http_status code response_code sc_status upstream_status".split()
)
_CODE_KEYS = frozenset(
    "hr hresult errorcode error_code err_code errcode result x_err_code exception error_type".split()
)
_HOST_KEYS = frozenset("host authority vhost server_name upstream_host hostname domain".split())
_PATH_KEYS = frozenset("path uri request_path request_uri url request_url target upstream_url".split())
_ID_KEYS = frozenset(
    "request_id requestid req_id trace_id x_request_id x_amzn_requestid x_amz_cf_id correlation_id".split()
)
_MESSAGE_KEYS = frozenset("msg message err error reason detail error_message".split())
_TIME_KEYS = frozenset("time ts timestamp t at date".split())
_BAD_LEVELS = frozenset("error err fatal critical crit alert emerg panic severe".split())


def read_json(line: str) -> Line | None:
    """A line that is one JSON object."""
    if not line.startswith('{"') or not line.rstrip().endswith("}") or not _TELLING.search(line):
        return None
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    evidence, when = read_record(record)
    return Line(evidence, when) if evidence else None


def read_logfmt(line: str) -> Line | None:
    """A line of ``key=value`` pairs, three or more of them, the first at its start or behind a time."""
    if line.count("=") < _FEWEST_PAIRS:
        return None
    pairs = [*_PAIR.finditer(line[:LONGEST])]
    if len(pairs) < _FEWEST_PAIRS or (pairs[0].start() > 0 and not _START.match(line)):
        return None
    fields = {pair["key"].casefold().replace("-", "_"): pair["quoted"] or pair["bare"] or "" for pair in pairs}
    level = fields.get("level", fields.get("lvl", fields.get("severity", ""))).casefold()
    named = [item for key, value in fields.items() for item in _identifier(key, value)]
    if not named and not (level in _BAD_LEVELS and (named := [*_names(" ".join(fields.values()))])):
        return WELL if level else None
    said = [item for key, value in fields.items() for item in _beside(key, value)]
    when = next((fields[key] for key in fields if key in _TIME_KEYS), "")
    return Line(tuple(dict.fromkeys([*named, *said])), when)


def _identifier(key: str, value: str) -> Iterator[Evidence]:
    where = f"logfmt {key}"
    if key in _STATUS_KEYS and len(value) == 3 and value.isdecimal() and "400" <= value <= "599":
        yield Evidence("status", value, where)
    elif key == "x_err_code" and value.isalnum():
        yield Evidence("code", f"X-Err-Code {value}", where)
    elif key in _CODE_KEYS and value:
        yield from read_code(value, where)
    elif key in _MESSAGE_KEYS:
        yield from (Evidence("hresult", code.value, where) for code in codes.find_hresults(value))
        if status := status_of(value):
            yield Evidence("status", status, where)


def _beside(key: str, value: str) -> Iterator[Evidence]:
    where = f"logfmt {key}"
    if key in _MESSAGE_KEYS and value:
        yield Evidence("message", value[:LONGEST_MESSAGE], where)
        yield from read_url(value, where)
    elif key in _HOST_KEYS and "." in value:
        yield Evidence("host", value.partition(":")[0].casefold(), where)
    elif key in _PATH_KEYS and value.startswith("/"):
        yield Evidence("path", value.partition("?")[0], where)
    elif key in _PATH_KEYS:
        yield from read_url(value, where)
    elif key in _ID_KEYS and value:
        yield Evidence("request-id", f"{key.replace('_', '-')}: {value[:100]}", where)


def read_dated(line: str) -> Line | None:
    """A line that starts with a time or a level."""
    start = _START.match(line)
    if start is None or not _MAYBE.search(line, start.end(), LONGEST):
        return None
    said = line[start.end() : LONGEST]
    evidence = [Evidence("hresult", code.value, "log line") for code in codes.find_hresults(said)]
    asked = _ASKED.search(said)
    reported = "" if asked else status_of(said)
    if status := _answered(asked) or reported or _labelled(said):
        evidence.append(Evidence("status", status, "log line"))
    level = _LEVEL.search(line, 0, start.end() + 80)
    if evidence or level:
        evidence += _names(said)
    if not evidence:
        return None
    evidence += _place(said, asked)
    if not (asked or reported) and (message := _message(line, start, level)):
        evidence.append(Evidence("message", message, "log line"))
    return Line(tuple(dict.fromkeys(evidence)), start["when"] or "")


def _answered(asked: re.Match[str] | None) -> str:
    """The status behind a request when it is an error's, or ""."""
    status = (asked["after"] or asked["before"]) if asked else ""
    return status if status >= "400" else ""


def _labelled(said: str) -> str:
    """The status under a label, or ""."""
    found = _LABELLED.search(said)
    return found["status"] if found else ""


def _names(said: str) -> Iterator[Evidence]:
    """The names in a line that look like errors': MPE_FRAGMENT_NOT_READY, GatewayTimeoutException."""
    for name in _NAME.finditer(said) if _MAYBE_NAME.search(said) else ():
        if codes.looks_like_symbol(name[0]) and _SAYS_ERROR.search(name[0]):
            yield Evidence("symbol", name[0], "log line")


def _place(said: str, asked: re.Match[str] | None) -> Iterator[Evidence]:
    """Host, path, request id and product of a line."""
    yield from read_url(said, "log line")
    if asked:
        target = asked["target"] or asked["path"]
        if target.startswith("/") and len(target) > 1:
            yield Evidence("path", target.partition("?")[0], "log line")
        if host := _HOST.search(said):
            yield Evidence("host", host[0], "log line")
    if found := _REQUEST_ID.search(said):
        yield Evidence("request-id", f"{found['name'].casefold()}: {found['id']}", "log line")
    for literal, product in _PRODUCTS:
        if literal in said:
            yield Evidence("layer", product, "log line")


def _message(line: str, start: re.Match[str], level: re.Match[str] | None) -> str:
    """What stands behind the level, or behind the time and syslog's tag where there is no level; without URLs."""
    at = level.end() if level and level.end() > start.end() else start.end()
    behind = _AFTER_LEVEL.match(line, at)
    at = behind.end() if behind else at
    tag = _TAG.match(line, at)
    return URL.sub("", line[tag.end() if tag else at : LONGEST]).strip()[:LONGEST_MESSAGE]
