"""A number is an HTTP status by its neighbours; what is left alone is listed first."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.http_status import REASONS, find_reasons, find_status_classes, find_statuses, status_named

NO_STATUS = [
    "PR #500 merged",
    "it costs $500",
    "room 404 meeting moved",
    "build 409 passed",
    "we have 400 viewers",
    "uploaded 500 segments",
    "took=410ms",
    "took 410 ms",
    "a 500MB file",
    "500 kbps",
    "400%",
    "500+ people",
    "version 4.404.1",
    "v404",
    "0.445",
    "15:45:52,528 +1000",
    "1,404,000 requests",
    "libx264.c:404: undefined reference",
    'File "app.py", line 503, in main',
    "host edge-403.fra",
    "[ingest-404] started",
    "medialive.us-east-1.amazonaws.com:443/out",
    "Safari/528.17",
    "AppleWebKit/528.18",
    "/live/404/index.m3u8",
    "404.html",
    "854x480",
    "480p",
    "540x960",
    "10.0.404.1",
    '"receivedBytes": 468',
    "bitrate=500",
    "frame=  512 fps=25",
    "error4040",
    "14045",
    "id 404",
    "more than 500 stalls",
]
MARKED = [
    "404",
    "(404)",
    "404?",
    "http 404",
    "HTTP/1.1 404 Not Found",
    "HTTP/2 404",
    '"GET /a.m3u8 HTTP/1.1" 404 162',
    "status=404",
    "sc-status=404",
    '"statusCode": "404"',
    "StatusCode: 404, RequestID: abc",
    "<m:code>404</m:code>",
    "error:404",
    "HTTP-404",
    "code E404",
    "why do i get 404",
    "the player returned a 404",
    "responded with status 404",
    "it gives me 404s",
    "404 error on the manifest",
    "404 Client Error: Not Found",
    "Not Found (404)",
    "segment.ts 404 (Not Found)",
    "playlist: 404 NotFoundException",
    "404-not-found",
    "returns 403 or 404",
    "port 8080 gives 404",
]
BARE = ["gcore 404", "port 80 404 seen", "mediatailor 404 on the manifest", "ams origin 404 playback", "错误404出现"]


@pytest.mark.parametrize("text", NO_STATUS)
def test_what_stands_like_something_else_is_no_status(text: str) -> None:
    assert find_statuses(text) == []


@pytest.mark.parametrize("text", MARKED)
def test_a_status_is_marked_by_its_neighbours(text: str) -> None:
    assert ("404", "marked") in [(found.value, found.strength) for found in find_statuses(text)]


@pytest.mark.parametrize("text", BARE)
def test_a_status_without_such_a_neighbour_is_bare(text: str) -> None:
    assert [(found.value, found.strength) for found in find_statuses(text)] == [("404", "bare")]


def test_a_list_of_statuses_is_read_whole() -> None:
    assert [found.value for found in find_statuses("status 502/503,504")] == ["502", "503", "504"]


def test_a_sub_status_of_iis_belongs_to_the_status() -> None:
    (found,) = find_statuses("HTTP Error 500.19 on the origin")
    assert (found.value, found.literal) == ("500", "500.19")


def test_a_counted_thing_after_a_verb_weakens_the_mark() -> None:
    assert [found.strength for found in find_statuses("got 500 segments")] == ["bare"]


def test_a_mark_on_another_line_does_not_count() -> None:
    assert [found.strength for found in find_statuses("status\n404 seen")] == ["bare"]


@given(st.text())
def test_what_is_found_stands_where_it_says(text: str) -> None:
    for found in [*find_statuses(text), *find_status_classes(text), *find_reasons(text)]:
        assert text[found.start : found.end] == found.literal


@given(st.text(alphabet="45019 /,.:-x=\"'#HTPerorstaun()\n", max_size=80))
def test_statuses_come_in_order_and_in_range(text: str) -> None:
    found = find_statuses(text)
    assert all(400 <= int(item.value) <= 599 for item in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(("text", "value"), [("mediatailor 4xx", "4xx"), ("a burst of 5XX", "5xx"), ("(5xx)", "5xx")])
def test_a_class_of_statuses_is_found(text: str, value: str) -> None:
    assert [found.value for found in find_status_classes(text)] == [value]


@pytest.mark.parametrize("text", ["$4xx", "v1.4xx", "4xxy", "a5xx"])
def test_what_only_holds_a_class_is_none(text: str) -> None:
    assert find_status_classes(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("bad gateway from the cdn", "502"),
        ("504 Gateway Time-out", "504"),
        ("Gateway Timeout", "504"),
        ("the gateway timed out", "504"),
        ("Service Temporarily Unavailable", "503"),
        ("internal server error", "500"),
        ("precondition-failed", "412"),
        ("unauthorised", "401"),
        ("Authorization Required", "401"),
        ("requested range not satisfiable", "416"),
        ("I'm a teapot", "418"),
        ("unprocessable entity", "422"),
        ("Request-URI Too Large", "414"),
    ],
)
def test_a_reason_phrase_gives_its_status(text: str, status: str) -> None:
    assert [(found.value, found.ambiguous) for found in find_reasons(text)] == [(status, False)]


@pytest.mark.parametrize(
    ("text", "status"),
    [("the stream is gone", "410"), ("conflict", "409"), ("not found", "404"), ("access denied", "403")],
)
def test_ordinary_english_is_ambiguous(text: str, status: str) -> None:
    assert [(found.value, found.ambiguous) for found in find_reasons(text)] == [(status, True)]


@pytest.mark.parametrize(
    "text",
    ["found", "badgateway", "bad  gateway", "bad. Gateway", "MPE_ACCESS_DENIED", "NotFoundException", "conflicting"],
)
def test_pieces_of_reason_phrases_are_none(text: str) -> None:
    assert find_reasons(text) == []


def test_the_longest_reason_phrase_wins() -> None:
    assert [found.literal for found in find_reasons("proxy authentication required")] == [
        "proxy authentication required"
    ]


@pytest.mark.parametrize(
    ("status", "reason"), [(413, "Content Too Large"), (422, "Unprocessable Content"), (499, "Client Closed Request")]
)
def test_reasons_are_the_current_ones_whatever_the_python(status: int, reason: str) -> None:
    assert REASONS[status] == reason


@pytest.mark.parametrize(("code", "status"), [("BadRequest", 400), ("NotFound", 404), ("Service-Unavailable", 503)])
def test_a_reason_in_one_word_names_its_status(code: str, status: int) -> None:
    assert status_named(code) == status


@pytest.mark.parametrize("code", ["ConflictException", "OK", "", "404"])
def test_other_codes_name_no_status(code: str) -> None:
    assert status_named(code) is None
