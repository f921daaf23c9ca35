"""Plain text: what a person types, and what no other reader took. Template for every other reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb import codes, http_status
from kb.model import Evidence, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kb.found import Found

NAME = "plain"

INNER = "text, inner code"
"""Where a code stood that explains the one before it."""
READ = 50_000
"""Characters looked at; a longer stretch that no other reader understood is no question."""

_URL = re.compile(
    r"https?://(?P<host>[^\s/:<>\"'|]{1,253})(?::\d{1,5})?(?P<path>/[^\s<>\"'|?#]{0,2000})?[^\s<>\"'|]{0,4000}"
)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,500}>")
_MENTION = re.compile(r"(?<![\w.@])@[\w.-]{1,80}")
_VERSION = re.compile(r"(?<![\w.])v?\d{1,5}(?:\.\d{1,5}){1,5}(?![\w.]*\w)")
_INNER = re.compile(
    r"\b(?:internal_?error|inner[ _-]?(?:error|code|exception|hresult))(?:[ _-]?code)?\W{0,5}\Z", re.IGNORECASE
)
_NAME = re.compile(r"(?<![\w/-])[A-Za-z][A-Za-z0-9]{1,60}(?:_[A-Za-z0-9]{1,40}){0,12}(?![\w/])")


def read(text: str) -> Iterable[Sighting]:
    """One sighting with the codes, statuses, names and links of the text, and its words."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start < end:
        cut = end - start > READ
        rest, evidence = _take(text[start : start + READ] if cut else text[start:end])
        notes = (f"of the running text only the first {READ:,} characters were read",) if cut else ()
        words = [Evidence("words", rest.strip(), "text")] if rest.strip() else []
        yield Sighting(NAME, start, end, (*evidence, *words), notes=notes)


def _take(text: str) -> tuple[str, list[Evidence]]:
    hresults = codes.find_hresults(text)
    evidence = [Evidence("hresult", found.value, _place(text, found)) for found in hresults]
    text = _blank(text, hresults)
    for link in _URL.finditer(text):
        evidence += _link(link)
    text = _URL.sub(lambda link: " " * len(link[0]), text)
    text = _TAG.sub(lambda tag: " " * len(tag[0]), text)
    text = _MENTION.sub(lambda name: " " * len(name[0]), text)
    text = _VERSION.sub(lambda version: " " * len(version[0]), text)
    statuses = http_status.find_statuses(text)
    evidence += [Evidence("status", status.value, _where(status)) for status in statuses]
    text = _blank(text, statuses)
    for name in _NAME.finditer(text):
        if codes.looks_like_symbol(name[0]):
            evidence.append(Evidence("symbol", name[0], "text"))
    return text, list(dict.fromkeys(evidence))


def _place(text: str, found: Found) -> str:
    return INNER if _INNER.search(text, max(0, found.start - 40), found.start) else _where(found)


def _where(found: Found) -> str:
    return "text" if found.strength == "marked" else "number in text"


def _link(link: re.Match[str]) -> Iterator[Evidence]:
    yield Evidence("host", link["host"].casefold(), "text link")
    if link["path"]:
        yield Evidence("path", link["path"], "text link")


def _blank(text: str, found: Iterable[Found]) -> str:
    parts: list[str] = []
    at = 0
    for item in found:
        parts += [text[at : item.start], " " * (item.end - item.start)]
        at = item.end
    return "".join([*parts, text[at:]])
