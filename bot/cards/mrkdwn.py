"""Text in Slack's own markup: escaped, clipped and set in code, so that nothing in it can ring, link or break out."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ELLIPSIS = "…"

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPACES = re.compile(r"\s+")
_CODE_WORDS = re.compile(
    r"""
    (?<![\w`])
    (?: 0x[0-9A-Fa-f]{4,16}                  # a code
      | [A-Z][A-Z0-9]{1,40}(?:_[A-Z0-9]{1,40}){1,12}   # A_CONSTANT
    )
    (?![\w`])
    """,
    re.VERBOSE,
)
_UNSAFE_IN_URL = {"<": "%3C", ">": "%3E", "|": "%7C", " ": "%20", '"': "%22", "`": "%60"}


def escape(text: str) -> str:
    """The text with ``&``, ``<`` and ``>`` written as Slack wants them, so that no mention or link can arise."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def one_line(text: str) -> str:
    """The text with every run of spaces and line ends as one space."""
    return _SPACES.sub(" ", text).strip()


def clip(text: str, limit: int) -> str:
    """The text in at most ``limit`` characters, with an ellipsis where it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def said(text: str, limit: int) -> str:
    """Anybody's text on one line, escaped, in at most ``limit`` characters after escaping; no entity is cut in two."""
    line = one_line(text[: 2 * limit]).replace("```", "'''")  # three of them begin a box that swallows what follows
    if len(text) <= 2 * limit and len(escaped := escape(line)) <= limit:
        return escaped
    kept: list[str] = []
    room = limit - len(ELLIPSIS)
    for character in line:
        written = _ENTITIES.get(character, character)
        room -= len(written)
        if room < 0:
            break
        kept.append(written)
    return "".join(kept).rstrip() + ELLIPSIS


def code(text: str, limit: int = 200) -> str:
    """The text in code on one line; backticks, which would end it, become straight quotes. Empty text stays empty."""
    inner = said(text.replace("`", "'"), limit)
    return f"`{inner}`" if inner else ""


def prose(text: str, limit: int = 1_000) -> str:
    """Text of a pack: escaped, with the codes and constants that stand in it set in code."""
    return _CODE_WORDS.sub(lambda found: f"`{found[0]}`", said(text, limit))


def link(url: str, label: str = "") -> str:
    """A link to a web page, labelled with its host and the end of its path; text alone when it is no web address."""
    if not url.startswith(("https://", "http://")):
        return said(url, 200)
    address = "".join(_UNSAFE_IN_URL.get(character, character) for character in url).replace("&", "&amp;")
    return f"<{address}|{said(label or _label(url), 80)}>"


def _label(url: str) -> str:
    host, _, path = url.partition("://")[2].partition("/")
    last = path.rstrip("/").rpartition("/")[2]
    return f"{host}: {last}" if last else host


def moment(seconds: float, *, day: bool = True) -> str:
    """A time as each reader's clock shows it; in UTC where Slack does not show it so. ``day`` tells the day too."""
    at = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    if day:
        return f"<!date^{int(seconds)}^{{date_short_pretty}} {{time}}|{at:%Y-%m-%d %H:%M} UTC>"
    return f"<!date^{int(seconds)}^{{time}}|{at:%H:%M} UTC>"


def fitting(lines: Iterable[str], limit: int) -> str:
    """The lines, as many whole ones as fit into ``limit`` characters."""
    kept: list[str] = []
    room = limit
    for line in lines:
        room -= len(line) + bool(kept)
        if room < 0:
            break
        kept.append(line)
    return "\n".join(kept)
