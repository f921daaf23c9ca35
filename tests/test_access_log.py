"""Access logs: common and combined, and Gcore's raw logs."""

from __future__ import annotations

import pytest

from kb.readers.access_log import read_combined, read_gcore
from kb.readers.log_record import WELL
from tests.sightings import values

TAIL = '[04/Nov/2026:11:58:05 +0000] "GET /hls/a.ts?t=1 HTTP/1.1" 404 153 "https://www.example.com/" "curl/8"'
GCORE = (
    '"203.0.113.9" "-" "-" "[26/Apr/2019:09:47:40 +0000]" "GET /a/b.m3u8?t=1 HTTP/1.1" "404" "151" "-" "Mozilla/5.0"'
    ' "1514" "[dh-up-gc18]" "https" "demo.gvideo.io" "1.5" "0.4" "157" "-" "[dh]" "MISS" "104" "192.0.2.7:80" "2510" "7399"'
    ' "-" "-" "KZ" "-" "shield_no" "0.0.0.0" "80" "503" "-" "0.000"'
)


@pytest.mark.parametrize(
    "prefix", ["203.0.113.9 - - ", "203.0.113.9 - ops ", "2001:db8::1 - - ", "web_1  | 203.0.113.9 - - ", ""]
)
def test_what_stands_before_the_time_does_not_matter(prefix: str) -> None:
    line = read_combined(prefix + TAIL)
    assert values(line, "status") == ["404"]
    assert values(line, "path") == ["/hls/a.ts"]
    assert line is not None
    assert line.when == "04/Nov/2026:11:58:05 +0000"


def test_the_referrer_is_not_the_host() -> None:
    assert values(read_combined(f"203.0.113.9 - - {TAIL}"), "host") == []


def test_a_virtual_host_in_front_is_the_host() -> None:
    assert values(read_combined(f"WWW.example.com:443 203.0.113.9 - - {TAIL}"), "host") == ["www.example.com"]


def test_an_absolute_url_gives_host_and_path() -> None:
    line = read_combined(TAIL.replace("GET /hls", "GET https://Origin.example.com/hls"))
    assert values(line, "host") == ["origin.example.com"]
    assert values(line, "path") == ["/hls/a.ts"]


def test_a_node_of_fastly_in_the_prefix_is_the_layer() -> None:
    line = read_combined(f'<134>2026-11-04T12:10:11Z cache-fra19126 logs[123]: 203.0.113.9 "-" "-" {TAIL}')
    assert values(line, "layer") == ["Fastly (cdn)"]
    assert values(line, "host") == []


def test_a_request_that_was_no_http_still_has_a_status() -> None:
    line = read_combined(r'203.0.113.9 - - [04/Nov/2026:11:58:05 +0000] "\x16\x03\"x" 400 153')
    assert values(line, "status") == ["400"]
    assert values(line, "path") == []


@pytest.mark.parametrize("status", ["200", "206", "304", "399"])
def test_a_request_that_went_well_tells_of_no_error(status: str) -> None:
    assert read_combined(f"203.0.113.9 - - {TAIL.replace(' 404 ', f' {status} ')}") is WELL


@pytest.mark.parametrize("line", ["", "[04/Nov/2026:11:58:05 +0000] hello", "a [b] c", '[x] "GET / HTTP/1.1" 404'])
def test_other_lines_are_not_of_the_combined_format(line: str) -> None:
    assert read_combined(line) is None


def test_gcores_line_says_host_path_cache_and_what_the_origin_answered() -> None:
    line = read_gcore(GCORE)
    assert values(line, "status") == ["404"]
    assert values(line, "host") == ["demo.gvideo.io"]
    assert values(line, "path") == ["/a/b.m3u8"]
    assert values(line, "layer") == ["Gcore (cdn)"]
    assert values(line, "cache") == ["upstream_cache_status: MISS"]
    assert line is not None
    assert line.notes == ("the origin answered 503",)
    assert line.when == "26/Apr/2019:09:47:40 +0000"


def test_gcores_line_of_a_request_that_went_well_tells_of_no_error() -> None:
    assert read_gcore(GCORE.replace('"404"', '"206"')) is WELL


def test_gcores_line_may_be_cut_off_behind_the_host() -> None:
    assert values(read_gcore(GCORE.partition(' "1.5"')[0]), "status") == ["404"]
