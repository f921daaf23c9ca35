"""The text of a web page: what its title and headings say, and the lines it shows, without tags, scripts, entities."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from kb.clean import clean, unescape_once

TAG = re.compile(
    r"(?:<|&lt;)(?P<close>/?)(?P<name>!?[a-z][a-z0-9]{0,15})(?:[\s/](?:[^<>&]|&(?![lg]t;)){0,2000})?(?:>|&gt;)",
    re.IGNORECASE,
)
"""A tag, or the same as Slack escapes it."""

_HIDDEN = frozenset({"script", "style", "noscript", "svg"})
_HEADINGS = frozenset({"title", "h1", "h2"})
_WITHIN_LINE = frozenset({"a", "b", "i", "em", "strong", "span", "code", "tt", "font", "small", "u"})
_QUOTE = re.compile(r"^[ \t>]{1,16}", re.MULTILINE)
_ESCAPED = re.compile(r"\\(?P<sign>[rn\"/])")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows.

    Attributes:
        headings: of the title and the headings of the first two levels, in order.
        lines: all it shows, headings included, the title left out; none is empty.
    """

    headings: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All it shows."""
        return "\n".join(self.lines)


def page_of(source: str) -> Page:
    """Read the HTML of a page, whole or in part; as it is, or as Slack or a JSON string escapes it."""
    if source.startswith("&lt;"):
        source = unescape_once(source)
    if "\\n" in source or '\\"' in source:
        source = _ESCAPED.sub(lambda escape: "\n" if escape["sign"] in "rn" else escape["sign"], source)
    shown: list[str] = []
    headings: list[str] = []
    at, within = 0, ""
    for tag in [*TAG.finditer(source), None]:
        piece = source[at : tag.start() if tag else len(source)]
        if within in _HEADINGS and headings:
            headings[-1] += piece
        if within not in _HIDDEN and within != "title":
            shown.append(piece)
        if tag is None:
            break
        at, name = tag.end(), tag["name"].casefold()
        if within in _HIDDEN and not (tag["close"] and name == within):
            continue
        if name not in _WITHIN_LINE:
            shown.append("\n")
            within = "" if tag["close"] or name not in _HEADINGS | _HIDDEN else name
            headings += [""] if within in _HEADINGS else []
    return Page(_lines("\n".join(" ".join(heading.split()) for heading in headings)), _lines("".join(shown)))


def copied_page(text: str) -> Page:
    """A page as a browser shows it, quoted or not: every line may be a heading."""
    lines = _lines(_QUOTE.sub("", text))
    return Page(lines, lines)


def _lines(source: str) -> tuple[str, ...]:
    """The lines of a text with its entities undone, without blanks around and empty ones."""
    text = clean(html.unescape(source)).text
    return tuple(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)
