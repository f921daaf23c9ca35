"""Errors of the browser's own player, bare or through video.js: MediaError, Chromium's pipeline, Widevine, Media Foundation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb import codes
from kb.model import Evidence
from kb.readers.player_part import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("CUSTOM", "ABORTED", "NETWORK", "DECODE", "SRC_NOT_SUPPORTED", "ENCRYPTED")
_NUMBERS = {name: str(number) for number, name in enumerate(_NAMES)}
"""The HTML standard's numbers 1 to 4; video.js added 0 and 5."""

_CONSTANT = rf"MEDIA_ERR_(?:{'|'.join(_NAMES)})"
_VIDEO_JS = re.compile(
    rf"(?:VIDEOJS:\s{{1,4}}(?:ERROR:|\w{{1,10}})\s{{1,4}})?\(CODE:(?P<code>[0-5]) (?P<name>{_CONSTANT})\)[ ]?(?P<message>[^\n]{{0,600}})"
)
_MEDIA_ERROR = re.compile(
    rf"""MediaError\b["']?[\s:({{]{{1,4}}(?:(?P<name>{_CONSTANT})\)?|["']?code["']?\s{{0,3}}[:=]?\s{{0,3}}(?P<code>[1-5])\b)(?P<rest>[^\n]{{0,600}})"""
)
_ALONE = re.compile(rf"\b(?P<name>{_CONSTANT})\b")
_PIPELINE = re.compile(
    r"\b(?:PIPELINE|DEMUXER|CHUNK_DEMUXER|DECODER|AUDIO_RENDERER|PTS)_ERROR(?:_[A-Z0-9]{1,20}){0,6}\b"
)
_MESSAGE = re.compile(r"""message["']?\s{0,3}[:=]\s{0,3}["'](?P<message>[^"'\n]{1,500})""")
_WIDEVINE = re.compile(r"[Rr]ejected with system code \(?(?P<code>\d{1,6})\)?")
_DRM_LINE = re.compile(
    r"\b(?:MediaFoundation\w{0,40}|PlayReady|MSPR_E_\w{1,60}|MF_E_\w{1,60}|DRM_E_\w{1,60})", re.IGNORECASE
)
_DRM_SYMBOL = re.compile(r"\b(?:MF|DRM|MSPR)_E_[A-Z0-9_]{2,60}\b")


def find(text: str) -> Iterator[Part]:
    """Every error of the browser's player in a text."""
    if "MEDIA_ERR_" in text or "MediaError" in text:
        yield from _media(text)
    if "ystem code" in text:
        yield from _widevine(text)
    if "ediaFoundation" in text or "layReady" in text or "_E_" in text:
        yield from _media_foundation(text)


def _media(text: str) -> Iterator[Part]:
    where = "MediaError"
    for found in _VIDEO_JS.finditer(text):
        message = found["message"].partition(" MediaError ")[0].strip()
        evidence = [*_numbered(found["code"], found["name"], where), *_pipeline(message)]
        evidence += [Evidence("message", message, where)] if message else []
        yield Part(*found.span(), (*evidence, Evidence("layer", "video.js (player)", where)))
    for found in _MEDIA_ERROR.finditer(text):
        name = found["name"] or f"MEDIA_ERR_{_NAMES[int(found['code'])]}"
        number = found["code"] or _NUMBERS[name.removeprefix("MEDIA_ERR_")]
        symbol = found["name"] or ""
        message = _MESSAGE.search(found["rest"])
        evidence = [*_numbered(number, symbol, where), *_pipeline(found["rest"])]
        evidence += [Evidence("message", message["message"], where)] if message else []
        evidence += (Evidence("hresult", code.value, where) for code in codes.find_hresults(found["rest"]))
        yield Part(*found.span(), (*evidence, Evidence("layer", "html5-media (player)", where)))
    for found in _ALONE.finditer(text):
        number = _NUMBERS[found["name"].removeprefix("MEDIA_ERR_")]
        layer = Evidence("layer", "html5-media (player)", where)
        yield Part(*found.span(), (*_numbered(number, found["name"], where), layer))


def _numbered(number: str, name: str, where: str) -> Iterator[Evidence]:
    yield Evidence("code", f"html5-media {number}", where)
    if name:
        yield Evidence("symbol", name, where)


def _pipeline(message: str) -> Iterator[Evidence]:
    if found := _PIPELINE.search(message):
        yield Evidence("symbol", found[0], "MediaError message")


def _widevine(text: str) -> Iterator[Part]:
    where = "Widevine error"
    for found in _WIDEVINE.finditer(text):
        layer = Evidence("layer", "widevine (player)", where)
        yield Part(*found.span(), (Evidence("code", f"widevine {found['code']}", where), layer))


def _media_foundation(text: str) -> Iterator[Part]:
    """Lines with an HRESULT, or a symbol, where Media Foundation or PlayReady is named."""
    end = 0
    for found in _DRM_LINE.finditer(text):
        if found.start() < end:
            continue
        start = text.rfind("\n", max(0, found.start() - 500), found.start()) + 1 or max(0, found.start() - 500)
        stop = text.find("\n", found.end(), found.end() + 1_000)
        end = stop if stop >= 0 else min(len(text), found.end() + 1_000)
        line = text[start:end]
        where = "Media Foundation error"
        evidence = [Evidence("hresult", code.value, where) for code in codes.find_hresults(line)]
        evidence += (Evidence("symbol", each[0], where) for each in _DRM_SYMBOL.finditer(line))
        if evidence and "MediaError" not in line and "MEDIA_ERR_" not in line:
            name = (
                "PlayReady (player)"
                if "playready" in line.casefold() or "MSPR_" in line
                else "Media Foundation (player)"
            )
            yield Part(start, end, (*evidence, Evidence("layer", name, where)))
