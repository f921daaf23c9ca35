r"""JSON in running text: where it stands, and what it says even when it is not quite JSON.

What is whole is read by the standard library. What is not (cut off, a Python dictionary, trailing commas, ``...`` for what was
left out, quotes behind backslashes, fields without their braces) is read by ``loose``, as far as it goes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 100
MOST = 20_000
"""Values in one piece of JSON that is not quite JSON."""
LONGEST_LOOSE = 200_000
MOST_TRIES = 2_000
"""Places of one text where something was tried that came to nothing."""
WASTE = 4
"""Characters read in vain for each character of the text, at most."""

_START = re.compile(
    r"""
    (?: \[\s{0,80} )? \{\s{0,80} (?P<escaped>\\{1,3}")? (?: ["'}] | (?<=") )
    | \[\s{0,80} (?= \{ )
    | "[A-Za-z_@$][\w.@$ -]{0,80}" \s{0,20} : \s{0,20} (?= ["'{\[\d-] | true | false | null )  # a field without its braces
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(
    r"""
    \s*+ (?:
      (?P<string> [bu]? (?: "[^"\\]*+(?:\\.[^"\\]*+)*+" | '[^'\\]*+(?:\\.[^'\\]*+)*+' ) )
      | (?P<open> [{\[] ) | (?P<close> [}\]] ) | (?P<colon> : )
      | (?P<filler> , | \.{2,3} | \u2026 | \([^()\n]{0,200}\) )
      | (?P<word> [+-]?\w[\w.+-]{0,400} )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_CUT_STRING = re.compile(r"""\s*+["'](?P<text>[^\n]{1,4000})""")
_ESCAPED = re.compile(r'\\(["\\/])')
_WORDS: dict[str, object] = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of JSON.

    Attributes:
        value: an object, or a list with at least one object.
        start, end: its span in the text, in characters.
        note: what was wrong with it, or "".
    """

    value: object
    start: int
    end: int
    note: str = ""


def find(text: str) -> Iterator[Piece]:
    """Every piece of JSON in a text, in order; an object in an object is part of it. Time is linear in the length of the text."""
    at, tries, waste = 0, 0, WASTE * len(text)
    while tries < MOST_TRIES and (start := _START.search(text, at)):
        piece = None
        if text[start.start()] != '"' and not start["escaped"] and waste > 0:
            piece, read = _strict(text, start.start())
            waste -= read
        piece = piece or _loose(text, start)
        if piece is None:
            at = start.end()
            tries += 1
        else:
            at = piece.end
            yield piece


def _strict(text: str, start: int) -> tuple[Piece | None, int]:
    """What the standard library makes of the text from ``start`` on, and how many characters it read in vain."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        return None, error.pos - start
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets in brackets
        return None, LONGEST_LOOSE
    return Piece(value, start, end), 0


def _loose(text: str, start: re.Match[str]) -> Piece | None:
    first = start.start()
    if not start["escaped"]:
        return loose(text, first)
    line = text[first : first + LONGEST_LOOSE].partition("\n")[0]
    clear = _ESCAPED.sub(r"\1", line)
    piece = loose(clear, 0)
    if piece is None:
        return None
    return Piece(piece.value, first, first + _before_escapes(line, piece.end), piece.note)


def _before_escapes(line: str, clear: int) -> int:
    """Where in a line with escapes that character stands which is number ``clear`` without them."""
    for escape in _ESCAPED.finditer(line):
        if escape.start() >= clear:
            break
        clear += 1
    return min(clear, len(line))


def loose(text: str, start: int) -> Piece | None:
    """Read what looks like JSON at ``start`` as far as it goes; None when it has not one field.

    Args:
        text: what holds it.
        start: a brace, a bracket, or the first key of an object without its braces.
    """
    reading = _Reading()
    at, limit = start, min(len(text), start + LONGEST_LOOSE)
    if text[start] == '"':
        reading.open("{")
    while not reading.full and (token := _TOKEN.match(text, at, limit)):
        if not reading.take(token):
            break
        at = token.end()
        if reading.closed:
            break
    if not reading.closed and text[start] != '"' and (cut := _CUT_STRING.match(text, at, limit)) and reading.value_is_due:
        reading.put(cut["text"].rstrip().removesuffix("..."))
        at = cut.end()
    if not reading.fields:
        return None
    if reading.closed:
        note = ""
    elif text[start] == '"' and reading.depth == 1:
        note = "a piece of JSON without its braces"
    else:
        note = f"the JSON breaks off at line {text.count(chr(10), start, at) + 1}"
    return Piece(reading.root[0], start, at, note)
