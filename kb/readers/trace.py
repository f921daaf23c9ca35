"""Thrown exceptions in running text: .NET, Java, JavaScript, Python; where each stands, and what was thrown.

A name without its namespace is an exception only above or below its trace: in prose it is a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from string import ascii_letters, digits
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NAME = 300
MOST_FRAMES = 2_000
MOST_THROWN = 20
LONGEST_PROPERTIES = 4_000

_NAME_CHARACTERS = ascii_letters + digits + "_.$+`"
_TAIL = re.compile(r"(?:Exception|Error|Fault|Timeout|Unavailable)(?![\w.$+])", re.ASCII)
_DOTTED = re.compile(r"[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$+`]*)+", re.ASCII)
_PLAIN = re.compile(r"[A-Z][\w$]*", re.ASCII)
_BEFORE_PLAIN = re.compile(
    r"[^A-Za-z\n]{0,60}|[^\n]{0,80}?(?:Uncaught |Unhandled |promise\) |[:>\]\t] {0,4}|Error: )", re.ASCII
)
_INTRODUCES = re.compile(r": (?:[A-Za-z_]\w{0,80}\.){1,12}[A-Z]")  # Unhandled Exception: System.Net.WebException
_BEHIND_NAME = re.compile(
    r"(?:[ ]?\((?P<hresult>0x[0-9A-Fa-f]{8})\))?(?:(?P<colon>[ ]{0,2}:(?!:))(?P<message>[^\n]{0,4000})|[ \t]{0,4}(?=\n|$))"
)
_INNER = re.compile(r"(?:---> |Caused by: |Wrapped by: |Suppressed: )(?:\([^()\n]{0,40}\) ?)?")
_WRAPPED = re.compile(r"<\?xml|<(?:[a-z]:)?[Ee]rror[\s>]|<!DOCTYPE|<html|\[?\{\s{0,20}[\"']|&lt;")
_FRAME = re.compile(
    r"""
    (?:[^\n]{0,100}[:)\]|>])?[ \t|>]{0,40} at\ (?:async\ |new\ )?
      (?: [^\s(]{1,400}(?:\ \[as\ [^\]\n]{1,60}\])?\ ?\( | \S{0,400}[.:/`<] ) [^\n]{0,2000}   # .NET, Java, JavaScript
    | [^\n]{0,100}?(?: \sCaused\ by:\ | \s\.\.\.\ \d{1,4}\ (?:more|common) ) [^\n]{0,4000}
    | [ \t]{0,8} (?: Request\ Information | (?:Status|Code|Message|Headers|Content|ErrorCode|StatusMessage|RequestDate
      | RequestID|HttpStatusCode|ExtendedErrorInformation):[^\n]{0,2000} )[ \t]{0,4} (?=\n|$)             # Azure
    | [ \t>|]{0,12} (?: Caused\ by:\ | Wrapped\ by:\ | Suppressed:\ | ---\ End\ of | --->\ ) [^\n]{0,4000}
    """,
    re.VERBOSE,
)
_TRACEBACK = re.compile(r"Traceback \(most recent call last\):[^\n]*\n(?:(?:[ \t|][^\n]*)?\n)*+")
_BETWEEN = re.compile(r"\s{1,4}(?:During handling of the above|The above exception was the direct)[^\n]{0,80}\s{1,4}")


@dataclass(frozen=True, slots=True)
class Thrown:
    """One exception.

    Attributes:
        name: as it stood, with its namespace.
        message: what follows on its line, without markup or JSON that it wraps.
        start, end: the span of the message, in characters.
        hresult: as .NET puts it behind the name, or "".
        wraps: whether markup or JSON follows the message on its line.
    """

    name: str
    message: str
    start: int
    end: int
    hresult: str = ""
    wraps: bool = False

    @property
    def simple_name(self) -> str:
        """The name without its namespace and outer classes."""
        return re.split(r"[.$+]", self.name)[-1]


@dataclass(frozen=True, slots=True)
class Trace:
    """An exception with those inside it.

    Attributes:
        start, end: its span in characters, with the frames; it ends before markup or JSON that a message wraps.
        thrown: the outermost first.
        properties: what Node prints in braces behind the frames, or "".
    """

    start: int
    end: int
    thrown: tuple[Thrown, ...]
    properties: str = ""


def find(text: str) -> Iterator[Trace]:
    """Every exception in a text with those inside it, in order. Takes time in proportion to the text."""
    python = {found.end(): found.start() for found in _TRACEBACK.finditer(text)} if "Traceback (" in text else {}
    before: Trace | None = None
    for start, name in _names(text):
        if before and start < before.end:
            continue
        line = text.rfind("\n", max(0, start - LONGEST_NAME), start) + 1
        trace = _trace(text, start, name, python.get(line))
        if trace is None:
            continue
        if before and _BETWEEN.fullmatch(text, before.end, trace.start):
            before = replace(before, end=trace.end, thrown=(*trace.thrown, *before.thrown)[:MOST_THROWN])
            continue
        if before:
            yield before
        before = trace
    if before:
        yield before


def _names(text: str) -> Iterator[tuple[int, str]]:
    """Names that may be an exception's, and where each starts: with their namespace anywhere, without near a line's start."""
    last = -1
    for tail in _TAIL.finditer(text):
        start, name = _name(text, max(0, tail.end() - LONGEST_NAME), tail.end())
        if _DOTTED.fullmatch(name):
            yield start, name
        elif _PLAIN.fullmatch(name) and not _INTRODUCES.match(text, tail.end()):
            line = text.rfind("\n", max(0, start - LONGEST_NAME), start) + 1
            if line != last and _BEFORE_PLAIN.fullmatch(text, line, start):
                yield start, name
            last = line


def _name(text: str, start: int, end: int) -> tuple[int, str]:
    """The name that ends at ``end``, and where it starts."""
    before = text[start:end]
    name = before[len(before.rstrip(_NAME_CHARACTERS)) :].lstrip(".0123456789`+")
    return end - len(name), name


def _trace(text: str, start: int, name: str, traceback: int | None) -> Trace | None:
    """The exception of this name with what belongs to it; None where the name only stands there.

    Args:
        text: what holds it.
        start: where the name stands.
        name: with its namespace, if it has one.
        traceback: where Python's trace starts that leads up to the name's line, if one does.
    """
    thrown = [*_on_line(text, start, name)]
    if not thrown:
        return None
    end = on_line = thrown[-1].end
    if not thrown[-1].wraps:
        for frame_start, frame_end in frames(text, end):
            end = frame_end
            if len(thrown) < MOST_THROWN and (
                inner := _INNER.search(text, frame_start, min(frame_end, frame_start + 120))
            ):
                thrown += _first_on(text, inner.end(), frame_end)
    first = thrown[0]
    says_something = "." in name and (first.wraps or first.end > first.start)
    if end == on_line and traceback is None and not says_something:
        return None
    properties = _properties(text, end)
    return Trace(start if traceback is None else traceback, end + len(properties), tuple(thrown), properties)


def _on_line(text: str, start: int, name: str) -> Iterator[Thrown]:
    """The exceptions on one line: .NET joins them with ``--->``."""
    behind = _BEHIND_NAME.match(text, start + len(name))
    if behind is None:
        return
    if not behind["colon"]:
        yield Thrown(name, "", behind.end(), behind.end(), behind["hresult"] or "")
        return
    begin, line_end = behind.span("message")
    inner = _INNER.search(text, begin, line_end)
    stop = inner.start() if inner else line_end
    wrapped = _WRAPPED.search(text, begin, stop)
    end = wrapped.start() if wrapped else stop
    yield Thrown(name, text[begin:end].strip(), begin, end, behind["hresult"] or "", wrapped is not None)
    if inner and not wrapped:
        yield from _first_on(text, inner.end(), line_end)


def _first_on(text: str, start: int, end: int) -> Iterator[Thrown]:
    """The exceptions from the first name between two places on."""
    tail = _TAIL.search(text, start, min(end, start + LONGEST_NAME))
    if tail:
        at, name = _name(text, start, tail.end())
        if name:
            yield from _on_line(text, at, name)


def frames(text: str, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the lines behind the one at ``end`` that are frames, or say what an exception was caused by."""
    for _ in range(MOST_FRAMES):
        line = text.find("\n", end) + 1
        frame = _FRAME.match(text, line) if line else None
        if frame is None:
            return
        end = frame.end()
        yield frame.span()


def _properties(text: str, end: int) -> str:
    """What stands behind the frames in braces that the last of them opens."""
    if not text[max(0, end - 2) : end].endswith("{"):
        return ""
    closing = text.find("\n}", end, end + LONGEST_PROPERTIES)
    return text[end : closing + 2 if closing >= 0 else end + LONGEST_PROPERTIES].partition("\n\n")[0]
