"""Spans of time as people write them: ``2h``, ``90 min``, ``1d 12h``; and back, in words.

A span is one number with its unit, or several, each unit once, from the longest to the shortest::

    span  = part { [space] part }
    part  = number [space] unit          number: digits, and perhaps a fraction
    unit  = d | h | m, or its name in full or in short
"""

from __future__ import annotations

import re

DAY, HOUR, MINUTE = 24 * 3600, 3600, 60
LONGEST = 366 * DAY
"""Seconds; what is longer is taken for a slip."""
EXAMPLE = "`2h`, `90m` or `1d`"
"""What a span looks like, for people, as markup."""

_SPAN = re.compile(
    r"""
    (?: (?P<days>    \d{1,6} (?:[.,]\d{1,3})? ) \s? d (?:ays?)? )? \s{0,3}
    (?: (?P<hours>   \d{1,6} (?:[.,]\d{1,3})? ) \s? h (?:rs?|ours?)? )? \s{0,3}
    (?: (?P<minutes> \d{1,6} (?:[.,]\d{1,3})? ) \s? m (?:in(?:s|utes?)?)? )?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def seconds(text: str) -> int | None:
    """The seconds that a span says; None when it is none, is nothing, or is longer than a year."""
    found = _SPAN.fullmatch(text.strip())
    if not found:
        return None
    days, hours, minutes = (float((part or "0").replace(",", ".")) for part in found.group("days", "hours", "minutes"))
    total = round(days * DAY + hours * HOUR + minutes * MINUTE)
    return total if 0 < total <= LONGEST else None


def is_in(text: str) -> bool:
    """Whether one word of a text, or two that follow each other, are a span."""
    words = text.split()
    return any(seconds(" ".join(words[at : at + some])) for at in range(len(words)) for some in (1, 2))


def in_words(span: float) -> str:
    """A span for people, in its two longest units: ``1 h 30 min``, ``24 h``, ``3 d``; days from two of them on."""
    minutes = max(1, round(span / MINUTE))
    days, rest = divmod(minutes, DAY // MINUTE) if minutes >= 2 * DAY // MINUTE else (0, minutes)
    hours, left = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (left, "min")]
    return " ".join([f"{number} {unit}" for number, unit in parts if number][:2])
