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

_URL = re.compile(r"https?://(?P<host>[^\s/:<>\"'|]{1,253})(?::\d{1,5})?(?P<path>/[^\s<>\"'|?#]{0,2000})?[^\s<>\"'|]{0,4000}")
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,500}>")
_MENTION = re.compile(r"(?<![\w.@])@[\w.-]{1,80}")
_VERSION = re.compile(r"(?<![\w.])v?\d{1,5}(?:\.\d{1,5}){1,5}(?![\w.]*\w)")
_NAME = re.compile(r"(?<![\w/-])[A-Za-z][A-Za-z0-9]{1,60}(?:_[A-Za-z0-9]{1,40}){0,12}(?![\w/])")


def read(text: str) -> Iterable[Sighting]:
    """One sighting with the codes, statuses, names and links of the text, and its words."""
    if text.strip():
        rest, evidence = _take(text)
        start = len(text) - len(text.lstrip())
        yield Sighting(NAME, start, len(text.rstrip()), (*evidence, Evidence("words", rest.strip(), "text")))


def _take(text: str) -> tuple[str, list[Evidence]]:
    evidence: list[Evidence] = []
    for found in codes.find_hresults(text):
        evidence.append(Evidence("hresult", found.value, "text"))
    text = _blank(text, codes.find_hresults(text))
    for link in _URL.finditer(text):
        evidence += _link(link)
    text = _URL.sub(lambda link: " " * len(link[0]), text)
    text = _TAG.sub(lambda tag: " " * len(tag[0]), text)
    text = _MENTION.sub(lambda name: " " * len(name[0]), text)
    text = _VERSION.sub(lambda version: " " * len(version[0]), text)
    statuses = http_status.find_statuses(text)
    for status in statuses:
        where = "text" if status.strength == "marked" else "number in text"
        evidence.append(Evidence("status", status.value, where))
    text = _blank(text, statuses)
    for name in _NAME.finditer(text):
        if codes.looks_like_symbol(name[0]):
            evidence.append(Evidence("symbol", name[0], "text"))
    return text, list(dict.fromkeys(evidence))


def _link(link: re.Match[str]) -> Iterator[Evidence]:
    yield Evidence("host", link["host"].casefold(), "text link")
    if link["path"]:
        yield Evidence("path", link["path"], "text link")


def _blank(text: str, found: Iterable[Found]) -> str:
    for item in found:
        text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text
