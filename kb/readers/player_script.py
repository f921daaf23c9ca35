"""Errors of players written in JavaScript that number them: Shaka, dash.js, JW Player, Azure Media Player; and of hls.js."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.player_part import Part, around, object_around, read_answer, some

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHAKA = re.compile(r"shaka", re.IGNORECASE)
_SHAKA_SAYS = re.compile(
    r"Shaka Error (?:(?P<category>[A-Z][A-Z0-9_]{1,30})\.(?P<name>[A-Z][A-Z0-9_]{2,80})|(?P<number>[1-9]\d{3,4}))"
    r"(?:[ ]?\((?P<data>[^\n]{0,2000}))?"
)
_KEY = r"""["']?\s{0,4}[:=]\s{0,4}["']?"""
_CATEGORY = re.compile(rf"\bcategory{_KEY}(?P<category>10|[1-9])\b")
_CODE = re.compile(rf"\bcode{_KEY}(?P<code>[1-9]\d{{3,4}})\b")
_SEVERITY = re.compile(rf"\bseverity{_KEY}[12]\b")
_SHAKA_DATA = re.compile(r"(?P<url>https?://[^\s,\"']{1,2000})[\"']?,\s{0,20}(?P<status>[45]\d\d)\b")

_HLS_TYPES = r"(?:network|media|keySystem|mux|other)Error"
_HLS_DETAILS = re.compile(rf"""\bdetails{_KEY}(?P<details>[a-z][A-Za-z]{{3,60}})\b""")
_HLS_TYPE = re.compile(rf"""\btype{_KEY}(?P<type>{_HLS_TYPES})\b""")
_HLS_CONSTANT = re.compile(r"\b(?:Hls\.)?ErrorDetails\.(?P<name>[A-Z][A-Z_]{3,60})\b")
_HLS_SAYS = re.compile(
    rf"\b{_HLS_TYPES}\b[^\n{{}}]{{1,60}}?\b(?P<details>(?:manifest|level|audioTrack|subtitle|playlist|frag|key|buffer|remux"
    r"|attach|assetList|interstitial)[A-Z][A-Za-z]{2,60}(?:Error|Time[Oo]ut))\b"
)
_HLS = re.compile(r"\bhls(?:\.?js)?\b", re.IGNORECASE)

_DASH = re.compile(r"dash\.?js|dash\.all|DashJS|\bDASH\b|MediaPlayer\(\)", re.IGNORECASE)
_DASH_CODE = re.compile(rf"\bcode{_KEY}(?P<code>[1-9]\d{{1,2}})\b")

_JW = re.compile(r"jw ?player|jwplatform|jwplatfom|\bJW8?\b", re.IGNORECASE)
_JW_SHOWN = re.compile(r"\([Ee]rror [Cc]ode: (?P<code>[1-6]\d{5})\)")
_JW_CODE = re.compile(rf"\b(?:error[ _]?)?code(?::? |{_KEY})(?P<code>[1-6]\d{{5}})\b", re.IGNORECASE)

_AMP = re.compile(r"azure ?media ?player|\bamp\b|azuremediaplayer|AzureHtml5JS", re.IGNORECASE)
_AMP_CODE = re.compile(r"\b0x(?P<tech>[0-6]?)(?P<detail>0(?:[1-6]|F)[0-9A-Fa-f]{5})\b")
_AMP_TECHS = {
    "1": "AMP",
    "2": "AzureHtml5JS",
    "3": "FlashSS",
    "4": "SilverlightSS",
    "5": "Html5",
    "6": "Html5FairPlayHLS",
}
_AMP_NETWORK = 0x2


def find(text: str) -> Iterator[Part]:
    """Every error of these players in a text."""
    if "haka" in text or "SHAKA" in text or "everity" in text:
        yield from _shaka(text)
    if any(word in text for word in ("details", "networkError", "mediaError", "keySystemError", "ErrorDetails.")):
        yield from _hls(text)
    if "ash" in text or "DASH" in text:
        yield from _dash(text)
    if "ode" in text and any(name in text for name in ("rror Code: ", "rror code: ", "jw", "JW")):
        yield from _jw(text)
    if "0x" in text and _AMP.search(text):
        yield from _azure(text)


def _shaka(text: str) -> Iterator[Part]:
    """``Shaka Error NETWORK.BAD_HTTP_STATUS (...)``, and objects where the code fits its category, its first digits."""
    where = "Shaka error"
    for found in some(_SHAKA_SAYS, text):
        data = _SHAKA_DATA.search(found["data"] or "")
        evidence = [Evidence("code", f"shaka-player {found['number']}", where)] if found["number"] else []
        evidence += [Evidence("symbol", found["name"], where)] if found["name"] else []
        yield Part(*found.span(), (*evidence, *_shaka_answer(data), Evidence("layer", "shaka-player (player)", where)))
    for category in some(_CATEGORY, text):
        start, end = object_around(text, *category.span())
        start, end = (start, end) if end > category.end() else (max(0, start - 80), end + 80)
        code = _CODE.search(text, start, end)
        if code is None or int(code["code"]) // 1000 != int(category["category"]):
            continue
        if _SEVERITY.search(text, start, end) or around(text, start, end, _SHAKA):
            if text[start] != "{":
                start, end = min(code.start(), category.start()), max(code.end(), category.end())
            data = _SHAKA_DATA.search(text, start, end)
            evidence = [Evidence("code", f"shaka-player {code['code']}", where), *_shaka_answer(data)]
            yield Part(start, end, (*evidence, Evidence("layer", "shaka-player (player)", where)))


def _shaka_answer(data: re.Match[str] | None) -> Iterator[Evidence]:
    if data:
        yield Evidence("status", data["status"], "Shaka error data")
        yield from (item for item in read_answer(data["url"], "Shaka error data") if item.kind != "status")


def _hls(text: str) -> Iterator[Part]:
    """An object with type and details, ``networkError - fatal: true - manifestLoadError``, ``Hls.ErrorDetails.FRAG_LOAD_ERROR``."""
    where = "hls.js error"
    layer = Evidence("layer", "hls.js (player)", where)
    for details in some(_HLS_DETAILS, text):
        start, end = object_around(text, *details.span())
        if _HLS_TYPE.search(text, start, end) or (end > details.end() and around(text, start, start, _HLS)):
            answer = read_answer(text[start:end], f"{where} response")
            yield Part(start, end, (Evidence("symbol", details["details"], f"{where} details"), *answer, layer))
    for said in some(_HLS_SAYS, text):
        evidence = Evidence("symbol", said["details"], where)
        line_end = text.find("\n", said.end(), said.end() + 500)
        rest = text[said.end() : line_end if line_end >= 0 else said.end() + 500]
        yield Part(*said.span(), (evidence, *read_answer(rest, where), layer))
    for constant in some(_HLS_CONSTANT, text):
        yield Part(*constant.span(), (Evidence("symbol", constant["name"], where), layer))


def _dash(text: str) -> Iterator[Part]:
    where = "dash.js error"
    for code in some(_DASH_CODE, text):
        start, end = object_around(text, *code.span())
        if "message" in text[start:end] and around(text, start, start, _DASH):
            answer = read_answer(text[code.end() : end], where)
            layer = Evidence("layer", "dash.js (player)", where)
            yield Part(start, end, (Evidence("code", f"dash.js {code['code']}", where), *answer, layer))


def _jw(text: str) -> Iterator[Part]:
    where = "JW Player error"
    layer = Evidence("layer", "jwplayer (player)", where)
    for shown in some(_JW_SHOWN, text):
        yield Part(*shown.span(), (Evidence("code", f"jwplayer {shown['code']}", where), layer))
    for code in some(_JW_CODE, text):
        if around(text, *code.span(), _JW):
            yield Part(*code.span(), (Evidence("code", f"jwplayer {code['code']}", where), layer))


def _azure(text: str) -> Iterator[Part]:
    """Its documents list the low 28 bits; the digit before says which technique played, and a network error holds a status."""
    where = "Azure Media Player error"
    for code in some(_AMP_CODE, text):
        if not around(text, *code.span(), _AMP):
            continue
        evidence = [Evidence("code", f"azure-media-player 0x{code['detail'].upper()}", where)]
        area, low = divmod(int(code["detail"], 16), 0x100000)
        if area == _AMP_NETWORK and 400 <= low <= 599:
            evidence.append(Evidence("status", str(low), where))
        notes = (f"played with {_AMP_TECHS[code['tech']]}",) if code["tech"] in _AMP_TECHS else ()
        yield Part(*code.span(), (*evidence, Evidence("layer", "azure-media-player (player)", where)), notes)
