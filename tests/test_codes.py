"""Every spelling of a code has one canonical form, and nothing else has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import codes

SPELLINGS = [
    "0x8088002A",
    "0X8088002a",
    "0x8088002a",
    "8088002A",
    "8088002a",
    "8088002aL",
    "&H8088002A",
    "&H8088002A&",
    "&h8088002a",
    "0x8088002AL",
    "0x8088002aUL",
    "0xFFFFFFFF8088002A",
    "2156396586",
    "-2138570710",
]
NOT_HRESULTS = [
    "",
    "404",
    "-1",
    "-11800",
    "-12938",
    "0xFFFFFFFF",  # -1
    "4294967295",  # -1 as well
    "4294955496",  # -11800 as well
    "0x00000002",  # no failure
    "0x8088002",  # seven digits
    "0x8088002AB",  # nine
    "deadbeef",
    "8f3e2d1c",  # the facility is nobody's
    "-1610022911",  # 0xA0090001, the customer bit
    "20240312",
    "80000000",  # code 0, a bit rate
    "2147483648",
    "-2147483648",
    "-1094995529",  # FFmpeg's AVERROR_INVALIDDATA
    "-875574520",  # FFmpeg's AVERROR_HTTP_NOT_FOUND
    "1885696621",  # a four-character code
    "1736942407",  # seconds since 1970
    "1736942407120",
    "99999999999999999999",
    "publishing point locked",
]
NONE_INSIDE = [
    "RequestId: 80880021-0c39-4b5e-9d3f-8088002a0000",
    "4b6d0fc7-c074-418f-bf2d-8088002A5234",
    "sha256:8088002a8088002a8088002a8088002a8088002a",
    "[hls @ 0x9f8a1c40] keepalive request failed",
    "[hls @ 0x7fabc4007a80] HTTP error",
    "UnderlyingError=0x281370db0 {Error",
    "GET /vod/8088002a/manifest.mpd",
    "GET /vod/0x8088002A/manifest.mpd",
    "cdn-8088002a.example.net",
    "8088002a.example.net",
    "v2.80880021.3",
    "received at 1736942407120",
    "x-request-id: 8088002a",
    '"requestId": "8007000e"',
    "traceid=8007000e",
    "commit 8007000e",
    '"contentLength": 2156396586',
    "SSRC 2156396586",
    "uploaded 2156396586 bytes",
    "call +2156396586",
    "12:80880021:00",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_an_hresult_has_one_form(spelling: str) -> None:
    assert codes.hresult(spelling) == "0x8088002A"


@pytest.mark.parametrize("wrapped", ["(0x8088002A)", "`8088002a`", '"2156396586",', "=-2138570710;", "0x8088002A."])
def test_what_is_wrapped_around_an_hresult_is_ignored(wrapped: str) -> None:
    assert codes.hresult(wrapped) == "0x8088002A"


@pytest.mark.parametrize("text", NOT_HRESULTS)
def test_other_numbers_are_no_hresults(text: str) -> None:
    assert codes.hresult(text) is None


def test_a_prefix_admits_an_unknown_facility() -> None:
    assert codes.hresult("0x8F3E2D1C") == "0x8F3E2D1C"


def test_an_uncaught_net_exception_is_known_by_its_decimal() -> None:
    assert codes.hresult("-532462766") == "0xE0434352"


def test_a_canonical_form_is_its_own_canonical_form() -> None:
    assert codes.hresult("0x8088002A") == "0x8088002A"


@given(st.integers(min_value=1, max_value=0xFFFF), st.sampled_from(["0x8088", "0x8089", "0x8007", "0xC00D"]))
def test_signed_and_unsigned_decimals_mean_the_same_as_hex(code: int, upper: str) -> None:
    written = f"{upper}{code:04X}"
    value = int(written, 16)
    assert codes.hresult(written) == codes.hresult(str(value)) == codes.hresult(str(value - (1 << 32))) == written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ingest.isml failed hr=0x8088002d status=400", "0x8088002D"),
        ("locked (0x80880030) again", "0x80880030"),
        ("ErrorCode=-2138570707", "0x8088002D"),
        ("code:-2138570707, retry", "0x8088002D"),
        ("<ErrorCode>0x8088002AL</ErrorCode>", "0x8088002A"),
        ("iis 8088002c", "0x8088002C"),
        ("error code 80880021", "0x80880021"),
        ("failed with 2156396586.", "0x8088002A"),
        ("<m:code>-2147024891, System.UnauthorizedAccessException", "0x80070005"),
        ("错误0x80880021发生", "0x80880021"),
        ("https://example.net/play?hr=0x8088002A&v=2", "0x8088002A"),
        ("|0x80890200 |The requested fragment", "0x80890200"),
    ],
)
def test_an_hresult_is_found_in_running_text(text: str, value: str) -> None:
    assert [found.value for found in codes.find_hresults(text)] == [value]


@pytest.mark.parametrize("text", NONE_INSIDE)
def test_no_hresult_is_found_inside_something_else(text: str) -> None:
    assert codes.find_hresults(text) == []


def test_found_hresults_keep_their_order_and_place() -> None:
    text = "InternalError 0x80070002L explains 8088002a"
    found = codes.find_hresults(text)
    assert [(item.value, item.literal) for item in found] == [("0x80070002", "0x80070002L"), ("0x8088002A", "8088002a")]
    assert all(text[item.start : item.end] == item.literal for item in found)


@given(st.text())
def test_whatever_is_found_is_an_hresult_by_itself(text: str) -> None:
    assert all(codes.hresult(found.literal) == found.value for found in codes.find_hresults(text))


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(before=st.text(alphabet=" ([,;", max_size=3), after=st.text(alphabet=" )],;", max_size=3))
def test_every_spelling_is_found_among_punctuation(spelling: str, before: str, after: str) -> None:
    assert [found.value for found in codes.find_hresults(f"failed{before} {spelling}{after}")] == ["0x8088002A"]


@pytest.mark.parametrize(
    "word",
    [
        "MPE_MGMT_PUBLISHING_POINT_LOCKED",
        "ERROR_CODE_IO_BAD_HTTP_STATUS",
        "MF_E_INVALIDMEDIATYPE",
        "GatewayTimeoutException",
        "System.UnauthorizedAccessException",
        "com.amazonaws.services.mediatailor.model.BadRequestException",
        "ExtractorMediaPeriod$LoadError",
        "levelLoadError",
        "fragLoadTimeOut",
        "IOError",
    ],
)
def test_names_of_errors_look_like_symbols(word: str) -> None:
    assert codes.looks_like_symbol(word)


@pytest.mark.parametrize(
    "word",
    ["", "Error", "ERROR", "HTTP", "error", "terror", "mpe_mgmt", "MPE_", "_MPE", "MediaTailor", "404", "a_B", "NASA"],
)
def test_ordinary_words_do_not_look_like_symbols(word: str) -> None:
    assert not codes.looks_like_symbol(word)
