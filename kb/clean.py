"""The door for hostile text: what comes in from outside passes here once, and is safe to store, match and show after.

Everything is linear in the length of the text. Normalizing is not, on its own: ``unicodedata.normalize`` sorts each run of
combining marks, which takes a minute for 300,000 of them; so runs are cut before.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 1_000_000  # characters
MARKS_IN_A_ROW = 4  # Vietnamese and Hebrew need up to three

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)

_TERMINAL = re.compile(
    r"""
    \x1b (?: \[ [0-?]{0,64} [\x20-/]{0,8} [@-~]             # colours, cursor moves
           | \] [^\x07\x1b\n]{0,2048} (?: \x07 | \x1b\\ )   # window titles, hyperlinks
           | [\x20-/]{0,8} [0-Z\\^-~] )                     # the short ones
    """,
    re.VERBOSE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Where marks can be: not below U+0300, nor among ideographs and Hangul syllables, which are most of long texts there.
_MAYBE_MARKS = re.compile(rf"[\u0300-\u33ff\ua000-\uabff\ud7a4-\U0010ffff]{{{MARKS_IN_A_ROW + 1},}}")


def _all(replacement: str, *spans: tuple[int, int]) -> Iterable[tuple[int, str]]:
    return ((point, replacement) for first, last in spans for point in range(first, last + 1))


_FULLWIDTH_SPANS = ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
_TABLE: dict[int, str] = {
    **dict(_all("", (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F))),  # controls
    **dict(_all("", (0xAD, 0xAD), (0x180E, 0x180E), (0x200B, 0x200D), (0x2060, 0x2064), (0xFEFF, 0xFEFF))),  # no width
    **dict(_all("", (0x61C, 0x61C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x206F))),  # writing direction
    **dict(_all("", (0xFFF9, 0xFFFB), (0xE0000, 0xE007F))),  # annotations, invisible tags
    **dict(_all("\n", (0x85, 0x85), (0x2028, 0x2029))),
    **dict(_all(" ", (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F))),
    **dict(_all(" ", (0x3000, 0x3000))),
    **dict(_all("-", (0x2010, 0x2015), (0x2212, 0x2212), (0xFE58, 0xFE58), (0xFE63, 0xFE63), (0xFF0D, 0xFF0D))),
    **dict(_all("'", (0x2018, 0x201B), (0x2032, 0x2032), (0x2039, 0x203A), (0xFF07, 0xFF07))),
    **dict(_all('"', (0x201C, 0x201F), (0x2033, 0x2033), (0xAB, 0xAB), (0xBB, 0xBB), (0xFF02, 0xFF02))),
    **dict(_all("\ufffd", (0xD800, 0xDFFF))),  # lone surrogates
    **{point: chr(point - 0xFEE0) for first, last in _FULLWIDTH_SPANS for point in range(first, last + 1)},
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text that passed the door.

    Attributes:
        text: encodable as UTF-8, in NFC, without controls other than tab and line feed.
        cut: whether some of the text was left out because it was too long.
        length: of the text as it came, in characters.
    """

    text: str
    cut: bool
    length: int


def clean(text: str, limit: int = LONGEST) -> Cleaned:
    r"""Return text with nothing left in it that breaks storage, matching or display.

    Out go terminal sequences, controls, invisible and direction-changing characters. Lines end in ``\n``. Quotes, dashes,
    spaces and full-width letters and digits become their ASCII ones. Lone surrogates become U+FFFD. Cleaning twice
    changes nothing.

    Args:
        text: anything.
        limit: the most characters to keep, counted before and after.
    """
    kept = text[:limit]
    if "\x1b" in kept:
        kept = _TERMINAL.sub("", kept)
    kept = _CONTROLS.sub("", kept) if kept.isascii() else _normalized(kept.translate(_TABLE))
    if "\r" in kept:
        kept = kept.replace("\r\n", "\n").replace("\r", "\n")
    return Cleaned(kept[:limit], len(text) > limit or len(kept) > limit, len(text))


def unescape_once(text: str) -> str:
    """Return Slack's message text with its three entities undone, exactly once: ``&amp;lt;`` becomes ``&lt;``."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def decode_bytes(data: bytes) -> str:
    """Return the text of a file: by its byte order mark, else UTF-8, else as Windows and old Unix wrote Western text.

    Never fails. UTF-8 that was cut within a character loses only that character.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        whole = data[: error.start]
        if error.reason == "unexpected end of data" and not whole.isascii():
            return whole.decode()
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _normalized(text: str) -> str:
    """Return the text in NFC. Some characters come apart into several marks, so runs are cut once more after."""
    return _MAYBE_MARKS.sub(_cut_runs, unicodedata.normalize("NFC", _MAYBE_MARKS.sub(_cut_runs, text)))


def _cut_runs(match: re.Match[str]) -> str:
    kept = []
    run = 0
    for character in match[0]:
        run = run + 1 if _is_mark(character) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _is_mark(character: str) -> bool:
    """Say whether a character sits on the one before; the few with combining class 0 come apart into others that have one."""
    return unicodedata.combining(character) != 0 or unicodedata.category(character) in {"Mn", "Me"}
