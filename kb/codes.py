"""One canonical form for every spelling of a code; all finders of codes behind one face.

An HRESULT is written ``0x8088002A``, ``0x8088002AL``, ``&H8088002A``, sign-extended ``0xFFFFFFFF8088002A``, bare
``8088002a``, unsigned ``2156396586`` or signed ``-2138570710``. Its canonical form is ``0x`` and eight upper-case digits.

Which numbers count:

- With ``0x`` or ``&H``, any value from 0x80000000 to 0xEFFFFFFF: the top bit says failure. Above are small negative
  numbers (-1, -11800: OSStatus, errno) and colours, below are addresses, flags and successes.
- Bare digits and decimals name an HRESULT only by luck, so the number must look like one: no customer bit, a facility
  that Windows lists or that streaming products took (0x088, 0x089), and a code other than 0. That leaves out git hashes,
  FFmpeg's tags (-1094995529), 2147483648 and 4294967295.
"""

from __future__ import annotations

import re
from string import ascii_letters

from kb.found import Found
from kb.hresult import CUSTOMER, Decoded, decode
from kb.http_status import REASONS, find_reasons, find_status_classes, find_statuses
from kb.win32 import FACILITIES, HRESULTS, NTSTATUS

__all__ = [
    "REASONS",
    "Decoded",
    "Found",
    "decode",
    "find_hresults",
    "find_reasons",
    "find_status_classes",
    "find_statuses",
    "hresult",
    "looks_like_symbol",
]

PRODUCT_FACILITIES = frozenset({0x088, 0x089})

# ASCII throughout: a code may be glued to a letter of a script that puts no spaces between words.
_HRESULT = re.compile(
    r"""
    (?<![\w/@]) (?<!@\ )                    # not a URL path, not "@ 0x9f8a1c40", an address in FFmpeg's logs
    (?: 0x (?:f{8})? | &h ) (?P<hex> [0-9a-f]{8} )
    (?: u?l{1,2} | u | & )? (?! \w )        # C and Visual Basic mark the type of a number at its end
    |
    (?<! [\w./#$%+@-] )
    (?: (?P<bare> [8c][0-9a-f]{7} ) l?      # the documentation of IIS appends L
      | (?P<decimal> -[0-9]{9,10} | [2-4][0-9]{9} )
    )
    (?! [\w/%] | [.:-]\w )                  # not a group of a GUID, a version, a host, a time
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_EIGHT_DIGITS = re.compile(r"[0-9a-fA-F]{8}")
_WRAPPING = " \t\r\n\"'`()[]{}<>.,;:!?*|="

# After these words a bare number is something else; of requestId and contentLength the last part is looked at.
_OTHER_LABEL = re.compile(
    r"(?:request|trace|ray)?ids?|hash|commit|sha|md|etag|crc|checksum|time|timestamp|ts|epoch|expires|bytes|size|length"
    r"|offset|duration|bitrate|bandwidth|bps|port|phone|tel|account|ssrc|seq|sequence|pts|dts|address|addr|count|seed",
    re.ASCII | re.IGNORECASE,
)
_LAST_PART = re.compile(r"[A-Z]?[a-z]*\Z|[A-Z]*\Z", re.ASCII)
_OTHER_UNITS = re.compile(r"\s?(?:bytes|[kmg]i?b|bits|bps|ms|ns|us|ticks|seconds)\b", re.ASCII | re.IGNORECASE)

_UPPER_SNAKE = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]", re.ASCII)
_CAMEL_CASE = re.compile(
    r"[A-Za-z0-9]{1,80}(?:Exception|Error|Errors|Fault|Failure|Failed|Timeout|TimeOut|Denied|Exceeded|NotFound|Unavailable)",
    re.ASCII,
)


def hresult(text: str) -> str | None:
    """Return the canonical form of an HRESULT, or None where the text is anything else.

    Args:
        text: one code in any spelling, with or without brackets, quotes and punctuation around it.
    """
    match = _HRESULT.fullmatch(text.strip(_WRAPPING))
    return _canonical(match) if match else None


def find_hresults(text: str) -> list[Found]:
    """Return the HRESULTs in running text, in order; never a piece of a longer number, a GUID, a hash, a path or a time."""
    if not _EIGHT_DIGITS.search(text):
        return []
    return [
        Found(match.start(), match.end(), value, match[0])
        for match in _HRESULT.finditer(text)
        if (value := _canonical(match)) and (match["hex"] or not _is_something_else(text, match))
    ]


def looks_like_symbol(word: str) -> bool:
    """Say whether a word is the name of an error by its shape: ``MPE_MGMT_NOT_FOUND``, ``levelLoadError``.

    A name with its package or namespace (``System.TimeoutException``) is judged by its last part.
    """
    name = word[max(word.rfind("."), word.rfind("$"), word.rfind("#"), word.rfind(":")) + 1 :]
    return bool(_UPPER_SNAKE.fullmatch(name) or _CAMEL_CASE.fullmatch(name))


def _canonical(match: re.Match[str]) -> str | None:
    """Return the canonical form of what the pattern matched, or None where the number cannot be an HRESULT."""
    if match["hex"]:
        value = int(match["hex"], 16)
        is_one = 0x80000000 <= value < 0xF0000000
    else:
        value = int(match["bare"], 16) if match["bare"] else int(match["decimal"])
        is_one = -0x80000000 <= value <= 0xFFFFFFFF and _looks_like_one(value := value & 0xFFFFFFFF)
    return f"0x{value:08X}" if is_one else None


def _looks_like_one(value: int) -> bool:
    if value in NTSTATUS or value in HRESULTS:
        return True
    facility = value >> 16 & 0x1FFF
    known = facility in FACILITIES or facility in PRODUCT_FACILITIES
    return value >= 0x80000000 and not value & CUSTOMER and known and value & 0xFFFF != 0


def _is_something_else(text: str, match: re.Match[str]) -> bool:
    """Say whether a bare number's label or unit names it: a request id, a size, a time stamp."""
    before = text[max(0, match.start() - 32) : match.start()].rstrip(" \t:=\"'`(<>[")
    label = before[len(before.rstrip(ascii_letters)) :]
    last_part = _LAST_PART.search(label)
    if last_part and _OTHER_LABEL.fullmatch(last_part[0]):
        return True
    return match["decimal"] is not None and _OTHER_UNITS.match(text, match.end()) is not None
