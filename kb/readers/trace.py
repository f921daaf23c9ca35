"""Traces of thrown exceptions in running text: .NET, Java, JavaScript, Python; where each stands, and what was thrown.

A name without its namespace is an exception only above its trace: in prose it is a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_letters, digits
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NAME = 300
LONGEST_LINE = 4_000
MOST_LINES = 2_000
MOST_THROWN = 20
LONGEST_OBJECT = 4_000

_NAME_CHARACTERS = ascii_letters + digits + "_.$+`"
_TAIL = re.compile(r"(?:Exception|Error|Fault|Timeout|[a-z]Unavailable)(?![\w.$+])", re.ASCII)
_DOTTED = re.compile(r"[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$+`]*)+", re.ASCII)
_PLAIN = re.compile(r"[A-Z][\w$]*", re.ASCII)
_BEFORE_PLAIN = re.compile(r"(?:[\W\d]{0,40}|.{0,60}?(?:Uncaught |Unhandled \w{1,20} |\(in promise\) |[:>\]] ))", re.ASCII)
_AFTER_NAME = re.compile(
    r"(?:\s?\((?P<hresult>0x[0-9A-Fa-f]{8})\))?(?P<colon>\s{0,2}:(?!:)[ \t]{0,4})?(?P<message>[^\n]{0,4000})"
)
_JOINT = re.compile(r"\s{0,3}--->\s|\s[-=]{3}> ")
_EMBEDDED = re.compile(r"<\?xml|<(?:[a-z]:)?[Ee]rror[\s>]|<!DOCTYPE|<html|\[?\{\s{0,20}[\"']|&lt;")
_FRAME = re.compile(
    r"""
    [^\n]{0,100}?\s at\ (?:\S{1,400}[(.:/\[<] | async\ | new\ | Object\. | <) [^\n]{0,2000}   # .NET, Java, JavaScript
    | [ \t>|]{0,12} (?: \.\.\.\ \d{1,4}\ (?:more|common) | ---\ End\ of | \ ?--->\ | (?:Caused|Wrapped)\ by:\ | Suppressed:\ )
      [^\n]{0,4000}
    | [^\n]{0,100}?\bCaused\ by:\ [^\n]{0,4000}
    | [ \t]{1,60} (?:File\ ") [^\n]{0,2000}
    """,
    re.VERBOSE,
)
_TRACEBACK = "Traceback (most recent call last):"
_BETWEEN_TRACEBACKS = re.compile(
    r"\s{1,4}(?:During handling of the above exception|The above exception was the direct cause)[^\n]{0,80}\s{1,4}"
    rf"(?={re.escape(_TRACEBACK)})"
)
_OBJECT = re.compile(r"\s?\{\s{0,8}\n")


@dataclass(frozen=True, slots=True)
class Thrown:
    """One exception of a chain.

    Attributes:
        name: as it stood, with its namespace.
        message: what follows on its line, without markup or JSON that it wraps.
        start, end: the span of the message in the text, in characters.
        hresult: as .NET puts it behind the name, or "".
    """

    name: str
    message: str
    start: int
    end: int
    hresult: str = ""

    @property
    def simple_name(self) -> str:
        """The name without its namespace and outer classes."""
        return re.split(r"[.$+]", self.name)[-1]


@dataclass(frozen=True, slots=True)
class Trace:
    """A chain of exceptions with its trace.

    Attributes:
        start, end: its span in characters; ``end`` lies before markup or JSON that the last message wraps.
        thrown: outermost first.
        properties: what a JavaScript engine prints behind the frames, or "".
    """

    start: int
    end: int
    thrown: tuple[Thrown, ...]
    properties: str = ""


def find(text: str) -> Iterator[Trace]:
    """Every chain of exceptions in a text, in order. Takes time in proportion to the text."""
    at = 0
    last_line = -1
    for tail in _TAIL.finditer(text):
        if tail.end() <= at:
            continue
        line = text.rfind("\n", max(0, tail.end() - LONGEST_LINE), tail.end()) + 1
        before = text[max(line, tail.end() - LONGEST_NAME) : tail.end()]
        name = before[len(before.rstrip(_NAME_CHARACTERS)) :].lstrip(".0123456789`+")
        start = tail.end() - len(name)
        dotted = _DOTTED.fullmatch(name) is not None
        if not dotted and (line == last_line or not _PLAIN.fullmatch(name)):
            continue
        if not dotted:
            last_line = line
        trace = _trace(text, start, name) if dotted or _BEFORE_PLAIN.fullmatch(text, line, start) else None
        if trace is None:
            continue
        begin = _traceback_before(text, at, line)
        has_trace = trace.end > trace.thrown[-1].end or begin is not None or len(trace.thrown) > 1
        if has_trace or (dotted and _names_itself(text, trace.thrown[0])):
            at = trace.end
            yield Trace(begin if begin is not None else start, at, trace.thrown, trace.properties)


def _names_itself(text: str, thrown: Thrown) -> bool:
    """Whether a name with its namespace stands as in a log, "name: message", and is no file or address."""
    return thrown.start > 0 and text[thrown.start - 1 : thrown.start] in (" ", ":") and thrown.name.count(".") < 12


def _trace(text: str, start: int, name: str) -> Trace | None:
    """The chain that starts with this name; None when nothing that belongs to an exception follows."""
    chain = [*_line_of(text, start, name)]
    end = chain[-1].end
    at = _line_end(text, end)
    embedded = text[end:at].strip() != ""
    for _ in range(MOST_LINES):
        frame = _FRAME.match(text, at + 1) if at < len(text) else None
        if frame is None:
            break
        if len(chain) < MOST_THROWN:
            chain += _caused(text, frame.start(), frame.end())
        at = _line_end(text, frame.end())
        end = at
    if end == chain[-1].end and not embedded and not chain[0].message and chain[0].start == chain[0].end:
        return None
    properties = _properties(text, end)
    end += len(properties)
    while more := _BETWEEN_TRACEBACKS.match(text, end):
        python = _python(text, more.end())
        if python is None:
            break
        chain.insert(0, python)
        end = python.end
    return Trace(start, end, tuple(chain), properties)


def _line_of(text: str, start: int, name: str) -> Iterator[Thrown]:
    """The exceptions on one line: .NET joins them with ``--->``."""
    while True:
        after = _AFTER_NAME.match(text, start + len(name))
        if after is None:
            return
        begin, end = (after.start("message"), after.end("message")) if after["colon"] else (after.end("hresult"),) * 2
        if end < 0:
            begin = end = start + len(name)
        joint = _JOINT.search(text, begin, after.end("message"))
        stop = min(joint.start() if joint else end, end) if after["colon"] else end
        if wrapped := _EMBEDDED.search(text, begin, stop):
            stop = wrapped.start()
        yield Thrown(name, text[begin:stop].strip(), begin, stop, after["hresult"] or "")
        inner = _next_name(text, joint.end(), after.end("message")) if joint else None
        if inner is None:
            return
        start, name = inner


def _next_name(text: str, start: int, end: int) -> tuple[int, str] | None:
    """The first exception's name in a stretch of text, and where it starts."""
    tail = _TAIL.search(text, start, min(end, start + LONGEST_NAME))
    if tail is None:
        return None
    before = text[start : tail.end()]
    name = before[len(before.rstrip(_NAME_CHARACTERS)) :].lstrip(".0123456789`+")
    return (tail.end() - len(name), name) if name else None


def _caused(text: str, start: int, end: int) -> Iterator[Thrown]:
    """The exceptions on a line of the trace: those behind "Caused by" and "--->"."""
    line = text[start : min(end, start + 120)]
    mark = max(line.find("Caused by: "), line.find("---> "), line.find("Wrapped by: "), line.find("Suppressed: "))
    if mark >= 0 and (inner := _next_name(text, start + mark, end)):
        yield from _line_of(text, *inner)


def _properties(text: str, end: int) -> str:
    """The properties of an error that Node prints in braces behind its frames, or ""."""
    brace = text.rfind("{", max(0, end - 3), end)
    opening = brace if brace >= 0 else (found.end() if (found := _OBJECT.match(text, end)) else -1)
    if opening < 0:
        return ""
    closing = text.find("\n}", opening, opening + LONGEST_OBJECT)
    return text[end : closing + 2] if closing >= 0 else text[end : text.find("\n\n", end, end + LONGEST_OBJECT) + 1]


def _traceback_before(text: str, at: int, line: int) -> int | None:
    """Where Python's "Traceback" starts whose frames lead up to a line; None when there is none."""
    start = text.rfind(_TRACEBACK, max(at, line - 100_000), line)
    if start < 0:
        return None
    frames = text[_line_end(text, start) + 1 : line].split("\n")[:-1]
    return start if len(frames) <= MOST_LINES and all(not each or each[0] in " \t|" for each in frames) else None


def _python(text: str, start: int) -> Thrown | None:
    """What the traceback says that starts here."""
    at = _line_end(text, start)
    for _ in range(MOST_LINES):
        if at >= len(text) or text[at + 1 : at + 2] not in (" ", "\t", "|"):
            break
        at = _line_end(text, at + 1)
    found = _next_name(text, at + 1, _line_end(text, at + 1))
    if found is None:
        return None
    return next(_line_of(text, *found), None)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
