"""HTTP statuses in running text: as numbers (404), as classes (5xx) and as reason phrases (not found).

A number from 400 to 599 is a status only by its neighbours. What stands like an identifier, a quantity, a time or a place
is left out; what is left is ``marked`` when something next to it says status, and ``bare`` otherwise.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from kb.found import Found, Strength

if TYPE_CHECKING:
    from collections.abc import Mapping

# The names of RFC 9110 whatever the version of Python, then those of nginx (499) and Cloudflare (520 to 526).
REASONS: Mapping[int, str] = MappingProxyType(
    {status.value: status.phrase for status in HTTPStatus}
    | {
        413: "Content Too Large",
        414: "URI Too Long",
        416: "Range Not Satisfiable",
        418: "I'm a Teapot",
        422: "Unprocessable Content",
        499: "Client Closed Request",
        520: "Web Server Returned an Unknown Error",
        521: "Web Server Is Down",
        522: "Connection Timed Out",
        523: "Origin Is Unreachable",
        524: "A Timeout Occurred",
        525: "SSL Handshake Failed",
        526: "Invalid SSL Certificate",
    }
)

# Names that servers and people still use: older standards, nginx, British spelling, the way it is said.
_OTHER_NAMES = {
    "unauthorised": 401,
    "authorization required": 401,
    "access denied": 403,
    "proxy authentication required": 407,
    "request time out": 408,
    "request entity too large": 413,
    "payload too large": 413,
    "request uri too long": 414,
    "request uri too large": 414,
    "requested range not satisfiable": 416,
    "unprocessable entity": 422,
    "too many request": 429,
    "service temporarily unavailable": 503,
    "gateway time out": 504,
    "gateway timed out": 504,
}
_AMBIGUOUS = frozenset({"gone", "conflict", "locked", "not found", "too early", "access denied"})


_WORD = re.compile(r"\w+")
_PHRASES: dict[str, int] = {
    " ".join(_WORD.findall(phrase.lower())): status for status, phrase in REASONS.items() if 400 <= status <= 511
} | _OTHER_NAMES
_LONGEST_FIRST = sorted(_PHRASES, key=len, reverse=True)
_BY_FIRST_WORD: dict[str, list[list[str]]] = {}
for _phrase in _LONGEST_FIRST:
    _BY_FIRST_WORD.setdefault(_phrase.split()[0], []).append(_phrase.split())

_NUMBER = re.compile(r"(?<![0-9])[45][0-9]{2}(?![0-9])")
_CLASS = re.compile(r"(?<![\w.#$-])[45]xx(?!\w)", re.ASCII | re.IGNORECASE)

# What may follow the digits directly: "404s", "404'd", "404ing", and the sub-status of IIS, "500.19".
_ENDING = re.compile(r"(?:'?(?:s|d|ed|ing)|-?(?:ed|ing))(?!\w)", re.ASCII)
_SUB_STATUS = re.compile(r"\.[0-9]{1,2}(?![\w.]|[.,:/-]\w)", re.ASCII)
_GLUED_AFTER = re.compile(r"[\w%+=\\@#$^~°€£]|[.:_-]\w|,[0-9]|/[\w.]", re.ASCII)
_NEXT_IN_LIST = re.compile(r"[,/][45](?:[0-9]{2}|xx)(?![\w.])", re.ASCII | re.IGNORECASE)
_NEXT_WORD = re.compile(r"[\s\-]{1,2}([a-z]+)", re.ASCII | re.IGNORECASE)
_MARK_AFTER = re.compile(
    r"[\s:;,.()\"'`|*\-]{0,4}(?:errors?|status|responses?|codes?|http|(?:client|server) error|[a-z]{3,60}(?:exception|error)|"
    + "|".join(phrase.replace(" ", "[ '-]") for phrase in _LONGEST_FIRST)
    + r")\b",
    re.ASCII | re.IGNORECASE,
)
_LETTERS = re.compile(r"[a-z]+")

# A key and its value, "status=404", "statusCode": "404", http-404, E404: only the key can say what the number is.
_KEYED = re.compile(r"""(?:[:-]|=[ \t"']{0,8}|["']:\s?["']?|(?<![a-z0-9_])[a-z]+)\Z""", re.ASCII)
_REFUSED_BEFORE = re.compile(r"""(?:[^\s([{"'`|;*!?>,\x80-\U0010ffff]|[0-9],|[€£¥№])\Z""")
_ALONE = 16  # characters that a lone number has with what is wrapped around it
_WRAPPING = " \t\n\"'`()[]{}*<>.,;:!?"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LABELS = _set(
    "status statuses statuscode httpstatus httpstatuscode httpcode responsecode errorcode resultcode scstatus http https"
    " error errors err httperror code codes response responses resp reply rc e"
)
_VERBS = _set(
    "return returns returned returning give gives gave giving get gets got getting throw throws threw throwing respond"
    " responds responded responding send sends sent sending receive receives received receiving serve serves served serving"
    " see sees seeing show shows showing answer answers answered report reports reported fail fails failed failing"
)
_FILLERS = _set("a an the with of is was are were be me us back just only always still now by as and or to")
_NUMBERED = _set(
    "line lines room build builds pr prs port ports issue issues bug bugs ticket tickets badge version ver release revision"
    " rev commit rfc chapter section paragraph floor suite apt desk seat gate lane bus flight highway row column col"
    " offset size length height width bitrate frame frames fps id pid tid uid worker thread job step day year took takes"
    " than roughly nearly approximately"
)
_COUNTED = _set(
    "ms s sec secs second seconds min mins minute minutes hour hours day days week weeks year years kb mb gb tb kib mib gib"
    " kbps mbps gbps bps kbit mbit bit bits byte bytes px pixels fps hz khz mhz percent viewers users people persons"
    " clients players subscribers participants listeners segments fragments chunks files frames packets streams channels"
    " records rows lines events messages items tokens assets videos devices servers nodes pods"
    " instances cores jobs tests commits tickets dollar dollars usd eur euros bucks retries attempts degrees km miles meters"
    " metres feet meter concurrent"
)


def find_statuses(text: str) -> list[Found]:
    """Return the numbers 400 to 599 that stand like an HTTP status, in order, each ``marked`` or ``bare``."""
    found: list[Found] = []
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        follows = bool(found) and found[-1].end == start - 1 and text[start - 1] in ",/"
        strength = found[-1].strength if follows else _judge_before(text, start, match[0])
        end = _end_of_literal(text, end, strength)
        if strength and (strength := _judge_after(text, end, strength)):
            if len(text) <= _ALONE and text.strip(_WRAPPING) == text[start:end]:
                strength = "marked"
            found.append(Found(start, end, match[0], text[start:end], strength))
    return found


def find_status_classes(text: str) -> list[Found]:
    """Return ``4xx`` and ``5xx`` where they stand as words, the value in lower case."""
    return [Found(match.start(), match.end(), match[0].lower(), match[0]) for match in _CLASS.finditer(text)]


def find_reasons(text: str) -> list[Found]:
    """Return the reason phrases of errors ("bad gateway") that stand in the text as words, the value being the status.

    ``ambiguous`` marks what is ordinary English too, and "access denied", which some services send as 401.
    """
    words = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
    found: list[Found] = []
    for index, (word, start, _) in enumerate(words):
        if word in _BY_FIRST_WORD and (not found or start >= found[-1].end):
            for phrase in _BY_FIRST_WORD[word]:
                if _stands_at(text, words[index : index + len(phrase)], phrase):
                    end, name = words[index + len(phrase) - 1][2], " ".join(phrase)
                    found.append(Found(start, end, str(_PHRASES[name]), text[start:end], ambiguous=name in _AMBIGUOUS))
                    break
    return found


def status_named(code: str) -> int | None:
    """Return the status that a service names in one word, as in ``BadRequest`` or ``NotFound``."""
    return _BY_NAME.get("".join(ch for ch in code.casefold() if ch.isalnum()))


_BY_NAME = {re.sub(r"\W", "", reason).casefold(): status for status, reason in REASONS.items() if status >= 400}


def _stands_at(text: str, words: list[tuple[str, int, int]], phrase: list[str]) -> bool:
    """Say whether these words are the phrase, with one blank, hyphen or apostrophe between each two."""
    return [word for word, _, _ in words] == phrase and all(
        start == end + 1 and text[end] in " \n-'" for (_, _, end), (_, start, _) in pairwise(words)
    )


def _judge_before(text: str, start: int, number: str) -> Strength | None:
    """Say what the text before a number makes of it; None where it is no status."""
    before = text[max(0, start - 40) : start].lower()
    before = before[before.rfind("\n") + 1 :]
    words = _LETTERS.findall(before)
    last = words[-1] if words else ""
    if _KEYED.search(before):
        return "marked" if last in _LABELS else None
    if _REFUSED_BEFORE.search(before) or (last in _NUMBERED and _has_no_digit(before.rpartition(last)[2])):
        return None
    return "marked" if _says_status(words) or _is_reason_of(words, int(number)) else "bare"


def _has_no_digit(text: str) -> bool:
    return not any("0" <= character <= "9" for character in text)


def _says_status(words: list[str]) -> bool:
    """Say whether the last words lead up to a status: "returned with a", "status code"."""
    for word in words[:-5:-1]:
        if word in _LABELS or word in _VERBS:
            return True
        if word not in _FILLERS:
            return False
    return False


def _is_reason_of(words: list[str], status: int) -> bool:
    return any(_PHRASES.get(" ".join(words[-count:])) == status for count in range(1, 6))


def _end_of_literal(text: str, end: int, strength: Strength | None) -> int:
    """Return where a status ends: "404s" and "404'd" are how people write it, 500.19 is a sub-status of IIS."""
    ending = _ENDING.match(text, end) or (_SUB_STATUS.match(text, end) if strength == "marked" else None)
    return ending.end() if ending else end


def _judge_after(text: str, end: int, strength: Strength) -> Strength | None:
    """Say what the text after a number makes of it; None where it is no status."""
    if _MARK_AFTER.match(text, end):
        return "marked"
    if _GLUED_AFTER.match(text, end) and not _NEXT_IN_LIST.match(text, end):
        return None
    following = _NEXT_WORD.match(text, end)
    if following and following[1].lower() in _COUNTED:
        return "bare" if strength == "marked" else None
    return strength
