"""Errors of Apple's players: NSError in the ways it is printed, and AVPlayer's error log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.http_client import read_url
from kb.readers.player_part import NEAR, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 6_000
"""Characters of one error with those inside it."""

_PLAYERS = frozenset({"AVFoundationErrorDomain", "CoreMediaErrorDomain"})
_IS = r"""["']?\s{0,3}[:=]\s{0,3}["']?"""
_DOMAINS = r"(?:AVFoundation|CoreMedia|NSURL|NSOSStatus)ErrorDomain"
_PRINTED = re.compile(
    rf'Error Domain=(?P<domain>{_DOMAINS}) Code=(?P<code>-?\d{{1,10}})(?: "(?P<message>[^"\n]{{0,500}}))?"?'
)
_SAID = re.compile(
    rf"""(?P<domain>{_DOMAINS})["']?[\s,;:=(]{{0,4}}(?:[Ee]rror|[Cc]ode)?["']?[\s:=(]{{0,4}}(?P<code>-?\d{{2,10}})(?!\w|\.\d)"""
)
_LOGGED = re.compile(
    rf"errorStatusCode{_IS}(?P<code>-?\d{{2,10}})[^\n]{{0,200}}?errorDomain{_IS}(?P<domain>{_DOMAINS})"
    rf"(?:[^\n]{{0,200}}?errorComment{_IS}(?P<message>[^\n,}}\"']{{1,300}}))?"
)
_HTTP = re.compile(r"\bHTTP (?P<status>[45]\d\d)\b|\b(?P<after>[45]\d\d): [A-Z][a-z]")
_AV = re.compile(r"\bAV(?:Player|Asset|URLAsset|QueuePlayer|Foundation)|CoreMedia")
_USER_INFO = re.compile(r'\s?"?\s?UserInfo=(?:0x[0-9a-f]{1,16} )?\{')
_BRACE = re.compile(r"[{}]")
_EMPTY = frozenset({"", "(null)", "The operation could not be completed", "The operation couldn't be completed."})


def find(text: str) -> Iterator[Part]:
    """Every error of AVPlayer or below it in a text, each with the errors inside it, the outer first."""
    if "ErrorDomain" not in text:
        return
    for pattern in (_LOGGED, _PRINTED, _SAID):
        end = 0
        for found in pattern.finditer(text):
            if found.start() >= end:
                part = _part(text, found)
                if part:
                    end = part.end
                    yield part


def _part(text: str, found: re.Match[str]) -> Part | None:
    """The error that starts here with those inside it; None where no player is near."""
    start, end = found.start(), _end(text, found)
    chain = [found, *_SAID.finditer(text, found.end(), end)]
    inside = [*_PRINTED.finditer(text, found.end(), end)]
    named = {(each["domain"], each["code"]): each for each in (found, *inside, *chain)}
    near = _AV.search(text, max(0, start - NEAR), end + NEAR)
    if near is None and not any(domain in _PLAYERS for domain, _ in named):
        return None
    where = "NSError"
    evidence = [Evidence("code", f"avfoundation {code}", f"{where} {domain}") for domain, code in named]
    if status := _HTTP.search(text, start, end):
        evidence.append(Evidence("status", status["status"] or status["after"], where))
    messages = (each.groupdict().get("message") or "" for each in named.values())
    evidence += (Evidence("message", said.strip(), where) for said in messages if said.strip() not in _EMPTY)
    evidence += read_url(text[start:end], where)
    return Part(start, end, (*evidence, Evidence("layer", "AVPlayer (player)", where)))


def _end(text: str, found: re.Match[str]) -> int:
    """Where an error ends: with its UserInfo, whose braces hold the errors inside it."""
    limit = min(len(text), found.end() + LONGEST)
    opening = _USER_INFO.match(text, found.end())
    if opening is None:
        return found.end()
    depth = 1
    for brace in _BRACE.finditer(text, opening.end(), limit):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    line = text.find("\n", opening.end(), limit)
    return line if line >= 0 else limit
