"""Logs of programs: dated lines, ``key=value`` pairs and JSON lines."""

from __future__ import annotations

import pytest

from kb.readers.log_record import WELL
from kb.readers.program_log import read_dated, read_json, read_logfmt
from tests.sightings import values


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("2026-11-04T12:00:00.123Z job failed hr=0x8088002E", "2026-11-04T12:00:00.123Z"),
        ("2026-11-04 12:00:00,123 - a.b - ERROR - hr=0x8088002E", "2026-11-04 12:00:00,123"),
        ("2026/11/04 12:00:00 hr=0x8088002E", "2026/11/04 12:00:00"),
        ("Nov 21 03:11:02 origin01 smoothd[1432]: hr=0x8088002E", "Nov 21 03:11:02"),
        ("<134>Nov  1 03:11:02 origin01 smoothd: hr=0x8088002E", "Nov  1 03:11:02"),
        ("[03-Mar-2023 12:13:45 Africa/Abidjan] hr=0x8088002E", "03-Mar-2023 12:13:45"),
        ("6/9/2019 12:27:18 PM hr=0x8088002E", "6/9/2019 12:27:18 PM"),
        ("23:02:53.756 T:16574 ERROR: hr=0x8088002E", "23:02:53.756"),
        ("web_1  | 2026-11-04 12:00:00 hr=0x8088002E", "2026-11-04 12:00:00"),
        ("ERROR:root:hr=0x8088002E", ""),
        ("[stream.hls][error] hr=0x8088002E", ""),
    ],
)
def test_a_line_starts_with_a_time_or_a_level(line: str, when: str) -> None:
    said = read_dated(line)
    assert values(said, "hresult") == ["0x8088002E"]
    assert said is not None
    assert said.when == when


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("ERROR app - HTTP error 503 while fetching", "503"),
        (
            "T:8 error <general>: AddOnLog: inputstream.adaptive: License server returned failure (HTTP error 400)",
            "400",
        ),
        ("ERROR: CCurlFile::FillBuffer - Failed: HTTP returned error 400", "400"),
        ("WARN failed (404 Client Error: Not Found for url: https://a.example.com/x)", "404"),
        ("INFO uwsgi.requests Worker ID: 2 GET 503 /proxy/a 3ms", "503"),
        ("a.example.com GET /show.ism/Fragments(video=48211000000) 412 late", "412"),
        ('proxy "GET https://a.example.com/x?y=1 HTTP/1.1" 502', "502"),
        ("upload failed status=409", "409"),
        ("PHP Warning: HTTP request failed! HTTP/1.1 403 Forbidden", "403"),
    ],
)
def test_a_status_is_known_by_what_leads_up_to_it(said: str, status: str) -> None:
    assert values(read_dated(f"2026-11-04 12:00:00 {said}"), "status") == [status]


@pytest.mark.parametrize(
    "said",
    [
        "ERROR at line 503 in app.py:404",
        "INFO GET https://a.example.com/app.py:404 200",
        "INFO GET /a/404/b 200",
        "INFO handled 404 requests in 503 ms",
        "INFO all is well",
        "mediatailor gives 503",
        "INFO MAX_BUFFER_SIZE is 500",
    ],
)
def test_other_numbers_are_no_status(said: str) -> None:
    assert read_dated(f"2026-11-04 12:00:00 {said}") is None


def test_a_name_counts_at_the_level_error_only() -> None:
    assert values(read_dated("2026-11-04 12:00:00 ERROR a GatewayTimeoutException"), "symbol") == [
        "GatewayTimeoutException"
    ]
    assert read_dated("2026-11-04 12:00:00 INFO retry after GatewayTimeoutException") is None


def test_a_constant_that_says_no_error_is_no_symbol() -> None:
    line = read_dated("2026-11-04 12:00:00 DEBUG HEADER_IN: HTTP/1.1 403 Forbidden")
    assert values(line, "symbol") == []


def test_a_line_says_host_path_and_request_id() -> None:
    line = read_dated("2026-11-04 12:00:00 ERROR status=503 https://a.example.com/x/y?z=1 request_id=abcdef-123456")
    assert values(line, "host") == ["a.example.com"]
    assert values(line, "path") == ["/x/y"]
    assert values(line, "request-id") == ["request_id: abcdef-123456"]


def test_a_bare_host_beside_a_request_is_its_host() -> None:
    line = read_dated("2026-11-04 12:00:00 a-usw22.streaming.media.azure.net GET /show.ism/a 412")
    assert values(line, "host") == ["a-usw22.streaming.media.azure.net"]


def test_the_message_stands_behind_level_and_tag_without_urls() -> None:
    line = read_dated("Nov 21 03:11:02 origin01 smoothd[1432]: point locked 0x8088002A https://a.example.com/x")
    assert values(line, "message") == ["point locked 0x8088002A"]


def test_what_a_client_says_of_a_status_is_no_message() -> None:
    line = read_dated("2026-11-04 12:00:00 ERROR app - HTTP error 503 while fetching")
    assert values(line, "message") == []


def test_the_product_that_wrote_a_line_is_its_layer() -> None:
    line = read_dated("2024-10-12 23:03:29.771 T:7 error <general>: AddOnLog: inputstream.adaptive: (HTTP error 400)")
    assert values(line, "layer") == ["inputstream.adaptive (player)"]


def test_pairs_are_read_by_their_names() -> None:
    line = read_logfmt(
        'level=error ts=2026-11-04T12:00:00Z status=503 msg="origin said \\"no\\"" host=live.example.com:443 path=/a/b?c'
        " request_id=abcdef123456 hr=0x8088002E x_err_code=2000"
    )
    assert values(line, "status") == ["503"]
    assert values(line, "hresult") == ["0x8088002E"]
    assert values(line, "code") == ["X-Err-Code 2000"]
    assert values(line, "message") == ['origin said \\"no\\"']
    assert values(line, "host") == ["live.example.com"]
    assert values(line, "path") == ["/a/b"]
    assert values(line, "request-id") == ["request-id: abcdef123456"]
    assert line is not None
    assert line.when == "2026-11-04T12:00:00Z"


def test_pairs_that_tell_of_no_error_are_well() -> None:
    assert read_logfmt('time="2026-11-04T12:00:00Z" level=info msg=ok status=200') is WELL


@pytest.mark.parametrize("line", ["a=b c=d", "we set a=1 and b=2 and c=404", "x = y = z = 1", "", "a=1 b=2 c=3"])
def test_a_few_equals_signs_are_no_pairs(line: str) -> None:
    assert read_logfmt(line) is None


def test_a_record_is_read_from_a_line_of_json() -> None:
    line = read_json('{"level":"error","status":503,"message":"no"}')
    assert values(line, "status") == ["503"]


@pytest.mark.parametrize(
    "line", ['{"a":1}', '{"code":', '{"code":}', "{'code': 404}", '["code"]', '{"code":' * 3_000 + "}"]
)
def test_json_that_is_broken_or_tells_of_no_error_is_left_alone(line: str) -> None:
    assert read_json(line) is None
