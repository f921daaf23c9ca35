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
MOST_VALUES = 20_000
"""Values in one piece of what is not quite JSON."""
MOST_TRIES = 10_000
"""Places of one text where JSON is looked for."""
MOST_LOOSE = 100_000
"""Characters of one text that are read as what is not quite JSON; that costs some 2 microseconds each."""
LOOSE_PLACE = 20
"""What each place costs besides, in characters."""
LONGEST_ESCAPED = 20_000
"""Characters of a line whose quotes are escaped."""
WASTE = 4
"""Characters that the standard library may read in vain for each character of the text."""
RECURSION_WASTE = 200_000
"""What counts as read in vain where it does not say."""

_START = re.compile(
    r"""
    (?: \[\s{0,80} )? \{\s{0,80} (?: ["'] | (?P<escaped> \\" ) )
    | \[\s{0,80} (?= \{ )
    | "[A-Za-z_@$][\w.@$ -]{0,80}" \s{0,20} : \s{0,20} (?= ["'{\[\d-] | true | false | null )  # a field without its braces
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(
    r"""
    \s*+ (?:
      [bu]? (?: "(?P<double> [^"\\]*+(?:\\.[^"\\]*+)*+ )" | '(?P<single> [^'\\]*+(?:\\.[^'\\]*+)*+ )' )
      | (?P<open> [{\[] ) | (?P<close> [}\]] ) | (?P<colon> : ) | (?P<filler> , | \.{2,3} | \u2026 )
      | (?P<number> [+-]?\d[\d.eE+-]{0,400}+ ) | (?P<word> true | false | null | True | False | None ) \b
      | (?P<call> [A-Za-z_][\w.]{0,80}+ \( [^()\n]{0,200} \) )  # datetime.datetime(2024, 5, 1) in a Python dictionary
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_CUT_STRING = re.compile(r"""\s*+["'](?P<text>[^\n]{1,4000})""")
_AFTER_STRING = re.compile(r"\s*+(?:[,:}\]]|$)")
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_ESCAPED = re.compile(r'\\(["\\/])')
_WORDS = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of JSON.

    Attributes:
        value: an object or a list.
        start, end: its span in the text, in characters.
        note: what was wrong with it, or "".
    """

    value: object
    start: int
    end: int
    note: str = ""


def find(text: str) -> Iterator[Piece]:
    """Every piece of JSON in a text, in order; what is inside a piece is part of it. Takes time in proportion to the text."""
    at, waste, loosely = 0, WASTE * len(text), MOST_LOOSE
    for _ in range(MOST_TRIES):
        start = _START.search(text, at)
        if start is None or loosely <= 0:
            return
        piece, first = None, start.start()
        if waste > 0 and text[first] != '"' and not start["escaped"]:
            piece, in_vain = _strict(text, first)
            waste -= in_vain
        if piece is None:
            piece, read = _escaped(text, first) if start["escaped"] else loose(text, first)
            loosely -= read + LOOSE_PLACE
        at = piece.end if piece else start.end()
        if piece:
            yield piece


def _strict(text: str, start: int) -> tuple[Piece | None, int]:
    """What the standard library makes of the text from ``start`` on; and how many characters it read in vain."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        return None, error.pos - start
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets in brackets
        return None, RECURSION_WASTE
    return Piece(value, start, end), 0


def _escaped(text: str, start: int) -> tuple[Piece | None, int]:
    r"""What stands in a line whose quotes are all escaped: ``{\"message\":\"...\"}``; and how many characters were read."""
    line = text[start : start + LONGEST_ESCAPED].partition("\n")[0]
    piece, _ = loose(_ESCAPED.sub(r"\1", line), 0)
    if piece is None:
        return None, len(line)
    end = piece.end
    for escape in _ESCAPED.finditer(line):
        if escape.start() >= end:
            break
        end += 1
    return Piece(piece.value, start, start + end, piece.note), len(line)


def loose(text: str, start: int) -> tuple[Piece | None, int]:
    """What looks like JSON at ``start``, as far as it goes, None when it has not one field; and how many characters were read.

    Args:
        text: what holds it.
        start: where a brace, a bracket or the first key of an object without its braces stands.
    """
    bare = text[start] == '"'
    reading = _Reading(bare)
    at, limit = start, min(len(text), start + MOST_LOOSE)
    while not reading.done and (token := _TOKEN.match(text, at, limit)):
        if "\n" in token[0].strip() and not _AFTER_STRING.match(text, token.end(), limit):
            break  # not a string over several lines: one that is cut off, and the next quote after it
        if not reading.take(token):
            break
        at = token.end()
    if reading.value_due and (cut := _CUT_STRING.match(text, at, limit)):
        said = cut["text"].rstrip().removesuffix("...")
        reading.put(said if " " in said else None)  # half a sentence still says something, half a code something else
        at = cut.end()
        bare = False
    if not reading.fields:
        return None, at - start + 1
    broken = f"the JSON breaks off at line {text.count(chr(10), start, at) + 1}"
    note = "" if reading.done else "a piece of JSON without its braces" if bare and reading.depth == 1 else broken
    return Piece(reading.root, start, at, note), at - start


class _Reading:
    """An object or list while it is read: the containers not closed yet, outermost first, and the key whose value is due."""

    def __init__(self, bare: bool) -> None:
        self.fields = 0
        self.values = 0
        self._bare = bare
        self._open: list[dict[str, object] | list[object]] = [{}] if bare else []
        self._key: str | None = None
        self._colon = False
        self.root: object = self._open[0] if bare else None

    @property
    def depth(self) -> int:
        return len(self._open)

    @property
    def done(self) -> bool:
        """Whether the outermost is closed, or no more is read."""
        return (self.values > 0 and not self._open) or self.values >= MOST_VALUES

    @property
    def value_due(self) -> bool:
        return self._colon

    def take(self, token: re.Match[str]) -> bool:
        """Put the token where it belongs; False where none like it can be."""
        if token["filler"]:
            self._key, self._colon = None, False
            return True
        if token["colon"]:
            self._colon = self._key is not None and not self._colon
            return self._colon
        if token["close"]:
            return self._close()
        if token["open"]:
            return self._start({} if token["open"] == "{" else [])
        return self._scalar(token)

    def put(self, value: object) -> None:
        """Put a value into the innermost container."""
        self.values += 1
        if not self._open:
            self.root = value
        elif isinstance(inner := self._open[-1], dict):
            inner[self._key or ""] = value
            self.fields += 1
        else:
            inner.append(value)
        self._key, self._colon = None, False

    def _scalar(self, token: re.Match[str]) -> bool:
        value = _scalar(token)
        in_object = bool(self._open) and isinstance(self._open[-1], dict)
        if not in_object or self._colon:
            self.put(value)
            return bool(self._open)
        self._key = value if isinstance(value, str) else None
        return self._key is not None

    def _start(self, container: dict[str, object] | list[object]) -> bool:
        if self._open and isinstance(self._open[-1], dict) and not self._colon:
            return False
        self.put(container)
        self._open.append(container)
        return len(self._open) <= DEEPEST

    def _close(self) -> bool:
        if self._bare and len(self._open) == 1:
            return False
        self._open.pop()
        self._key, self._colon = None, False
        return True


def _scalar(token: re.Match[str]) -> object:
    if token["word"]:
        return _WORDS[token["word"]]
    if token["number"] or token["call"]:
        digits = token["number"] or ""
        return int(digits) if _INTEGER.fullmatch(digits) else digits or None
    if token["double"] is not None:
        return _string(token["double"])
    return _string(token["single"].replace("\\'", "'").replace('"', '\\"'))


def _string(escaped: str) -> str:
    if "\\" not in escaped:
        return escaped
    try:
        return str(_DECODER.decode(f'"{escaped}"'))
    except ValueError:
        return escaped
