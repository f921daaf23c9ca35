"""The header lines of a pasted HTTP message: what stands before each, what goes on in the next line, where they end.

Before a line stand curl's ``<`` and ``>``, the same as Slack escapes them, marks of quotations, fences and bullets; or
what a logger puts before every line, which is the same but for its digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_LINES = 250
LONGEST_LINE = 8_000
LONGEST_MARGIN = 160

MARKS = r"(?:[ \t]{0,16}(?:[<>|•]|&[lg]t;|`{1,3}|-(?=[ \t]))){0,4}[ \t]{0,16}"
"""Pattern of the marks before a line; matches nothing too."""

_MARKS = re.compile(MARKS)
_HEADER = re.compile(r"(?P<name>:?[A-Za-z][\w.-]{0,63}):(?!//)[ \t]{0,16}(?P<value>[^\n]*)", re.ASCII)
_PIECE = re.compile(r"[\w./:=+~-]{1,500}")
_DIGITS = re.compile(r"\d+", re.ASCII)
_ONE_WORD = frozenset({
    "accept", "age", "allow", "authorization", "cache", "connection", "cookie", "date", "dnt", "etag", "expires",
    "forwarded", "from", "host", "link", "location", "nel", "origin", "p3p", "pragma", "priority", "range",
    "referer", "server", "status", "te", "tk", "trailer", "upgrade", "vary", "via", "warning",
})  # fmt: skip
_CURL_SAYS = re.compile(
    r"""
    [ \t]{0,40} (?: (?:>|&gt;) [ \t] )?
    (?: \* (?: [ \t] .* )?
      | [{}] [ ] \[ \d{1,12} [ ] bytes [ ] data \]
      | % [ \t]+ Total [ \t] .*
      | Dload [ \t]+ Upload .*
      | \d{1,3} [ \t] [\d \t.kMGT:-]{10,120}
    )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands before each line of a message.

    Attributes:
        text: as it stood before the first line.
        log: whether a logger wrote it, so that every line must have it.
    """

    text: str
    log: bool = False

    @property
    def is_curl(self) -> bool:
        """Whether the lines are marked as ``curl -v`` marks what it receives."""
        return not self.log and ("<" in self.text or "&lt;" in self.text)

    def own(self, line: str) -> str | None:
        """The line without its margin; None where a logger's is missing."""
        if not self.log:
            return line[marks_before(line) :].rstrip()
        tail = self.text[len(self.text.rstrip(" \t")) - 1 :]
        at = line.find(tail, 0, LONGEST_MARGIN + len(tail))
        while at >= 0:
            end = at + len(tail)
            if _DIGITS.sub("0", line[:end]) == _DIGITS.sub("0", self.text):
                return line[end:].rstrip()
            at = line.find(tail, end, LONGEST_MARGIN + len(tail))
        return None

    def is_deeper(self, line: str) -> bool:
        """Whether the line stands further in than the first one did."""
        return not self.log and line[len(self.text) : marks_before(line)].isspace()


def marks_before(line: str) -> int:
    """How many characters of marks and blanks a line begins with."""
    match = _MARKS.match(line)
    return match.end() if match else 0


def line_at(text: str, at: int) -> tuple[str, int]:
    """The line that begins at ``at``, without its end and cut when very long; and where the next one begins."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return text[at : min(end, at + LONGEST_LINE)], min(end + 1, len(text))


def curl_says(line: str) -> bool:
    """Whether a line is curl's own: ``* Connected to ...``, ``{ [49 bytes data]``, the progress meter."""
    return _CURL_SAYS.fullmatch(line.rstrip()) is not None


def header(own: str) -> tuple[str, str] | None:
    """The name, in lower case, and the value of a header; None for ``Question: why does it fail``.

    Args:
        own: a line without its margin.
    """
    match = _HEADER.fullmatch(own)
    if match is None:
        return None
    name, value = match["name"].lower(), match["value"].strip(" \t`")
    return (name, value) if is_usual(name) or " " not in value else None


def is_usual(name: str) -> bool:
    """Say whether a header may be called so, in lower case: with a hyphen, with HTTP/2's colon, or by a known word."""
    return "-" in name or name.startswith(":") or name in _ONE_WORD


def read_header_lines(text: str, at: int, margin: Margin) -> tuple[tuple[tuple[str, str], ...], int]:
    """The headers from the line at ``at`` on, and where they end: behind the blank line, if there is one."""
    headers: list[tuple[str, str]] = []
    for _ in range(MOST_LINES):
        if at == len(text):
            break
        line, following = line_at(text, at)
        own = margin.own(line)
        if own is None:
            break
        if not own:
            at = following
            break
        found = header(own)
        if found and (is_usual(found[0]) or not headers or headers[-1][1]):
            headers.append(found)
        elif headers and _goes_on(headers[-1][1], own, deeper=margin.is_deeper(line)):
            headers[-1] = (headers[-1][0], _joined(headers[-1][1], own))
        elif not (margin.is_curl and curl_says(line)):
            break
        at = following
    return tuple(headers), _behind_curls_lines(text, at) if margin.is_curl else at


def _goes_on(value: str, own: str, *, deeper: bool) -> bool:
    """Whether a line goes on with the value of the header before it: it is indented, or the value cannot end there."""
    if deeper:
        return own[0] not in "{}[]<\"'" and not own.startswith("HTTP/")
    return _PIECE.fullmatch(own) is not None and (not value or value[-1] in "/-=" or "://" in value)


def _joined(value: str, own: str) -> str:
    """A value and what goes on with it; a link or an id was broken within."""
    broken = not value or (" " not in value and (value[-1] in "/-.=" or "://" in value))
    return value + own if broken else f"{value} {own}"


def _behind_curls_lines(text: str, at: int) -> int:
    """Where curl's own lines end, which it writes between the headers and the body."""
    for _ in range(MOST_LINES):
        line, following = line_at(text, at)
        if at == len(text) or not curl_says(line):
            break
        at = following
    return at
